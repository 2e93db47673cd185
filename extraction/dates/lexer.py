"""Text → symbols: one character for each word or sign, with its value and its offsets in the original.

Prefixes are symbols of their own (`والثلاثاء` reads `and weekday`), so that patterns need not know of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from analyzers import exact_form, fold, is_plain
from analyzers.characters import ARABIC_LETTERS, CONTROLS, MARKS, TATWEEL
from extraction.dates.numeric import read_chain
from extraction.dates.symbols import OTHER, PUNCTUATION, SYMBOLS
from extraction.words import Memo, forms_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

Possessive: linear in time.
"""

_EMPTY_LINE: Final = re.compile(r"\n[^\S\n]*+\n")
_CHUNK: Final = re.compile(rf"{_EMPTY_LINE.pattern}|\S+")
"""What no token reaches over: an empty line, or all that stands between spaces."""

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
    """A chunk of a text: its symbols, and the pieces that they stand for."""

    symbols: str
    pieces: tuple[Piece, ...]


class Lexed:
    """A text as symbols. What they stand for, and where, is worked out for the few that are asked for."""

    def __init__(self, text: str, chunks: Sequence[str], symbols: Sequence[str], forms: Mapping[str, Form]) -> None:
        self.text = text
        self.symbols = "".join(symbols)
        self._chunks = chunks
        self._by_chunk = symbols
        self._forms = forms

    @cached_property
    def _ends(self) -> list[int]:
        """How many symbols there are up to the end of each chunk."""
        return list(accumulate(map(len, self._by_chunk)))

    @cached_property
    def _starts(self) -> list[int]:
        """Where in the text each chunk begins."""
        return [match.start() for match in _CHUNK.finditer(self.text)]

    def value(self, at: int) -> Value:
        """What the symbol at a place stands for."""
        return self._piece(at)[1].value

    def start(self, at: int) -> int:
        """Where in the text the symbol at a place begins."""
        chunk, piece = self._piece(at)
        return self._starts[chunk] + piece.start

    def end(self, at: int) -> int:
        """Where in the text the symbol at a place ends."""
        chunk, piece = self._piece(at)
        return self._starts[chunk] + piece.end

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
        chunk, piece = self._piece(at)
        base = self._starts[chunk]
        return self.text[base + piece.start : base + piece.end]

    def has_word(self, at: int) -> bool:
        """Whether a word or a number stands at a place, and no other sign."""
        return at < len(self.symbols) and self.text[self.start(at)].isalnum()

    def _piece(self, at: int) -> tuple[int, Piece]:
        """The number of the chunk that a symbol is a piece of, and the piece."""
        number = bisect_right(self._ends, at)
        pieces = self._forms[self._chunks[number]].pieces
        return number, pieces[at - self._ends[number] + len(pieces)]


class Lexer:
    """Reads texts with a lexicon; remembers what stood between spaces (bounded memos)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known = _known_words(lexicon)
        self._symbols = Memo(self._symbols_of)
        self._forms = Memo(self._form)

    def lex(self, text: str) -> Lexed:
        """The symbols of a text."""
        chunks = _CHUNK.findall(text) if _EMPTY_LINE.search(text) else text.split()
        return Lexed(text, chunks, list(map(self._symbols.__getitem__, chunks)), self._forms)

    def _symbols_of(self, chunk: str) -> str:
        if is_plain(chunk) and forms_of(chunk)[0] not in self._known:
            return OTHER  # by far the most; what it stands for is seldom asked
        return self._forms[chunk].symbols

    def _form(self, chunk: str) -> Form:
        pieces = tuple(
            Piece(symbol, value, token.start() + start, token.start() + end)
            for token in _TOKEN.finditer(chunk)
            for symbol, value, start, end in self._read(token[0], token.lastgroup or "")
        )
        return Form("".join(piece.symbol for piece in pieces), pieces)

    def _read(self, form: str, kind: str) -> tuple[Piece, ...]:
        if len(form) > _LONGEST_FORM:
            return (Piece(OTHER, 0, 0, len(form)),)
        if kind == "chain":
            return tuple(Piece(symbol, value, start, end) for symbol, value, start, end in read_chain(form))
        if kind == "sign":
            return (Piece(PUNCTUATION.get(form, OTHER), 0, 0, len(form)),)
        return self._read_word(form)

    def _read_word(self, form: str) -> tuple[Piece, ...]:
        end = _end(form)
        folded = fold(form)
        if folded not in self._known:
            return (Piece(OTHER, self._lexicon.forward.tense(folded), 0, end),)
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


def _known_words(lexicon: Lexicon) -> frozenset[str]:
    """The folded words that may be more than OTHER: those of the lexicon, behind all prefixes, and what is skipped."""
    words = {*lexicon.folded, *map(fold, lexicon.exact)}
    after_lam = {_LAM + word.removeprefix(_ARTICLE) for word in words if word.startswith(_ARTICLE)}
    with_preposition = {preposition + word for word in words for preposition in _PREPOSITIONS} | {_LAM + rest for rest in after_lam}
    bare = words | with_preposition
    return frozenset(bare | {conjunction + word for word in bare for conjunction in _CONJUNCTIONS} | _SKIPPED | _ORDINAL_SUFFIXES)


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
