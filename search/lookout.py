"""A first look over a long text: where words of the query may stand. Only there is the text analysed.

To analyse ten texts of 100,000 words takes a second, to run one regular expression over them a hundredth of one. What it looks for
are the letters of a word that no rule of the analyzer adds, drops or exchanges, in their order: of القصف these are ق ص ف, and in
والقصفُ they stand too. So it finds every word that agrees with the one asked for at any level, and some that do not. Each letter
stands for all characters that fold to it. A word stretched by more than 200 characters between two of its letters is passed over,
and so is a phrase with much more space between its words than is usual.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

from analyzers.arabic import letters as ar
from analyzers.arabic.normalization import exact_form, fold_word
from analyzers.characters import ARABIC_LETTERS
from analyzers.tokenizer import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from analyzers.analysis import WordForms

LONG: Final = 5_000
"""Code points from which on a text is looked over first."""

_WEAK: Final = frozenset((ar.ALEF, ar.WAW, ar.YEH, ar.HEH, ar.HAMZA, ar.WAW_HAMZA, ar.YEH_HAMZA))
"""Roots have lost them, stems exchange or add them (ضربته, ضربة; أمريكا, أمريكي)."""

_ARTICLE: Final = ar.ALEF + ar.LAM
_EXCHANGED: Final = frozenset((ar.HEH, ar.HAMZA, ar.WAW_HAMZA, ar.YEH_HAMZA))
"""Of these, what may be another letter in the word."""

_VOWELS: Final = frozenset("iy")
"""The English stemmer exchanges them (dying, die)."""

MAX_SOUGHT: Final = 60
"""Words that are looked for one by one; with more, to analyse the whole text costs less."""

_LETTERS: Final = 2
"""Of a word that is not Arabic, the first: its stem keeps them."""

_BLOCKS: Final = (
    range(0x3400),
    range(0xA600, 0xAC00),
    range(0xF900, 0x10000),
    range(0x10780, 0x107C0),
    range(0x1CC00, 0x1D800),
    range(0x1E000, 0x1F200),
    range(0x1FBF0, 0x1FBFA),
)
"""Where characters fold to Latin or Arabic letters: all but ideographs, Hangul and scripts of antiquity."""

_MAX_GAP: Final = 200
_ARABIC: Final = re.compile(f"[{ARABIC_LETTERS}]")
_SPACE: Final = re.compile(r"\s")
_PLAIN: Final = "\x00-\x7f\xa0-\xbf\u0600-\u066f\u2000-\u206f"
_PLAIN_TEXT: Final = re.compile(f"[{_PLAIN}]*+")
_NOT_PLAIN: Final = re.compile(f"[^{_PLAIN}]")
"""Most texts have no letters but these. There a letter stands for one or two characters, and they are found five times faster."""

_REACH: Final = 24
"""Code points that a word around takes up at most, with what parts it from the next."""

_Sought: TypeAlias = tuple[tuple[str, ...], int]
"""The letters of a word, or of the words of a phrase, the most telling first; and how many words around are wanted."""


class Lookout:
    """Looks for places where any of several words, or phrases by all of their words, may stand."""

    def __init__(self, sought: Iterable[_Sought]) -> None:
        # One after the other: the regular expression engine is ten times slower with alternatives.
        distinct = list(dict.fromkeys(sought))
        self._plain = [_Seeker(one, plain=True) for one in distinct]
        self._any = [_Seeker(one, plain=False) for one in distinct]

    def windows(self, text: str) -> list[tuple[int, int]]:
        """Stretches of a text, in order and apart, which hold all of its words that are looked for, and what stands around."""
        seekers = self._plain if _PLAIN_TEXT.fullmatch(text) else self._any
        found: list[tuple[int, int]] = []
        for start, end in sorted(window for seeker in seekers for window in seeker.windows(text)):
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return found


class _Seeker:
    """Finds one word, or the most telling word of a phrase where the others are near."""

    def __init__(self, sought: _Sought, *, plain: bool) -> None:
        letters, around = sought
        patterns = [re.compile(_pattern(word, plain=plain)) for word in letters]
        self._first, *self._others = patterns
        self._reach = _REACH * (around + 1) if around else 0

    def windows(self, text: str) -> Iterator[tuple[int, int]]:
        for start, end in _chunks(self._first, text):
            low, high = max(0, start - self._reach), min(len(text), end + self._reach)
            if all(other.search(text, low, high) for other in self._others):
                yield (_border_before(text, low), _border_behind(text, high)) if self._reach else (start, end)


def lookout(words: Iterable[WordForms], phrases: Iterable[tuple[Sequence[WordForms], int]]) -> Lookout | None:
    """What looks for words, and for phrases, all of their words within so many others; None where something has no own letters."""
    sought: list[_Sought] = [((_letters(forms),), 0) for forms in words]
    for forms, around in phrases:
        # Phrases never loosen to the root.
        letters = sorted(filter(None, (_letters(one, of_stem=True) for one in forms)), key=len, reverse=True)
        sought.append((tuple(letters), around))
    known = 0 < len(sought) <= MAX_SOUGHT and all(letters and letters[0] for letters, _ in sought)
    return Lookout(sought) if known else None


def _letters(forms: WordForms, *, of_stem: bool = False) -> str:
    """A word's own letters, in their order; none where too few are left to tell it from most others.

    Those of its stem are more: all but the last are the word's own, weak ones too.
    """
    form = (forms.stem if of_stem else forms.root) or forms.folded
    form = form.removeprefix(ar.ALEF) if form.startswith(_ARTICLE) else form  # لله is الله
    if not _ARABIC.match(forms.folded):
        kept = [letter for letter in form if letter.isalnum()][:_LETTERS]
        return "".join(kept) if all(letter.isascii() for letter in kept) else ""
    kept = [letter for letter in form if letter not in _WEAK]
    if of_stem or len(kept) < _LETTERS:  # such a root has kept its weak letters
        kept = [letter for letter in form[:-1] if letter not in _EXCHANGED] + [
            letter for letter in form[-1:] if letter not in _WEAK
        ]
    known = len(kept) >= _LETTERS and all(letter in _classes(plain=False) for letter in kept)
    return "".join(kept) if known else ""


def _pattern(letters: str, *, plain: bool) -> str:
    first, *rest = (_class(letter, plain=plain) for letter in letters)
    gaps = (rf"[^\s{letter}]{{0,{_MAX_GAP}}}+[{letter}]" for letter in rest)
    own = f"[{first}]{''.join(gaps)}"
    return own if plain else f"{own}|[{_ligatures()}]"


def _class(letter: str, *, plain: bool) -> str:
    classes = _classes(plain=plain)
    return "".join(classes[one] for one in (sorted(_VOWELS) if letter in _VOWELS else [letter]))


@cache
def _classes(*, plain: bool) -> Mapping[str, str]:
    """Letter or digit → the inside of a class of all characters that fold to it."""
    joined = {letter: "".join(characters) for letter, characters in _folded()[0].items()}
    return {letter: re.escape(_NOT_PLAIN.sub("", one) if plain else one) for letter, one in joined.items()}


@cache
def _ligatures() -> str:
    """Characters that fold to several letters, or to none without their neighbours: a word with one is always looked at."""
    return re.escape("".join(_folded()[1]))


@cache
def _folded() -> tuple[Mapping[str, Sequence[str]], Sequence[str]]:
    single: dict[str, list[str]] = {}
    several: list[str] = []
    for character in map(chr, chain.from_iterable(_BLOCKS)):
        if not (character.isalnum() and WORD.fullmatch(character)):
            continue
        folded = fold_word(exact_form(character))
        if len(folded) > 1:
            several.append(character)
        elif folded.isascii() or _ARABIC.match(folded):
            single.setdefault(folded, []).append(character)
    return single, several


def _chunks(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """What matches, with all that stands beside it up to the next spaces: no word reaches over one."""
    end = 0
    while match := pattern.search(text, end):
        start, end = match.span()
        end = _border_behind(text, end)
        yield _border_before(text, start), end


def _border_before(text: str, position: int) -> int:
    while position > 0 and not text[position - 1].isspace():
        position -= 1
    return position


def _border_behind(text: str, position: int) -> int:
    space = _SPACE.search(text, position)
    return space.start() if space else len(text)
