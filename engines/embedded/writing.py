"""Changes to one version of an embedded index."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from engines.base import IndexedDocument
from engines.embedded.documents import EmbeddedDocument, prepare, tantivy_document
from engines.embedded.errors import translated
from engines.embedded.folder import META
from engines.embedded.schema import ID, open_index
from engines.values import storable_length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import tantivy

    from engines.base import Document, Prepared

HEAP_BYTES: Final = 192_000_000
"""What tantivy gathers in memory before it writes a segment. One thread: analysis, in Python, is slower than it."""


class EmbeddedWriter:
    """A Writer (see `engines.base`) over tantivy's."""

    def __init__(self, writer: tantivy.IndexWriter, url: str) -> None:
        self._writer = writer
        self._url = url
        self._pending = False

    def put(self, documents: Iterable[IndexedDocument | Prepared], /) -> None:
        """Add documents, or replace those with the same ids."""
        for document in documents:
            ready = _ready(document)
            with translated(self._url, "writing to"):
                self._pending = True
                self._writer.delete_documents_by_term(ID, ready.id)
                self._writer.add_document(tantivy_document(ready))

    def preparer(self) -> Callable[[IndexedDocument], Prepared]:
        """What makes documents ready for `put`."""
        return prepare

    def delete(self, ids: Iterable[str], /) -> None:
        """Remove documents."""
        for id_ in ids:
            if storable_length(id_) is None:
                continue  # no document can have it
            with translated(self._url, "writing to"):
                self._pending = True
                self._writer.delete_documents_by_term(ID, id_)

    def kept(self, ids: Sequence[str], /) -> dict[str, Document]:  # noqa: ARG002 - the seam's name
        """None: what a rebuild that was cut off has put is dropped, since tantivy drops what no commit confirmed."""
        return {}

    def commit(self) -> None:
        """Make changes visible and durable."""
        with translated(self._url, "committing to"):
            self._writer.commit()
        self._pending = False

    def close(self) -> None:
        """Drop what was not committed, and wait for the merges under way."""
        with translated(self._url, "closing"):
            if self._pending:
                self._writer.rollback()
            self._writer.wait_merging_threads()


def _ready(document: IndexedDocument | Prepared) -> EmbeddedDocument:
    if isinstance(document, IndexedDocument):
        return prepare(document)
    if isinstance(document, EmbeddedDocument):
        return document
    raise TypeError(f"document {document.id!r} was prepared for another engine")


@contextmanager
def writing(directory: Path, url: str) -> Iterator[EmbeddedWriter]:
    """Write to the index in a directory."""
    with translated(url, "opening"):
        writer = EmbeddedWriter(open_index(directory).writer(HEAP_BYTES, num_threads=1), url)
        _drop_unconfirmed_deletions(directory)
    try:
        yield writer
    finally:
        writer.close()


def _drop_unconfirmed_deletions(directory: Path) -> None:
    """Remove the lists of deletions of commits that a kill or a power cut ended before they were confirmed.

    tantivy names such a list by segment and operation, and counts operations from the last commit: the next commit may want the
    same name, and fails where the file exists. Nobody reads them. Call it with the writer's lock held, before anything is written.
    """
    confirmed = json.loads((directory / META).read_bytes())["opstamp"]
    for file in directory.glob("*.del"):
        if int(file.name.split(".")[1]) > confirmed:
            file.unlink()
