"""Finds the names of a gazetteer in running text: behind proclitics, in any spelling, the longest first.

A name is a path of folded words in a trie. The text is not changed: its words keep their offsets, and each word form is
looked up once (a bounded memo): its key in the trie and where a name can begin in it, with each proclitic cut off
(و ف, then ب ل ك, then the article, which ل swallows: للحشد is ل + الحشد). The matcher does not decide: of a
name it returns all values.

    >>> matcher = Matcher([("الحشد الشعبي", "grp:pmf"), ("الموصل", "IQ-mosul")])
    >>> text = "وبالموصل للحشد الشعبي"
    >>> [(text[m.start : m.end], m.clitic, m.values) for m in matcher.matches(words(text), text)]
    [('الموصل', 'وب', ('IQ-mosul',)), ('لحشد الشعبي', 'ل', ('grp:pmf',))]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from analyzers import fold, word_spans

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

T = TypeVar("T")

WAW: Final = "و"
FEH: Final = "ف"
LAM: Final = "ل"
ALEF: Final = "ا"
ARTICLE: Final = "ال"
_CONJUNCTIONS: Final = (WAW, FEH)
_PREPOSITIONS: Final = ("ب", LAM, "ك")

_SERVANT: Final = "عبد"  # written apart from the divine name or joined to it
_FATHER: Final = "ابو"
_CASES: Final = {"ابي": _FATHER, "ابا": _FATHER}  # kunyas inflect
_LOOSE_HAMZA: Final = "يء"  # الطوارىء for الطوارئ
_VARIANTS: Final = (("ديموقراط", "ديمقراط"), ("اميرك", "امريك"))  # spellings of one word, not of one sound
_HAMZA_SEATS: Final = str.maketrans({"ؤ": WAW, "ئ": "ي"})  # fold keeps them; reports write either

_BLANKS: Final = r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]{0,8}"  # spaces that do not end a line
_GAP: Final = re.compile(rf"{_BLANKS}[-\u2010\u2011_\u0640'\u2019\u02bc]?{_BLANKS}")
"""What may stand between two words of one name: spaces, a hyphen, tatweel or apostrophe; nothing that ends a clause."""

_MIN_REMAINDER: Final = 4
"""Letters that must be left when a proclitic is cut from a name of one word: shorter rests are chance (وان → ان)."""

_MEMO_SIZE: Final = 1 << 17


class Word(NamedTuple):
    """A word of a text: `text[start:end]`, its folded form and its key. A tuple, because a text has many."""

    start: int
    end: int
    folded: str
    key: str


_new: Final = tuple.__new__  # a third of the time of Word(…), which is a Python function


@lru_cache(maxsize=_MEMO_SIZE)
def folded(form: str) -> str:
    """`fold` of a word form, remembered: a text repeats its words."""
    return fold(form)


def words(text: str) -> list[Word]:
    """The words of a text, as matcher, actors and places read them."""
    found = []
    for start, end in word_spans(text):
        form, looked_up = _forms(text[start:end])
        found.append(_new(Word, (start, end, form, looked_up)))
    return found


@lru_cache(maxsize=_MEMO_SIZE)
def _forms(form: str) -> tuple[str, str]:
    whole = folded(form)
    return whole, key(whole)


@lru_cache(maxsize=_MEMO_SIZE)
def key(form: str) -> str:
    """What a folded word is looked up by: hamza seats, the cases of أبو and two spellings of some words are one.

    >>> key(fold("أبي")), key(fold("مسؤول")), key(fold("الأميركية"))
    ('ابو', 'مسوول', 'الامريكيه')
    """
    word = form.translate(_HAMZA_SEATS)
    if word.endswith(_LOOSE_HAMZA):
        word = word[:-1]
    for variant, usual in _VARIANTS:
        word = word.replace(variant, usual)
    return _CASES.get(word, word)


@lru_cache(maxsize=_MEMO_SIZE)
def name_key(name: str) -> str:
    """A name as one string, equal for all its spellings: to compare, to make ids of, to find twins by."""
    return min((" ".join(path) for path in _name_paths(name)), key=len)


@lru_cache(maxsize=_MEMO_SIZE)
def _name_paths(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways through the trie to a name; remembered, since a name is both compared and looked for."""
    plain = name.replace(" ", "").isalpha()  # nothing to cut words at but spaces
    path = [_forms(form)[1] for form in name.split()] if plain else [word.key for word in words(name)]
    if any(word.startswith((_SERVANT, _FATHER)) for word in path):
        return tuple(_spellings(path))
    return (tuple(path),)


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A name in the text: words `first` to `last`, `text[start:end]` without the proclitics in `clitic`.

    `article`: the name begins with the article, written or swallowed by ل (then the span begins at the second ل).
    """

    first: int
    last: int
    start: int
    end: int
    values: tuple[T, ...]
    clitic: str
    article: bool


class _Node(Generic[T]):
    """What can follow the words so far, and the values of the name that they are."""

    __slots__ = ("children", "values")

    def __init__(self) -> None:
        self.children: dict[str, _Node[T]] = {}
        self.values: tuple[T, ...] = ()


class _Reading(NamedTuple, Generic[T]):
    """One way to read a word as the first of a name: what was cut off, and where the trie goes on."""

    clitic: str
    form: str
    node: _Node[T]


class Matcher(Generic[T]):
    """A trie of names. `short` lists names of three letters that may follow a proclitic (غزة: بغزة)."""

    def __init__(self, names: Iterable[tuple[str, T]], *, short: Collection[str] = ()) -> None:
        self._root: _Node[T] = _Node()
        self._short = frozenset(key(folded(name)) for name in short)
        self._memo: dict[str, tuple[_Reading[T], ...]] = {}
        for name, value in names:
            self._add(name, value)

    def matches(self, words: Sequence[Word], text: str) -> list[Match[T]]:
        """The names in a text, from left to right; the longest masks what lies inside it or overlaps its end."""
        found: list[Match[T]] = []
        memo, free = self._memo, 0
        for index, word in enumerate(words):
            readings = memo.get(word.key)
            if readings is None:
                readings = self._remember(word.key)
            if not readings or index < free:
                continue
            match = self._longest(readings, words, index, text)
            if match is not None:
                found.append(match)
                free = match.last + 1
        return found

    def lookup(self, name: str) -> tuple[T, ...]:
        """The values of a name given by itself, in any spelling; none where it is not listed."""
        node: _Node[T] | None = self._root
        for word in words(name):
            node = node.children.get(word.key) if node is not None else None
        return node.values if node is not None else ()

    def _add(self, name: str, value: T) -> None:
        for spelling in _name_paths(name):
            if not spelling:
                msg = f"a name without a word: {name!r}"
                raise ValueError(msg)
            node = self._root
            for part in spelling:
                following = node.children.get(part)
                if following is None:
                    following = node.children[part] = _Node()
                node = following
            if value not in node.values:
                node.values = (*node.values, value)

    def _remember(self, form: str) -> tuple[_Reading[T], ...]:
        """The ways to read a word as the first of a name."""
        children = self._root.children
        readings = tuple(_Reading(clitic, rest, children[rest]) for clitic, rest in clitic_readings(form) if rest in children)
        if len(self._memo) >= _MEMO_SIZE:
            self._memo.clear()
        self._memo[form] = readings
        return readings

    def _longest(self, readings: tuple[_Reading[T], ...], words: Sequence[Word], index: int, text: str) -> Match[T] | None:
        best: tuple[int, _Reading[T], _Node[T]] | None = None
        for reading in readings:  # fewest proclitics first: the word as written wins a tie
            end = self._walk(reading, words, index, text)
            if end is not None and (best is None or end[0] > best[0]):
                best = (end[0], reading, end[1])
        if best is None:
            return None
        last, reading, node = best
        first_word = words[index]
        start = first_word.start + raw_length(text[first_word.start : first_word.end], len(reading.clitic))
        article = reading.form.startswith(ARTICLE)
        return Match(index, last, start, words[last].end, node.values, reading.clitic, article)

    def _walk(self, reading: _Reading[T], words: Sequence[Word], index: int, text: str) -> tuple[int, _Node[T]] | None:
        """The last word of the longest name that begins with `reading`, and its node."""
        node: _Node[T] | None = reading.node
        best = (index, reading.node) if reading.node.values and self._stands_alone(reading) else None
        count = len(words)
        while node is not None and node.children and index + 1 < count and joined(words, index, text):
            index += 1
            node = node.children.get(words[index].key)
            if node is not None and node.values:
                best = (index, node)
        return best

    def _stands_alone(self, reading: _Reading[T]) -> bool:
        return not reading.clitic or len(reading.form) >= _MIN_REMAINDER or reading.form in self._short


def clitic_readings(form: str) -> Iterator[tuple[str, str]]:
    """The ways to cut proclitics from a folded word: (what is cut, what is left), the whole word first.

    >>> list(clitic_readings("وللحشد"))
    [('', 'وللحشد'), ('و', 'للحشد'), ('ول', 'لحشد'), ('ول', 'الحشد'), ('ول', 'اللحشد')]
    """
    yield "", form
    cut = ""
    rest = form
    if rest[:1] in _CONJUNCTIONS and len(rest) > 2:
        cut, rest = rest[0], rest[1:]
        yield cut, _CASES.get(rest, rest)
    if rest[:1] in _PREPOSITIONS and len(rest) > 2:
        yield from _after_preposition(cut + rest[0], rest[1:], after_lam=rest[0] == LAM)


def _after_preposition(cut: str, rest: str, *, after_lam: bool) -> Iterator[tuple[str, str]]:
    yield cut, _CASES.get(rest, rest)
    if after_lam and rest.startswith(LAM):
        yield cut, ALEF + rest
        yield cut, ARTICLE + rest  # of three lams two are written: للجنة is ل + اللجنة


def joined(words: Sequence[Word], index: int, text: str) -> bool:
    """Whether word `index` and the next can belong to one name: no line break or punctuation between them."""
    start, end = words[index].end, words[index + 1].start
    return (end - start == 1 and text[start] == " ") or _GAP.fullmatch(text, start, end) is not None


def raw_length(raw: str, count: int) -> int:
    """How many characters of a raw word make up the first `count` letters of its folded form."""
    if not count or len(folded(raw)) == len(raw):  # nothing invisible in it
        return count
    for length in range(1, len(raw) + 1):
        if len(fold(raw[:length])) > count:
            return length - 1
    return len(raw)


def _spellings(path: list[str]) -> Iterator[tuple[str, ...]]:
    """The ways to write a name apart and joined: عبد الله, عبدالله; أبو فلاح, أبوفلاح."""
    parts: list[list[tuple[str, ...]]] = []
    index = 0
    while index < len(path):
        word, following = path[index], path[index + 1] if index + 1 < len(path) else ""
        if (word == _SERVANT and following.startswith(ARTICLE)) or (word == _FATHER and following):
            parts.append([(word, following), (word + following,)])
            index += 2
            continue
        apart = word.removeprefix(_SERVANT)
        split = apart != word and apart.startswith(ARTICLE) and len(apart) > len(ARTICLE)
        parts.append([(word,), (_SERVANT, apart)] if split else [(word,)])
        index += 1
    for choice in product(*parts):
        yield tuple(part for piece in choice for part in piece)
