"""All that helps a person to ask, over one index: expansion, corrections, names, and what leads on from no hits."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from search.bilingual import BilingualList, shipped_concepts
from search.expanding import QueryExpander
from search.leading_on import Guide
from search.names import NameFinder
from search.searching import Searcher
from search.slips import WordList
from search.spelling import SpellingCorrector
from search.suggesting import Suggester

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analyzers.analysis import Analyzer
    from engines.base import Engine
    from extraction.extractor import Extractor
    from search.name_index import NameIndex
    from search.values import KnownEntity


class Assistance:
    """The parts that help over one index, each made at first use. Safe between threads."""

    def __init__(self, engine: Engine, analyzer: Analyzer, extractor: Callable[[], Extractor]) -> None:
        """`extractor` gives the one whose gazetteer the reports were read with."""
        self._analyzer = analyzer
        self.bilingual = BilingualList(shipped_concepts(), analyzer)
        self.names = NameFinder(extractor, self._is_english)
        self.corrector = SpellingCorrector(engine, analyzer, lambda: self._known_words)
        self.expander = QueryExpander(engine, analyzer, self.names, self.bilingual, self.corrector)
        self.suggester = Suggester(engine, analyzer, self.names)
        self.guide = Guide(
            engine,
            analyzer,
            names=self.names,
            expander=self.expander,
            corrector=self.corrector,
            bilingual=self.bilingual,
        )

    @cached_property
    def _known_words(self) -> WordList:
        return _words_of(self.names.index, frozenset(self._english()))

    def _english(self) -> Iterator[str]:
        return (
            token.forms.folded for english, _ in shipped_concepts() for term in english for token in self._analyzer.tokens(term)
        )

    def _is_english(self, word: str) -> bool:
        stem = self._analyzer.forms(word).stem
        return stem is None or stem in self.bilingual.english


@lru_cache(maxsize=1)
def _words_of(names: NameIndex, english: frozenset[str]) -> WordList:
    """Made once for all that is opened with a gazetteer."""
    return WordList({*names.words(), *english})


def assisted_searcher(
    engine: Engine, analyzer: Analyzer, known: Callable[[str], KnownEntity | None], extractor: Callable[[], Extractor]
) -> Searcher:
    """A searcher over an index that helps to ask."""
    helping = Assistance(engine, analyzer, extractor)
    return Searcher(engine, analyzer, known, assistance=helping)
