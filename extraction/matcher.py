"""Finds the names of a gazetteer in running text: behind proclitics, in any spelling, the longest first.

A name is a path of folded words in a trie. The text is not changed: its words keep their offsets, and each word form is
looked up once (a bounded memo): its key in the trie and where a name can begin in it, with each proclitic cut off
(و ف, then ب ل ك, then the article, which ل swallows: للحشد is ل + الحشد). The matcher does not decide: of a
name it returns all values.

    >>> matcher = Matcher([("الحشد الشعبي", "grp:pmf"), ("الموصل", "IQ-mosul")])
    >>> text = "وبالموصل للحشد الشعبي"
    >>> [(text[m.start : m.end], m.clitic, m.values) for m in matcher.matches(words(text))]
    [('الموصل', 'وب', ('IQ-mosul',)), ('لحشد الشعبي', 'ل', ('grp:pmf',))]
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from analyzers import fold
from extraction.words import CASES, MEMO_SIZE, Memo, forms_of, key, words

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping

    from extraction.words import Words

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

_MIN_REMAINDER: Final = 4
"""Letters that must be left when a proclitic is cut from a name of one word: shorter rests are chance (وان → ان)."""


@lru_cache(maxsize=MEMO_SIZE)
def name_key(name: str) -> str:
    """A name as one string, equal for all its spellings: to compare, to make ids of, to find twins by."""
    return min((" ".join(path) for path in _name_paths(name)), key=len)


@lru_cache(maxsize=MEMO_SIZE)
def _name_paths(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways through the trie to a name; remembered, since a name is both compared and looked for."""
    plain = name.replace(" ", "").isalpha()  # nothing to cut words at but spaces
    path = [forms_of(form)[1] for form in name.split()] if plain else list(words(name).keys)
    if any(word.startswith((_SERVANT, _FATHER)) for word in path):
        return tuple(_spellings(path))
    return (tuple(path),)


class Match(NamedTuple, Generic[T]):
    """A name in the text: words `first` to `last`, `text[start:end]` without the proclitics in `clitic`.

    `article`: the name begins with the article, written or swallowed by ل (then the span begins at the second ل).
    A tuple, because a text has many.
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
    """One way to read a word as the first of a name: what was cut off, and where the trie goes on.

    `alone`: whether the word can be a whole name.
    """

    clitic: str
    form: str
    node: _Node[T]
    alone: bool


class _Beginning(NamedTuple, Generic[T]):
    """The ways to read a word as the first of a name, and what tells without a closer look that it is none in a text: whether it
    can be a whole name, and the words that can follow."""

    readings: tuple[_Reading[T], ...]
    alone: bool
    following: Container[str]


class Matcher(Generic[T]):
    """A trie of names. `short` lists names of three letters that may follow a proclitic (غزة: بغزة)."""

    def __init__(self, names: Iterable[tuple[str, T]], *, short: Collection[str] = ()) -> None:
        self._root: _Node[T] = _Node()
        self._short = frozenset(key(fold(name)) for name in short)
        self._beginnings: Memo[_Beginning[T] | None] = Memo(self._beginning)
        for name, value in names:
            self._add(name, value)

    def matches(self, words: Words) -> list[Match[T]]:
        """The names in a text, from left to right; the longest masks what lies inside it or overlaps its end."""
        found: list[Match[T]] = []
        free = 0
        keys = words.keys
        following = (*keys[1:], "")
        for index, beginning in enumerate(map(self._beginnings.__getitem__, keys)):
            if beginning is None or index < free or not (beginning.alone or following[index] in beginning.following):
                continue
            match = self._longest(beginning.readings, words, index)
            if match is not None:
                found.append(match)
                free = match.last + 1
        return found

    def lookup(self, name: str) -> tuple[T, ...]:
        """The values of a name given by itself, in any spelling; none where it is not listed."""
        node: _Node[T] | None = self._root
        for word in words(name).keys:
            node = node.children.get(word) if node is not None else None
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

    def _beginning(self, form: str) -> _Beginning[T] | None:
        """How a word can begin a name; None for most words."""
        children = self._root.children
        readings = tuple([
            _Reading(clitic, rest, children[rest], self._stands_alone(clitic, rest))
            for clitic, rest in clitic_readings(form)
            if rest in children
        ])  # fmt: skip
        if not readings:
            return None
        following = readings[0].node.children if len(readings) == 1 else {word for one in readings for word in one.node.children}
        return _Beginning(readings, any(one.alone for one in readings), following)

    def _longest(self, readings: tuple[_Reading[T], ...], words: Words, index: int) -> Match[T] | None:
        best: tuple[_Node[T], int] | None = None
        reading = readings[0]
        for one in readings:  # fewest proclitics first: the word as written wins a tie
            end = self._walk(one, words, index)
            if end is not None and (best is None or end[1] > best[1]):
                best, reading = end, one
        if best is None:
            return None
        node, last = best
        start = words.letter(index, len(reading.clitic)) if reading.clitic else words.starts[index]
        return Match(index, last, start, words.ends[last], node.values, reading.clitic, reading.form.startswith(ARTICLE))

    def _walk(self, reading: _Reading[T], words: Words, index: int) -> tuple[_Node[T], int] | None:
        """The node of the longest name that begins with `reading`, and its last word."""
        node = reading.node
        best = (node, index) if reading.alone else None
        keys, end = words.keys, len(words.keys) - 1
        while node.children and index < end:
            following = node.children.get(keys[index + 1])
            if following is None or not words.joined(index):
                break
            node, index = following, index + 1
            if node.values:
                best = (node, index)
        return best

    def _stands_alone(self, clitic: str, rest: str) -> bool:
        named = bool(self._root.children[rest].values)
        return named and (not clitic or len(rest) >= _MIN_REMAINDER or rest in self._short)


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
        yield cut, CASES.get(rest, rest)
    if rest[:1] in _PREPOSITIONS and len(rest) > 2:
        yield from _after_preposition(cut + rest[0], rest[1:], after_lam=rest[0] == LAM)


def role_of(word: str, roles: Mapping[str, str]) -> tuple[str, int]:
    """The role of a folded word, behind proclitics or not, and how many letters these are; nothing where it has none."""
    for clitic, rest in clitic_readings(word):
        if rest in roles:
            return roles[rest], len(clitic)
    return "", 0


def _after_preposition(cut: str, rest: str, *, after_lam: bool) -> Iterator[tuple[str, str]]:
    yield cut, CASES.get(rest, rest)
    if after_lam and rest.startswith(LAM):
        yield cut, ALEF + rest
        yield cut, ARTICLE + rest  # of three lams two are written: للجنة is ل + اللجنة


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
