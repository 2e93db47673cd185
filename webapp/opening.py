"""Opens the index at an address for the pages."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from analyzers import kashf_analyzer
from engines import open_engine
from indexer.journal import journal_at
from search.assisting import assisted_searcher
from search.neighbours import neighbours
from search.searching import Searcher
from webapp.collection import LastRun, OpenIndex

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engines import ElasticSettings
    from extraction.extractor import Extractor
    from search.values import KnownEntity


def open_index(
    url: str,
    known: Callable[[str], KnownEntity | None],
    settings: ElasticSettings | None,
    journal: Path | None = None,
    extractor: Callable[[], Extractor] | None = None,
) -> OpenIndex:
    """Open an index for reading: `journal` is where that of its indexing is, `extractor` gives what knows names, to help to ask.

    Raises EngineError.
    """
    analyzer = kashf_analyzer()
    engine = open_engine(url, fingerprint=analyzer.fingerprint, settings=settings)
    searcher = assisted_searcher(engine, analyzer, known, extractor) if extractor else Searcher(engine, analyzer, known)
    return OpenIndex(searcher, engine.info, partial(neighbours, engine), partial(last_run, journal))


def last_run(journal: Path | None) -> LastRun | None:
    """What the journal says of the last run; None where there is none. Raises JournalError for one that can not be read."""
    if journal is None or not journal.exists():
        return None
    with journal_at(journal) as kept:
        run = kept.last_run()
        return LastRun(dt.datetime.fromisoformat(run.started), len(kept.failed_paths()), run.interrupted) if run else None
