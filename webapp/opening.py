"""Opens the index at an address for the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzers import kashf_analyzer
from engines import open_engine
from search.searching import Searcher
from webapp.collection import OpenIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines import ElasticSettings
    from search.values import KnownEntity


def open_index(url: str, known: Callable[[str], KnownEntity | None], settings: ElasticSettings | None) -> OpenIndex:
    """Open an index for reading. Raises EngineError."""
    analyzer = kashf_analyzer()
    engine = open_engine(url, fingerprint=analyzer.fingerprint, settings=settings)
    return OpenIndex(Searcher(engine, analyzer, known), engine.info)
