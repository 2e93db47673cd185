"""An index in a temporary folder, and runs on it: without extraction, unless a test says so."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from analyzers import kashf_analyzer
from engines import open_engine
from indexer.defaults import NO_DEFAULTS
from indexer.identity import Registrar
from indexer.journal import journal_at
from indexer.pipeline import Pipeline
from indexer.reading import Reading, Tally
from indexer.running import RunOptions, find_files, run, try_run
from indexer.values import Silent
from indexer.working import workers

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from engines.base import Document, Engine
    from indexer.reading import FileEnd, Work
    from indexer.reading_ahead import Readers
    from indexer.values import Failure, Progress, Report
    from indexer.walking import Walk

    Events = Generator[Work | FileEnd, None, None]


def make_pipeline() -> Pipeline:
    return Pipeline(kashf_analyzer(), None)


@dataclass(frozen=True)
class Index:
    folder: Path

    @property
    def journal_path(self) -> Path:
        return self.folder / "journal.sqlite"

    def open(self) -> Engine:
        return open_engine(f"embedded:{self.folder}", fingerprint=kashf_analyzer().fingerprint, create=True)

    def run(
        self,
        *paths: Path | str,
        jobs: int = 1,
        make: Callable[[], Pipeline] = make_pipeline,
        should_stop: Callable[[], bool] = lambda: False,
        progress: Progress | None = None,
        extractor: Callable[[], str] | None = None,
        **options: object,
    ) -> Report:
        chosen = RunOptions(tuple(map(str, paths)), **options)  # type: ignore[arg-type]
        with (
            closing(self.open()) as engine,
            engine.writer() as writer,
            journal_at(self.journal_path) as journal,
            workers(jobs, make) as working,
        ):
            found = find_files(chosen, journal)
            return run(chosen, found, journal, writer, working, progress=progress, should_stop=should_stop, extractor=extractor)

    def try_run(self, *paths: Path, **options: object) -> Report:
        chosen = RunOptions(tuple(map(str, paths)), **options)  # type: ignore[arg-type]
        with journal_at(self.journal_path) as journal:
            return try_run(chosen, find_files(chosen, journal), journal)

    def documents(self) -> dict[str, Document]:
        with closing(self.open()) as engine:
            found = list(engine.scan())
        assert len({document.id for document in found}) == len(found)
        return {document.id: document for document in found}

    def texts(self) -> list[str]:
        return sorted(document.text for document in self.documents().values())

    def id_of(self, text: str) -> str:
        (id_,) = (document.id for document in self.documents().values() if document.text == text)
        return id_

    def failures(self) -> list[Failure]:
        with journal_at(self.journal_path) as journal:
            return journal.failures()


class _Told(Silent):
    def __init__(self, told: list[int]) -> None:
        self._told = told

    def advanced(self, size: int, /) -> None:
        self._told.append(size)


def events_of(index: Index, found: Walk, readers: Readers, *, told: list[int] | None = None) -> Events:
    """What the reading of a run says, one by one, with readers of its own; `told` gets what progress is told."""
    index.open().close()
    with journal_at(index.journal_path) as journal:
        registrar = Registrar(journal, journal.begin_run())
        progress = _Told(told) if told is not None else Silent()
        reading = Reading(journal, registrar, Tally(), NO_DEFAULTS, progress, lambda: False, None)
        yield from reading.events(found, readers)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path / "index")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder
