"""The index behind the pages: opened at first use, so that pages can say what is wrong with it, and kept open."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from flask import current_app

from engines.base import Document

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from flask import Flask

    from engines.base import EntityKind, IndexInfo, Span
    from search.similar import SimilarHit
    from search.suggesting import Suggestion
    from search.values import AnswerHit, KnownEntity, SearchAnswer, SearchRequest
    from search.why import Why

_EXTENSION: Final = "kashf"


class Searching(Protocol):
    """What the pages ask: `search.searching.Searcher` is one."""

    def search(self, request: SearchRequest, /) -> SearchAnswer:
        """Answer a request."""
        ...

    def count(self, request: SearchRequest, /) -> int:
        """How many documents a request finds, in both groups."""
        ...

    def suggest(self, text: str, limit: int, /) -> tuple[Suggestion, ...]:
        """What a text may become as one types."""
        ...

    def known(self, kind: EntityKind, entity_id: str, /) -> KnownEntity | None:
        """What is known of an actor or a place."""
        ...

    def document(self, document_id: str, /) -> Document | None:
        """A stored document."""
        ...

    def similar(self, document_id: str, request: SearchRequest, /, *, duplicates: bool = False) -> tuple[SimilarHit, ...] | None:
        """The reports most like one; None for an unknown id."""
        ...

    def why(self, document_id: str, request: SearchRequest, /) -> Why | None:
        """Why a document is a hit, or is none; None for an unknown id."""
        ...

    def matching(self, request: SearchRequest, /) -> Iterator[str]:
        """The ids of all documents with every word of a request."""
        ...

    def present(self, document_ids: Sequence[str], request: SearchRequest, /) -> dict[str, AnswerHit]:
        """Documents as hits of a request, by id."""
        ...

    def occurrences(self, document: Document, request: SearchRequest, /) -> tuple[Span, ...]:
        """Where the words of a request stand in a document."""
        ...


@dataclass(frozen=True, slots=True)
class LastRun:
    """How the last run of `kashf index` went: when it began, and what failed when it was last tried."""

    began: dt.datetime
    failures: int
    interrupted: bool


Neighbours = tuple[tuple[Document, ...], tuple[Document, ...]]


def _no_run() -> LastRun | None:
    return None


def _no_neighbours(_document: Document, _each: int, /) -> Neighbours:
    return (), ()


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index that answers: `info` says what it holds, `neighbours` which reports come before and after one by their dates,
    `last_run` what the journal says (None where there is none)."""

    searcher: Searching
    info: Callable[[], IndexInfo]
    neighbours: Callable[[Document, int], Neighbours] = _no_neighbours
    last_run: Callable[[], LastRun | None] = _no_run


class Collection:
    """The index at an address. Every method raises EngineError when it can not be used."""

    def __init__(self, open_index: Callable[[], OpenIndex]) -> None:
        self._open_index = open_index
        self._lock = threading.Lock()
        self._opened: OpenIndex | None = None

    @property
    def searcher(self) -> Searching:
        """Answers requests."""
        return self._index().searcher

    def info(self) -> IndexInfo:
        """What the index says of itself."""
        return self._index().info()

    def neighbours(self, document: Document, each: int) -> Neighbours:
        """The reports before and after one by their dates, the nearest first."""
        return self._index().neighbours(document, each)

    def last_run(self) -> LastRun | None:
        """How the last run of `kashf index` went, where there is a journal."""
        return self._index().last_run()

    def _index(self) -> OpenIndex:
        with self._lock:
            if self._opened is None:
                self._opened = self._open_index()
            return self._opened

    def init_app(self, app: Flask) -> None:
        """Let the blueprints of an application find this collection."""
        app.extensions[_EXTENSION] = self


def current_collection() -> Collection:
    """The collection of the application that answers the current request."""
    collection: Collection = current_app.extensions[_EXTENSION]
    return collection
