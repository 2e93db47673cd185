"""Changes to an index.

A cluster has no transactions: what it is sent, it keeps. So changes wait here (in memory, and beyond some megabytes in a file for
temporary ones) until `commit`, which sends the last change to each id and then makes all visible at once. A process that is
killed before sends nothing. One that is killed within a `commit` of several requests may leave a part of it, which becomes
visible with the next commit; the indexer's journal knows these documents as pending and puts them again under the same ids.

A rebuild's index is seen by nobody until the switch: its changes are sent as they come.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from engines.base import MAX_ID_BYTES, DocumentsRefusedError, EngineUnavailableError, IndexedDocument
from engines.elastic.bulk import Change, Sender
from engines.elastic.cluster import Pauses
from engines.elastic.documents import ElasticDocument, prepare, source_line
from engines.elastic.searching import fetch
from engines.values import storable_length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engines.base import Document, Prepared
    from engines.elastic.cluster import Cluster

MEMORY_BYTES: Final = 32 << 20
BEAT_SECONDS: Final = 60.0


class Waiting:
    """Changes that wait for `commit`: the last to each id counts."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115  # closed by `clear`
        self._places: dict[str, tuple[int, int] | None] = {}
        self._end = 0

    def put(self, id_: str, source: bytes) -> None:
        """A document to put."""
        self._places.pop(id_, None)  # its place among the others is that of its last change
        self._places[id_] = (self._end, len(source))
        self._file.seek(self._end)
        self._file.write(source)
        self._end += len(source)

    def delete(self, id_: str) -> None:
        """A document to remove."""
        self._places.pop(id_, None)
        self._places[id_] = None

    def changes(self) -> Iterator[Change]:
        """One for each id."""
        for id_, place in self._places.items():
            if place is None:
                yield Change(id_, None)
            else:
                start, length = place
                self._file.seek(start)
                yield Change(id_, self._file.read(length))

    def clear(self) -> None:
        """Forget all."""
        self._file.close()
        self._file = tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115  # as above
        self._places, self._end = {}, 0

    def close(self) -> None:
        """Remove the file."""
        self._file.close()


class ElasticWriter:
    """A Writer (see `engines.base`) whose changes wait for `commit`."""

    def __init__(self, cluster: Cluster, target: str) -> None:
        self._cluster = cluster
        self._target = target
        self._waiting = Waiting()

    def put(self, documents: Iterable[IndexedDocument | Prepared], /) -> None:
        """Add documents, or replace those with the same ids."""
        for document in documents:
            self._waiting.put(*_line(document))

    def preparer(self) -> Callable[[IndexedDocument], Prepared]:
        """What makes documents ready for `put`."""
        return prepare

    def delete(self, ids: Iterable[str], /) -> None:
        """Remove documents."""
        for id_ in ids:
            if _may_be_there(id_):
                self._waiting.delete(id_)

    def commit(self) -> None:
        """Make changes visible and durable. Raises DocumentsRefusedError, after all others, for what the server does not take."""
        sender = Sender(self._cluster, self._target)
        try:
            for change in self._waiting.changes():
                sender.add(change)
            refused = sender.finish()
        finally:
            sender.close()
        refresh(self._cluster, self._target)
        self._waiting.clear()
        if refused:
            raise DocumentsRefusedError(self._cluster.url, refused)

    def close(self) -> None:
        """Drop what was not committed."""
        self._waiting.close()


class RebuildWriter:
    """A Writer of an index that nobody sees yet: changes are sent as they come. `beat` is called now and then."""

    def __init__(self, cluster: Cluster, target: str, beat: Callable[[], None], *, continued: bool) -> None:
        self._cluster = cluster
        self._target = target
        self._beat = beat
        self._next_beat = time.monotonic() + BEAT_SECONDS
        self._sender = Sender(cluster, target, sent=self._sent)
        self._continued = continued
        self._uncommitted = False

    def kept(self, ids: Sequence[str], /) -> dict[str, Document]:
        """Of these documents, those that a rebuild that was cut off has put."""
        return fetch(self._cluster, self._target, ids) if self._continued else {}

    def put(self, documents: Iterable[IndexedDocument | Prepared], /) -> None:
        """Add documents, or replace those with the same ids."""
        for document in documents:
            change = Change(*_line(document))
            self._uncommitted = True
            self._sender.add(change)

    def preparer(self) -> Callable[[IndexedDocument], Prepared]:
        """What makes documents ready for `put`."""
        return prepare

    def delete(self, ids: Iterable[str], /) -> None:
        """Remove documents."""
        for id_ in ids:
            if _may_be_there(id_):
                self._uncommitted = True
                self._sender.add(Change(id_, None))

    def commit(self) -> None:
        """Make changes durable. Raises DocumentsRefusedError for what the server does not take."""
        refused = self._sender.finish()
        refresh(self._cluster, self._target)
        self._uncommitted = False
        if refused:
            raise DocumentsRefusedError(self._cluster.url, refused)

    def require_committed(self) -> None:
        """Raise EngineUnavailableError where changes were sent that no commit confirmed: there is no way to take them back."""
        if self._uncommitted:
            raise EngineUnavailableError(f"the rebuild of {self._cluster.url} was left without a commit: the index is as it was")

    def close(self) -> None:
        """Wait for what is under way."""
        self._sender.close()

    def _sent(self) -> None:
        if time.monotonic() >= self._next_beat:
            self._beat()
            self._next_beat = time.monotonic() + BEAT_SECONDS


@contextmanager
def writing(cluster: Cluster, target: str) -> Iterator[ElasticWriter]:
    """Write to the index behind an alias."""
    writer = ElasticWriter(cluster, target)
    try:
        yield writer
    finally:
        writer.close()


@contextmanager
def rebuilding(cluster: Cluster, target: str, beat: Callable[[], None], *, continued: bool) -> Iterator[RebuildWriter]:
    """Write to an index that nobody sees yet."""
    writer = RebuildWriter(cluster, target, beat, continued=continued)
    try:
        yield writer
    finally:
        writer.close()


def refresh(cluster: Cluster, target: str) -> None:
    """Make what was sent visible, on all copies of all shards; tried again while a node is lost and its copies are given up."""
    pauses = Pauses(cluster.timeout)
    while True:
        answer = cluster.ask("committing to", lambda client: client.indices.refresh(index=target).body, patience=cluster.timeout)
        failed = answer["_shards"]["failed"]
        if not failed:
            return
        if not pauses.wait():
            raise EngineUnavailableError(
                f"committing to {cluster.url} failed on {failed} shards: look at the cluster's health, and run the same command "
                "again: it goes on from where it stopped"
            )


def _line(document: IndexedDocument | Prepared) -> tuple[str, bytes]:
    """The id, and what the server is sent."""
    ready = prepare(document) if isinstance(document, IndexedDocument) else document
    if not isinstance(ready, ElasticDocument):
        raise TypeError(f"document {ready.id!r} was prepared for another engine")
    return ready.id, source_line(ready)


def _may_be_there(id_: str) -> bool:
    length = storable_length(id_)
    return length is not None and 0 < length <= MAX_ID_BYTES
