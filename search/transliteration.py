"""Latin letters → the Arabic spellings that they may stand for: guesses, of which an index says which exist.

A name is read from left to right; each step adds the letters of one entry of `data/transliteration.tsv`, likelier ones first. Of
all ways only the likeliest are kept, so that a long name gives no more of them than a short one.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTH: Final = 96
"""Ways that are kept at each step, and spellings that are returned."""

MAX_LENGTH: Final = 24
"""Letters of a name that is read; no name is longer."""

_NONE: Final = "-"
_BEGINNING: Final = "^"
_END: Final = "$"
_READABLE: Final = re.compile(r"[a-z']+")
_DOUBLED: Final = re.compile(r"([b-df-hj-np-tv-z])\1")
_LONGEST: Final = 5

Table = dict[str, tuple[str, ...]]
_Way = tuple[int, str]


@cache
def shipped_table() -> Mapping[str, tuple[str, ...]]:
    """Latin letters → Arabic ones, likelier first."""
    text = (files("search") / "data" / "transliteration.tsv").read_text(encoding="utf-8")
    table: Table = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            latin, arabic = line.split("\t")
            table[latin] = tuple("" if letters == _NONE else letters for letters in arabic.split())
    return table


def arabic_spellings(word: str) -> list[str]:
    """The folded Arabic spellings that a word in Latin letters may stand for, likeliest first; none for what is no such word.

    >>> "مهندس" in arabic_spellings("muhandis"), arabic_spellings("idlib")[0], arabic_spellings("f16")
    (True, 'ادلب', [])
    """
    latin = _DOUBLED.sub(r"\1", word.lower())
    if len(latin) > MAX_LENGTH or not _READABLE.fullmatch(latin):
        return []
    table = shipped_table()
    ways: list[dict[str, int]] = [{} for _ in range(len(latin) + 1)]
    ways[0][""] = 0
    for at in range(len(latin)):
        for spelt, cost in _best(ways[at]):
            for end, letters, extra in _steps(latin, at, table):
                reached = ways[end]
                reached[spelt + letters] = min(cost + extra, reached.get(spelt + letters, cost + extra))
    return [spelt for spelt, _ in _best(ways[-1]) if len(spelt) > 1]


def _best(ways: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(ways.items(), key=lambda way: (way[1], way[0]))[:WIDTH]


def _steps(latin: str, at: int, table: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, str, int]]:
    """The entries that go on at a letter: where they end, what they add, and how unlikely they are."""
    for length in range(min(_LONGEST, len(latin) - at), 0, -1):
        end = at + length
        letters = latin[at:end]
        found = _entries(letters, table, first=at == 0, last=end == len(latin))
        for cost, arabic in enumerate(found):
            yield end, arabic, cost
        if found and length > 1 and not set(letters) & set("aeiou"):
            return  # sh is never s + h


def _entries(letters: str, table: Mapping[str, tuple[str, ...]], *, first: bool, last: bool) -> tuple[str, ...]:
    if first and (found := table.get(_BEGINNING + letters)):
        return found
    if last and (found := table.get(letters + _END)):
        return found
    return table.get(letters, ())
