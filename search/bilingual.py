"""The bilingual list: English vocabulary of conflict ↔ Arabic, looked up by stems, so that words of one language find the other's.

`data/bilingual.tsv` holds the list. No sentence is translated: a run of words that is a term of the list is found (the longest
first), and what its concepts are called in the other language is returned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from analyzers.characters import ARABIC_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analyzers.analysis import Analyzer, Token, WordForms

_ARABIC: Final = re.compile(f"[{ARABIC_LETTERS}]")
_SEPARATOR: Final = "|"

_Key = tuple[str, ...]
Concept = tuple[tuple[str, ...], tuple[str, ...]]
"""English and Arabic terms of one thing; the first of each names it."""


class BilingualListError(Exception):
    """The list can not be read: says which line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Translation:
    """Words `first` to `last` of those asked for are a term; `terms` are its names in the other language."""

    first: int
    last: int
    terms: tuple[str, ...]


def parse_bilingual(text: str) -> Iterator[Concept]:
    """The concepts of a list. Raises BilingualListError with the line.

    >>> list(parse_bilingual("airstrike|air raid\\tغارة جوية"))
    [(('airstrike', 'air raid'), ('غارة جوية',))]
    """
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        sides = [tuple(term.strip() for term in side.split(_SEPARATOR) if term.strip()) for side in line.split("\t")]
        if len(sides) != 2 or not all(sides):
            raise BilingualListError(f"bilingual list, line {number}: English terms, a tab and Arabic terms are needed")
        yield sides[0], sides[1]


def shipped_concepts() -> list[Concept]:
    """The list that comes with Kashf."""
    return list(parse_bilingual((files("search") / "data" / "bilingual.tsv").read_text(encoding="utf-8")))


class BilingualList:
    """Looks terms up by the stems of their words."""

    def __init__(self, concepts: Iterable[Concept], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._terms: dict[_Key, dict[str, None]] = {}
        for english, arabic in concepts:
            self._add(english, arabic)
            self._add(arabic, english)
        self._longest = max(map(len, self._terms), default=0)
        self.english = frozenset(word for key in self._terms for word in key if word.isascii())
        """Stems of the English words of the list."""

    def find(self, words: Sequence[WordForms]) -> list[Translation]:
        """The terms of the list among words, from left to right, none inside another."""
        keys = [_stem(forms) for forms in words]
        found: list[Translation] = []
        first = 0
        while first < len(keys):
            translation = self._longest_at(keys, first)
            if translation is not None:
                found.append(translation)
                first = translation.last
            first += 1
        return found

    def tokens(self, term: str) -> tuple[Token, ...]:
        """A term as the analyzer reads it."""
        return tuple(self._analyzer.tokens(term))

    def _longest_at(self, keys: Sequence[str], first: int) -> Translation | None:
        for last in range(min(first + self._longest, len(keys)), first, -1):
            terms = self._terms.get(tuple(keys[first:last]))
            if terms:
                return Translation(first, last - 1, tuple(terms))
        return None

    def _add(self, names: Iterable[str], others: Iterable[str]) -> None:
        for name in names:
            key = tuple(_stem(token.forms) for token in self._analyzer.tokens(name))
            self._terms.setdefault(key, {}).update(dict.fromkeys(others))


def _stem(forms: WordForms) -> str:
    """What a word is looked up by: a stop word inside a term by itself."""
    return forms.stem or forms.folded


def is_arabic(word: str) -> bool:
    """Whether a word is written in Arabic letters."""
    return _ARABIC.match(word) is not None
