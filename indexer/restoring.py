"""A backup back into an index: documents first, switched to in one step, then the journals that belong to them."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engines.syncing import sync_folder
from indexer.chunking import chunks
from indexer.journal import journal_at
from indexer.values import IndexingError, Silent

if TYPE_CHECKING:
    from pathlib import Path

    from engines.base import Engine
    from indexer.backing_up import Backup
    from indexer.pipeline import Pipeline
    from indexer.values import Progress

_CHUNK: Final = 500
_JOURNALS: Final = "journal*.sqlite"
"""The files that are journals of documents: of the whole, and of slices."""


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored; `waiting` documents are in the journals and not, or not so, in the index: the next run does them again."""

    documents: int
    waiting: int
    seconds: float


def restore(
    backup: Backup, engine: Engine, folder: Path, pipeline: Pipeline, *, replace: bool, progress: Progress | None = None
) -> RestoreReport:
    """Fill an index from a backup, and `folder` with the files that were beside it.

    The backup is read to its end, and believed, before anything is changed. Until all documents are in, the old index answers.
    Raises IndexingError where the index has documents and `replace` does not allow it, BackupError for a damaged backup.
    """
    began = time.perf_counter()
    shown_to = progress or Silent()
    there = engine.info().documents
    if there and not replace:
        raise IndexingError(
            f"{engine.info().url} has {there:,} documents; restore into another index, or give --replace to lose what is there"
        )
    backup.verify()
    shown_to.started(1, backup.manifest.documents)
    ids: set[str] = set()
    with engine.rebuild() as writer:
        for chunk in chunks(backup.documents(), _CHUNK):
            writer.put([pipeline.analyze(document) for document in chunk])
            ids.update(document.id for document in chunk)
            shown_to.advanced(len(chunk))
        writer.commit()
    waiting = _restore_journals(backup, folder, ids)
    return RestoreReport(len(ids), waiting, round(time.perf_counter() - began, 3))


def _restore_journals(backup: Backup, folder: Path, ids: set[str]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name in backup.manifest.journals:
        _put_file(folder / name, backup.journal(name))
    waiting = 0
    for path in folder.glob(_JOURNALS):
        # One that the backup has not is of the index that was replaced: what it knows may be there in another state.
        kept = ids if path.name in backup.manifest.journals else frozenset()
        with journal_at(path) as journal:
            lost = [id_ for id_ in journal.indexed_ids() if id_ not in kept]
            journal.mark_waiting(lost)
            journal.commit()
            waiting += len(lost)
    return waiting


def _put_file(path: Path, content: bytes) -> None:
    """The file in one step. What SQLite kept beside the one that was there belongs to that, and would damage this."""
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    temporary.replace(path)
    sync_folder(path.parent)
