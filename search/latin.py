"""Arabic names in Latin letters: keys under which their many spellings meet.

Nobody agrees on how to write Arabic in Latin letters (Ain al-Asad, Ayn Al Asad, Ein al-Assad). Spellings differ in vowels, doubled
letters, apostrophes, the article and in letters for sounds that English lacks; consonants are mostly kept. So a name has two keys:
its `skeleton`, consonants alone, by which it is looked up, and its `sound`, with vowels of three kinds, by which what was found
is judged: two names are one where their skeletons agree and their sounds nearly do.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARTICLE_WORDS: Final = re.compile(r"\b(?:al|el|ul|l)[\s-]+(?=\w)")
_ASSIMILATED: Final = re.compile(r"\b[aeiu](sh|th|dh|[tdrznsl])[\s-]+(?=\1)")
"""az-Zor, ash-Shabab: the article takes the sound of a sun letter."""

_NOT_LETTERS: Final = re.compile(r"[^a-z]+")
_CLASSES: Final = (
    ("kh", "k"), ("gh", "k"), ("ch", "s"), ("sh", "s"), ("dh", "z"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("x", "ks"),
    ("q", "k"), ("g", "k"), ("c", "k"), ("v", "f"), ("p", "b"),
)  # fmt: skip
_FINAL_H: Final = re.compile(r"(?<=[aeiou])h\b|(?<=t)h\b")
_DOUBLED: Final = re.compile(r"(.)\1+")
_VOWEL_RUN: Final = re.compile(r"(?:[aeiou]|(?<=.)y|(?<=.)w(?![aeiou]))+")
"""A w before a vowel is a consonant (Sweida); another is a part of one (Zawr), as is every y but a first."""

_VOWELS: Final = re.compile("[aiu]")
_FRONT: Final = frozenset("eiy")
_BACK: Final = frozenset("ouw")

_TOLERANCE: Final = 5
"""One sound in so many may differ."""


def sound(name: str) -> str:
    """A name as it sounds, roughly: consonants of one kind alike, runs of vowels one of `a`, `i`, `u`, no article, no spaces.

    >>> [sound(name) for name in ("Ain al-Asad", "Ayn Al Asad", "Ein al-Assad", "Deir ez-Zor", "Kata'ib Hizbullah")]
    ['inasad', 'inasad', 'inasad', 'dirzur', 'katibhizbula']
    """
    plain = _plain(name)
    plain = _ARTICLE_WORDS.sub("", plain)
    plain = _ASSIMILATED.sub("", plain)
    words = (_word_sound(word) for word in plain.replace("-", " ").split())
    return _DOUBLED.sub(r"\1", "".join(words))


def skeleton(sounded: str) -> str:
    """The consonants of a `sound`.

    >>> skeleton(sound("Kataib Hezbollah")), skeleton(sound("Hodeidah")), skeleton(sound("Hudaydah"))
    ('ktbhzbl', 'hdd', 'hdd')
    """
    return _VOWELS.sub("", sounded)


def same_name(one: str, other: str) -> bool:
    """Whether two sounds with one skeleton are so near that they are one name."""
    allowed = max(len(one), len(other)) // _TOLERANCE
    return one == other or distance(one, other, allowed) <= allowed


def distance(one: Sequence[str], other: Sequence[str], most: int) -> int:
    """Letters to add, drop, replace or transpose between two words; `most` + 1 where it is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _plain(name: str) -> str:
    """Lower case, without accents and apostrophes."""
    decomposed = unicodedata.normalize("NFKD", name.lower())
    kept = "".join(letter for letter in decomposed if letter.isascii() and (letter.isalnum() or letter in " -"))
    return kept.strip()


def _word_sound(word: str) -> str:
    word = _NOT_LETTERS.sub("", word)
    word = _FINAL_H.sub("", word)
    for letters, kind in _CLASSES:
        word = word.replace(letters, kind)
    return _VOWEL_RUN.sub(_vowel, _DOUBLED.sub(r"\1", word))


def _vowel(run: re.Match[str]) -> str:
    letters = frozenset(run[0])
    return "i" if letters & _FRONT else "u" if letters & _BACK else "a"
