"""All that helps a person to ask, over one index: expansion, corrections, names, and what leads on from no hits."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from search.bilingual import BilingualList, shipped_concepts
from search.expanding import QueryExpander
from search.names import NameFinder
from search.slips import WordList
from search.spelling import SpellingCorrector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analyzers.analysis import Analyzer
    from engines.base import Engine
    from extraction.extractor import Extractor


class Assistance:
    """The parts that help over one index, each made at first use. Safe between threads."""

    def __init__(self, engine: Engine, analyzer: Analyzer, extractor: Callable[[], Extractor]) -> None:
        """`extractor` gives the one whose gazetteer the reports were read with."""
        self._analyzer = analyzer
        self.bilingual = BilingualList(shipped_concepts(), analyzer)
        self.names = NameFinder(extractor, self._is_english)
        self.corrector = SpellingCorrector(engine, analyzer, lambda: self._known_words)
        self.expander = QueryExpander(engine, analyzer, self.names, self.bilingual, self.corrector)

    @cached_property
    def _known_words(self) -> WordList:
        return WordList({*self.names.index.words(), *self._english()})

    def _english(self) -> Iterator[str]:
        return (
            token.forms.folded for english, _ in shipped_concepts() for term in english for token in self._analyzer.tokens(term)
        )

    def _is_english(self, word: str) -> bool:
        stem = self._analyzer.forms(word).stem
        return stem is None or stem in self.bilingual.english
