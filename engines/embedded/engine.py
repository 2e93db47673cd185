"""The embedded engine: an Engine (see `engines.base`) over a folder."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import tantivy

from engines.base import Hit, IndexInfo, SearchResult
from engines.clauses import is_scored
from engines.embedded.facets import count_facets
from engines.embedded.folder import Folder
from engines.embedded.queries import clause_query, ids_query, narrowed
from engines.embedded.ranking import page
from engines.embedded.reading import Reader, require_match
from engines.embedded.writing import writing
from engines.values import storable_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from engines.base import Document, Query, Rebuild, Writer
    from engines.embedded.folder import Pointer

_SCAN_PAGE: Final = 2_000
_FETCH_PAGE: Final = 1_000


class EmbeddedEngine:
    """An index in a folder. Any number of processes and threads read, one process writes."""

    def __init__(self, url: str, path: Path, *, fingerprint: str, create: bool = False, stale_ok: bool = False) -> None:
        self._url = url
        self._fingerprint = fingerprint
        self._folder = Folder(path, url)
        self._reader = Reader(self._folder, fingerprint=fingerprint, stale_ok=stale_ok)
        if create:
            self._folder.create(fingerprint)
        self._reader.snapshot()

    def info(self) -> IndexInfo:
        """What the index says of itself."""
        return self._reader.current(self._info)

    def search(self, query: Query, /) -> SearchResult:
        """Answer a query on the newest commit."""
        snapshot = self._reader.snapshot()
        clause = clause_query(snapshot, query.clause)
        found = page(
            snapshot,
            narrowed(snapshot, clause, query.filters),
            sort=query.sort,
            scored=is_scored(query.clause),
            offset=query.offset,
            limit=query.limit,
        )
        return SearchResult(
            total=found.total,
            hits=tuple(Hit(snapshot.document(address, texts_only=query.texts_only), score) for score, address in found.hits),
            facets=count_facets(snapshot, clause, query),
        )

    def fetch(self, ids: Sequence[str], /) -> dict[str, Document]:
        """Stored documents by id."""
        snapshot = self._reader.snapshot()
        documents: dict[str, Document] = {}
        for start in range(0, len(ids), _FETCH_PAGE):
            wanted = ids[start : start + _FETCH_PAGE]
            _, found = snapshot.search(ids_query(snapshot, wanted), offset=0, limit=len(wanted))
            for _, address in found:
                document = snapshot.document(address)
                documents[document.id] = document
        return {id_: documents[id_] for id_ in ids if id_ in documents}

    def frequencies(self, level: str, terms: Sequence[str], /) -> dict[str, int]:
        """How many documents hold each of the terms at a level."""
        snapshot = self._reader.snapshot()
        return {term: snapshot.frequency(level, term) if storable_length(term) else 0 for term in terms}

    def completions(self, level: str, prefix: str, size: int, /) -> tuple[tuple[str, int], ...]:
        """The most frequent terms of a level that begin with `prefix`."""
        snapshot = self._reader.snapshot()
        return snapshot.completions(level, prefix, size) if storable_length(prefix) and size > 0 else ()

    def scan(self) -> Iterator[Document]:
        """Every stored document of one commit."""
        snapshot = self._reader.snapshot()
        everything = tantivy.Query.all_query()
        for start in range(0, snapshot.documents, _SCAN_PAGE):
            _, found = snapshot.search(everything, offset=start, limit=_SCAN_PAGE)
            for _, address in found:
                yield snapshot.document(address)

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        """Write to the index."""
        with self._folder.lock():
            pointer = self._folder.pointer()
            # Also for an engine opened with stale_ok: terms of two analyzers in one index find nothing reliably.
            require_match(pointer, self._fingerprint, self._url)
            self._folder.sweep(pointer)
            with writing(self._folder.version_path(pointer), self._url) as writer:
                yield writer

    @contextmanager
    def rebuild(self, purpose: str = "") -> Iterator[Rebuild]:  # noqa: ARG002 - the seam's name: a rebuild begins anew here
        """Write a new index beside this one, and switch to it on leaving."""
        with self._folder.lock():
            old = self._folder.pointer()
            self._folder.sweep(old)
            new = self._folder.new_version(self._fingerprint)
            try:
                with writing(self._folder.version_path(new), self._url) as writer:
                    yield writer
                self._folder.point_to(new)
            except BaseException:
                shutil.rmtree(self._folder.version_path(new), ignore_errors=True)
                raise
            self._folder.sweep(new)

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def _info(self, pointer: Pointer) -> IndexInfo:
        # Before the snapshot: what is kept under a generation is then at most too new, and never stays too old.
        generation = self._folder.generation(pointer)
        return IndexInfo(
            url=self._url,
            documents=self._reader.snapshot().documents,
            size=self._folder.size(pointer),
            format_version=pointer.format_version,
            fingerprint=pointer.fingerprint,
            generation=generation,
        )
