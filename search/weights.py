"""How much a match at each level counts. The only place where ranking is tuned (reasons: docs/decisions/0007)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzers.analysis import Level
    from search.query import AlternativeKind

WEIGHTS: Final[Mapping[Level, float]] = {"exact": 0.1, "folded": 0.2, "stem": 1.0, "root": 0.8}
"""Factors on the BM25 score of a level. A closer match scores on every level below it, so it always outranks a coarser one."""

ALL_WORDS_LEVEL: Final[Level] = "stem"
"""First group of hits: every word matches at this level or closer."""

ANY_WORD_LEVEL: Final[Level] = "root"
"""Second group: any word matches at this level or closer."""

FIRST_GROUP_ENOUGH: Final = 10
"""The second group is shown where the first has fewer hits than this."""

LIKENESS: Final = 1.0
"""Of words that are not written out (`word*`, `word~`, near each other): the same for each, since engines agree on no more."""

ALTERNATIVES: Final[Mapping[AlternativeKind, float]] = {
    "name": 0.3,
    "translation": 0.15,
    "transliteration": 0.5,
    "spelling": 0.8,
}
"""Factors on what stands for a word: less than the word itself. A name by its facet has no BM25 and scores this alone. Translations
are words of the collection's rarer language, with scores several times those of the word itself, and add up."""
