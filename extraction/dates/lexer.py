"""Text → symbols: one character for each word or sign, with its value and its offsets in the original.

Prefixes are symbols of their own (`والثلاثاء` reads `and weekday`), so that patterns need not know of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from analyzers import exact_form, fold
from analyzers.characters import ARABIC_LETTERS, CONTROLS, MARKS, TATWEEL
from extraction.dates.numeric import read_chain
from extraction.dates.symbols import OTHER, PUNCTUATION, SYMBOLS
from extraction.words import Memo

if TYPE_CHECKING:
    from extraction.dates.lexicon import Entry, Lexicon
    from extraction.dates.numeric import Value

_INSIDE: Final = f"{MARKS}{CONTROLS}{TATWEEL}"
_IGNORED: Final = re.compile(f"[{_INSIDE}]")
_SEPARATOR: Final = r"[/.\-\u2010-\u2014\u2212]"
_TOKEN: Final = re.compile(
    rf"(?P<chain>\d+(?:[{CONTROLS}]*+{_SEPARATOR}[{CONTROLS}]*+\d+)*+)"
    rf"|(?P<word>[{ARABIC_LETTERS}](?:[{_INSIDE}]*+[{ARABIC_LETTERS}])*+[{_INSIDE}]*+|[A-Za-z]++(?:\d[A-Za-z\d]*+)?)"
    rf"|(?P<sign>\n[^\S\n]*+\n|(?<!\S){TATWEEL}(?!\S)|[^\s{_INSIDE}])"
)
"""A number with its separators, a word (F16 is one), or any other sign; an empty line counts as a sign.

No form is of two kinds: the memo needs that. Possessive: linear in time.
"""

_CUT: Final = re.compile("(" + re.sub(r"\?P<\w+>", "?:", _TOKEN.pattern) + ")")

_CONJUNCTIONS: Final = "وف"
_PREPOSITIONS: Final = "بلك"
_LAM: Final = "ل"
_ARTICLE: Final = "ال"
_ORDINAL_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th"})
_SKIPPED: Final = frozenset({"the"})
_LONGEST_FORM: Final = 64
"""Code points; longer words, and longer chains of numbers, are no part of a date."""

_SHORTEST_STEM: Final = 2
"""Letters that must be left behind a prefix."""


class Piece(NamedTuple):
    """A symbol of a word form, with offsets into the form."""

    symbol: str
    value: Value
    start: int
    end: int


class Form(NamedTuple):
    """A word form: its symbols, and the pieces that they stand for."""

    symbols: str
    pieces: tuple[Piece, ...]


class Lexed:
    """A text as symbols. What they stand for, and where, is looked up for the few that are asked for."""

    __slots__ = ("_ends", "_forms", "_starts", "symbols", "text")

    def __init__(self, text: str, starts: list[int], forms: list[Form]) -> None:
        self.text = text
        symbols = [form.symbols for form in forms]
        self.symbols = "".join(symbols)
        self._starts = starts
        self._forms = forms
        self._ends = list(accumulate(map(len, symbols)))

    def value(self, at: int) -> Value:
        """What the symbol at a place stands for."""
        return self._piece(at)[1].value

    def start(self, at: int) -> int:
        """Where in the text the symbol at a place begins."""
        base, piece = self._piece(at)
        return base + piece.start

    def end(self, at: int) -> int:
        """Where in the text the symbol at a place ends."""
        base, piece = self._piece(at)
        return base + piece.end

    def before(self, at: int) -> str:
        """The symbol before a place, or nothing."""
        return self.symbols[at - 1] if at > 0 else ""

    def number(self, at: int) -> int:
        """The value at a place, 0 where it is no single number."""
        value = self.value(at)
        return value if isinstance(value, int) else 0

    def numbers(self, at: int) -> tuple[int, ...]:
        """The parts of a value that has several."""
        value = self.value(at)
        return value if isinstance(value, tuple) else (value,)

    def form(self, at: int) -> str:
        """What is written at a place."""
        base, piece = self._piece(at)
        return self.text[base + piece.start : base + piece.end]

    def has_word(self, at: int) -> bool:
        """Whether a word or a number stands at a place, and no other sign."""
        return at < len(self.symbols) and self.text[self.start(at)].isalnum()

    def _piece(self, at: int) -> tuple[int, Piece]:
        """Where the form begins that a symbol is a piece of, and the piece."""
        number = bisect_right(self._ends, at)
        form = self._forms[number]
        return self._starts[number], form.pieces[at - self._ends[number] + len(form.pieces)]


class Lexer:
    """Reads texts with a lexicon; remembers word forms (a bounded memo)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._forms = Memo(self._form)

    def lex(self, text: str) -> Lexed:
        """The symbols of a text."""
        pieces = _CUT.split(text)  # what is between forms, and forms, in turns
        return Lexed(text, list(accumulate(map(len, pieces)))[::2], list(map(self._forms.__getitem__, pieces[1::2])))

    def _form(self, form: str) -> Form:
        found = _TOKEN.fullmatch(form) if len(form) <= _LONGEST_FORM else None
        pieces = (Piece(OTHER, 0, 0, len(form)),) if found is None else self._read(form, found.lastgroup or "")
        return Form("".join(piece.symbol for piece in pieces), pieces)

    def _read(self, form: str, kind: str) -> tuple[Piece, ...]:
        if kind == "chain":
            return tuple(Piece(symbol, value, start, end) for symbol, value, start, end in read_chain(form))
        if kind == "sign":
            return (Piece(PUNCTUATION.get(form, OTHER), 0, 0, len(form)),)
        return self._read_word(form)

    def _read_word(self, form: str) -> tuple[Piece, ...]:
        end = _end(form)
        folded = fold(form)
        if folded in _SKIPPED or folded in _ORDINAL_SUFFIXES:
            return ()
        exact = exact_form(form)
        entry = self._entry(folded, exact, form)
        if entry is not None:
            return (Piece(entry.symbol, entry.value, 0, end),)
        offsets = _letter_offsets(form, folded)
        for prefixes, length, rest in _prefix_readings(folded):
            entry = self._entry(rest, exact[length:], form)
            if entry is not None:
                at = (*offsets[: len(prefixes)], offsets[length])
                return (
                    *(Piece(SYMBOLS[name], 0, at[i], at[i + 1]) for i, name in enumerate(prefixes)),
                    Piece(entry.symbol, entry.value, offsets[length], end),
                )
        return (Piece(OTHER, self._lexicon.forward.tense(folded), 0, end),)

    def _entry(self, folded: str, exact: str, form: str) -> Entry | None:
        entry = self._lexicon.exact.get(exact) or self._lexicon.folded.get(folded)
        if entry is None or (entry.capital and not form[0].isupper()):
            return None
        return entry


_STRIPPED: Final = TATWEEL + "\u200e\u200f\u061c"
"""What a word's span does not end with; a single letter (هـ) keeps it."""


def _end(form: str) -> int:
    end = len(form.rstrip(_STRIPPED))
    return end if end > 1 else len(form)


def _prefix_readings(folded: str) -> list[tuple[tuple[str, ...], int, str]]:
    """Ways to cut prefixes off a folded word: (symbols, letters cut, what is left), the shortest cut first.

    Behind ل the article loses its alef (`للعام` is ل + العام): it is put back.
    """
    readings: list[tuple[tuple[str, ...], int, str]] = []
    starts: list[tuple[tuple[str, ...], int]] = [((), 0)]
    if folded[:1] and folded[0] in _CONJUNCTIONS:
        starts.append((("and",), 1))
        readings.append((("and",), 1, folded[1:]))
    for names, cut in starts:
        if folded[cut : cut + 1] and folded[cut] in _PREPOSITIONS:
            rest = folded[cut + 1 :]
            readings.append(((*names, "prep"), cut + 1, rest))
            if folded[cut] == _LAM and rest.startswith(_LAM):
                readings.append(((*names, "prep"), cut + 1, _ARTICLE + rest[1:]))
    return [reading for reading in readings if len(reading[2]) >= _SHORTEST_STEM]


def _letter_offsets(form: str, folded: str) -> list[int]:
    """Where in the form each letter of its folded form stands; a word that folds otherwise is never cut inside."""
    offsets: list[int] = []
    for at, character in enumerate(form):
        if not _IGNORED.match(character):
            offsets.extend([at] * len(fold(character)))
    return offsets if len(offsets) == len(folded) else [0] * len(folded)
