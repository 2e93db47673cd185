"""What a typed word may have been meant to be, by the slips of hands, ears and eyes: near words and how unlikely each is.

Pure text: which of the near words exist is for others to say.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from search.bilingual import is_arabic
from search.latin import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LENGTH: Final = 24
"""Letters of a word that is read: no word is longer, and near words grow with it."""

ALIKE: Final = 1.0
"""Letters that sound or look alike, a letter doubled or one of two dropped."""

SWAPPED: Final = 1.5
"""Neighbours exchanged; a long vowel written or left out."""

MISSED: Final = 2.0
"""A letter too many or too few, or with other dots; two words as one."""

WRONG: Final = 3.0
"""Another letter."""

_FIRST: Final = 1.0
"""More for the first letter, which is seldom wrong."""

_ARABIC: Final = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤ"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_CONFUSED: Final = (
    "ضظ", "ذز", "ثس", "صس", "طت", "دض", "ذظ", "ذد", "ثت", "قغ", "كق", "حه", "ءا", "ئي", "ئء", "ؤو", "ؤء",
    "ck", "kq", "sz", "ie", "ea", "ou", "iy", "fv", "bp", "td", "gj",
)  # fmt: skip
_DOTS: Final = ("سش", "بت", "تن", "بن", "نث", "جح", "حخ", "جخ", "دذ", "رز", "صض", "طظ", "عغ", "فق", "يب", "يت", "ني")
"""Apart by their dots alone."""

_ENDINGS: Final = ("ها", "هت", "يا")
"""Taken for each other at the end of a word (folded: ه is also ة, ي also ى)."""

_VOWELS: Final = frozenset("اويaeiou")
_MIN_PART: Final = 2


def _partners(pairs: Iterable[str]) -> dict[str, str]:
    partners: dict[str, str] = {}
    for pair in pairs:
        one, other = tuple(pair)
        partners[one] = partners.get(one, "") + other
        partners[other] = partners.get(other, "") + one
    return partners


_ALIKE: Final = _partners(_CONFUSED)
_ALIKE_LAST: Final = _partners(_ENDINGS)
_DOTTED: Final = _partners(_DOTS)


def near_words(word: str) -> dict[str, float]:
    """The folded words one slip away from a folded word, with the cost of the slip.

    >>> near = near_words("حاظر")
    >>> near["حاضر"], near["حظر"], "حاظر" in near
    (1.0, 1.5, False)
    """
    if len(word) > MAX_LENGTH:
        return {}
    near: dict[str, float] = {}
    for candidate, cost in _slips(word):
        if candidate != word and cost < near.get(candidate, WRONG + _FIRST + 1):
            near[candidate] = cost
    near.pop("", None)
    return near


def split_words(word: str) -> list[tuple[str, str]]:
    """The ways to read a word as two that were written as one."""
    if len(word) > MAX_LENGTH:
        return []
    return [(word[:at], word[at:]) for at in range(_MIN_PART, len(word) - _MIN_PART + 1)]


def _slips(word: str) -> Iterator[tuple[str, float]]:
    letters = _ARABIC if is_arabic(word) else _LATIN
    last = len(word) - 1
    for at, letter in enumerate(word):
        before, behind = word[:at], word[at + 1 :]
        first = _FIRST if at == 0 else 0.0
        for other in _ALIKE.get(letter, ""):
            yield before + other + behind, ALIKE
        for other in _DOTTED.get(letter, ""):
            yield before + other + behind, MISSED
        if at == last:
            for other in _ALIKE_LAST.get(letter, ""):
                yield before + other, ALIKE
        yield before + behind, (ALIKE if behind[:1] == letter else _light(letter)) + first
        for other in letters:
            yield before + other + behind, WRONG + first
    for at in range(len(word) + 1):
        for letter in letters:
            twin = letter in word[max(0, at - 1) : at + 1]
            yield word[:at] + letter + word[at:], (ALIKE if twin else _light(letter)) + (_FIRST if at == 0 else 0.0)
    for at, (one, other) in enumerate(pairwise(word)):
        yield word[:at] + other + one + word[at + 2 :], SWAPPED


def _light(letter: str) -> float:
    return SWAPPED if letter in _VOWELS else MISSED


class WordList:
    """Known words, looked up by what is left of them with a letter taken out: so two words meet that differ by a letter in each."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._shortened: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if len(word) <= MAX_LENGTH:
                for short in {word, *_without_one(word)}:
                    self._shortened.setdefault(short, []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def near(self, word: str, most: int) -> dict[str, int]:
        """The known words within `most` (1 or 2) letters of a word, with how many; of two, one is in each word."""
        if len(word) > MAX_LENGTH:
            return {}
        found = {known for short in {word, *_without_one(word)} for known in self._shortened.get(short, ())}
        away = {known: distance(word, known, most) for known in found}
        return {known: letters for known, letters in away.items() if 0 < letters <= most}


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
