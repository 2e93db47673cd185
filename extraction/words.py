"""The words of a text in columns, as all finders of names read them, and what a word form implies, worked out once.

>>> found = words("قصفوا قاعدة عين-الأسد، أمس")
>>> found.keys, [found.joined(index) for index in range(4)]
(('قصفوا', 'قاعده', 'عين', 'الاسد', 'امس'), [True, True, True, False])
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from sys import intern
from typing import TYPE_CHECKING, Final, TypeVar

from analyzers import fold, memo
from analyzers.tokenizer import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

V = TypeVar("V")

MEMO_SIZE: Final = 1 << 17
"""Word forms that a memo holds: those of some millions of words of news."""

_WAW: Final = "و"
_FATHER: Final = "ابو"
CASES: Final = {"ابي": _FATHER, "ابا": _FATHER}
"""Kunyas inflect."""

_LOOSE_HAMZA: Final = "يء"  # الطوارىء for الطوارئ
_VARIANTS: Final = (("ديموقراط", "ديمقراط"), ("اميرك", "امريك"))  # spellings of one word, not of one sound
_WAW_HAMZA, _YEH_HAMZA, _YEH = "ؤ", "ئ", "ي"

_BLANKS: Final = r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]{0,8}"  # spaces that do not end a line
_GAP: Final = re.compile(rf"{_BLANKS}[-\u2010\u2011_\u0640'\u2019\u02bc]?{_BLANKS}")
"""What may stand between two words of one name: spaces, a hyphen, tatweel or apostrophe; nothing that ends a clause."""


class Memo(memo.Memo[V]):
    """What word forms imply (see `analyzers.memo`), with the size that all of extraction's have."""

    __slots__ = ()

    def __init__(self, make: Callable[[str], V]) -> None:
        super().__init__(make, MEMO_SIZE)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: word `i` is `text[starts[i]:ends[i]]`, has a folded form, and a key that names are looked up by."""

    text: str
    starts: list[int]
    ends: list[int]
    gaps: list[str]
    """What stands between each word and the next."""
    folded: Sequence[str]
    keys: Sequence[str]

    def __len__(self) -> int:
        return len(self.keys)

    def joined(self, index: int) -> bool:
        """Whether word `index` and the next can belong to one name: no line break or punctuation between them."""
        if not 0 <= index < len(self.gaps):
            return False
        gap = self.gaps[index]
        return gap == " " or _GAP.fullmatch(gap) is not None

    def raw(self, index: int) -> str:
        """A word as written."""
        return self.text[self.starts[index] : self.ends[index]]

    def letter(self, index: int, count: int) -> int:
        """Where a word goes on behind its first `count` folded letters: its proclitics."""
        return self.starts[index] + raw_length(self.raw(index), count)


def words(text: str) -> Words:
    """The words of a text, as matcher, actors and places read them."""
    pieces = cut(text)
    if len(pieces) == 1:
        return Words(text, [], [], [], (), ())
    ends = list(accumulate(map(len, pieces)))
    folded, keys = zip(*map(_FORMS.__getitem__, pieces[1::2]), strict=True)
    return Words(text, ends[:-1:2], ends[1::2], list(pieces[2:-1:2]), folded, keys)


def key(form: str) -> str:
    """What a folded word is looked up by: hamza seats, the cases of أبو and two spellings of some words are one.

    >>> key(fold("أبي")), key(fold("مسؤول")), key(fold("الأميركية"))
    ('ابو', 'مسوول', 'الامريكيه')
    """
    word = form.replace(_WAW_HAMZA, _WAW).replace(_YEH_HAMZA, _YEH)  # fold keeps them; reports write either
    if word.endswith(_LOOSE_HAMZA):
        word = word[:-1]
    for variant, usual in _VARIANTS:
        word = word.replace(variant, usual)
    return CASES.get(word, word)


def forms_of(word: str) -> tuple[str, str]:
    """The folded form of a word as written, and its key."""
    return _FORMS[word]


def _read_form(form: str) -> tuple[str, str]:
    folded = fold(form)
    its_key = intern(key(folded))  # one object for all forms of a key: faster to look up
    return its_key if its_key == folded else folded, its_key


_FORMS: Final = Memo(_read_form)


def raw_length(raw: str, count: int) -> int:
    """How many characters of a raw word make up the first `count` letters of its folded form."""
    if not count or len(_FORMS[raw][0]) == len(raw):  # nothing invisible in it
        return count
    for length in range(1, len(raw) + 1):
        if len(fold(raw[:length])) > count:
            return length - 1
    return len(raw)
