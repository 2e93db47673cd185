"""The vocabulary of analysis, in running order: char filter, tokenizer, token filter, analyzer.

An analyzer turns text into tokens. Each token has four forms, one for each level, from the closest to what was written to the
coarsest; two words that agree at one level agree at every coarser one:

=========  ==========================================================================
exact      only the invisible is folded: harakat, tatweel, presentation forms, digit sets, bidi controls, case
folded     also hamza seats, teh marbuta, alef maksura, Persian letters, accents
stem       affixes cut where the lexicon knows what is left; stop words have no stem
root       coarser still: weak letters dropped; stop words have no root
=========  ==========================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Level = Literal["exact", "folded", "stem", "root"]
LEVELS: Final[tuple[Level, ...]] = ("exact", "folded", "stem", "root")

GAP: Final = "\u0001"
"""Stands for a word that a level leaves out (a stop word), so that the words around it keep their positions."""

MAX_TERM_LENGTH: Final = 255
"""Code points. Longer words are cut: Elasticsearch's whitespace tokenizer would split them (research: 255 + 45)."""


class WordForms(NamedTuple):
    """What a word form is at each level, in the order of LEVELS; `stem` and `root` are None for a stop word.

    A tuple, because the words of a text are turned into columns of terms.
    """

    exact: str
    folded: str
    stem: str | None
    root: str | None

    def at(self, level: Level) -> str | None:
        """The term at a level, None where the level leaves the word out."""
        form: str | None = getattr(self, level)
        return form


@dataclass(frozen=True, slots=True)
class Token:
    """One occurrence of a word: `text[start:end]` of the original (code points, half-open), the `position`-th word."""

    start: int
    end: int
    position: int
    forms: WordForms


class CharFilter(Protocol):
    """Folds what is not part of a word's identity: word → word. It may change lengths: offsets come from the tokenizer."""

    def __call__(self, word: str, /) -> str: ...


class Tokenizer(Protocol):
    """Finds words: text → (start, end) in the original."""

    def spans(self, text: str) -> Iterator[tuple[int, int]]: ...


class TokenFilter(Protocol):
    """Takes a term to a coarser one, or to None to leave the word out."""

    def __call__(self, term: str, /) -> str | None: ...


class Analyzer(Protocol):
    """Text → terms, in two outputs of one definition: `tokens` for people, `terms` for an index."""

    @property
    def fingerprint(self) -> str:
        """Changes with everything that changes terms: tables, lexicon, rules, version."""
        ...

    def forms(self, word: str) -> WordForms:
        """What one word, as the tokenizer finds it, is at each level."""
        ...

    def tokens(self, text: str) -> list[Token]:
        """The words of a text with their offsets and forms."""
        ...

    def terms(self, text: str) -> Mapping[Level, list[str]]:
        """The terms of a text at each level, one a position, `GAP` where a level leaves the word out."""
        ...

    def content(self, text: str) -> str:
        """The folded words of a text that are no stop words, a space between."""
        ...
