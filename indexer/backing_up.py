"""A whole index in one file, and back: for another disk, another engine, another version of Kashf.

The file is a zip that any tool opens::

    documents.jsonl       every stored document of one commit, a line each, in the form of `engines.stored`
    journals/NAME.sqlite  what was indexed from where, and what else is kept beside the index (saved searches)
    backup.json           the last member: format, time, number of documents, and the SHA-256 of each member

Terms are not kept: they are made anew, so a backup outlives the analyzer and the format of the index that it was made from.
What was extracted is kept as it is.

Consistent while others write: the journals are copied first, then one commit of the index is read. So the index can only be ahead
of its journals. What the journals do not know yet comes again under the same id with the next `kashf index`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engines import stored
from engines.syncing import sync_folder
from indexer.values import IndexingError, Silent, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engines.base import Document, Engine
    from indexer.values import Progress

FORMAT: Final = 1
"""Of the file. Changes when an older Kashf could not read it."""

_DOCUMENTS: Final = "documents.jsonl"
_MANIFEST: Final = "backup.json"
_JOURNALS: Final = "journals/"
_KEPT_NAME: Final = re.compile(r"journals/[\w-]+\.sqlite")
"""Of a member that is written beside the index: no other file may be replaced."""

_BLOCK: Final = 1 << 20

_UNREADABLE: Final = (KeyError, ValueError, OSError, EOFError, RuntimeError, struct.error, zlib.error, zipfile.BadZipFile)
"""What `zipfile` raises at bytes that are not as they were written (NotImplementedError is a RuntimeError)."""


class BackupError(IndexingError):
    """A backup can not be written, or is not what it says that it is."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `hashes` are SHA-256, by member."""

    made: str
    documents: int
    hashes: Mapping[str, str]

    @property
    def journals(self) -> tuple[str, ...]:
        """The names of the files that were beside the index."""
        return tuple(name.removeprefix(_JOURNALS) for name in self.hashes if name.startswith(_JOURNALS))


def write_backup(engine: Engine, journals: Sequence[Path], target: Path, *, progress: Progress | None = None) -> Manifest:
    """Write an index and the SQLite files that go with it to a file, which is there in whole or not at all.

    Raises BackupError where it can not be written, EngineError where the index can not be read.
    """
    shown_to = progress or Silent()
    with _appearing(target) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        hashes = {_JOURNALS + path.name: _add_copy(archive, path) for path in journals}
        shown_to.started(1, engine.info().documents)
        hashes[_DOCUMENTS], documents = _add_documents(archive, engine, shown_to)
        manifest = Manifest(dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), documents, hashes)
        wire = {"kashf_backup": FORMAT, "made": manifest.made, "documents": documents, "sha256": hashes}
        archive.writestr(_MANIFEST, json.dumps(wire, indent=1))
    return manifest


class Backup:
    """A backup that is open for reading. Nothing of it is believed before `verify`."""

    def __init__(self, archive: zipfile.ZipFile, path: Path, manifest: Manifest) -> None:
        self._archive = archive
        self._path = path
        self.manifest = manifest

    def verify(self) -> None:
        """Read every member to its end. Raises BackupError for any byte that is not as it was written."""
        for name, digest in self.manifest.hashes.items():
            if self._hash(name) != digest:
                raise self._damaged(f"{name} is not as it was written")

    def documents(self) -> Iterator[Document]:
        """The stored documents, in the order of the file."""
        with self._archive.open(_DOCUMENTS) as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield stored.decode(line)
                except ValueError as error:
                    raise self._damaged(f"line {number:,} of {_DOCUMENTS} is no document") from error

    def journal(self, name: str) -> bytes:
        """A file that was beside the index."""
        return self._archive.read(_JOURNALS + name)

    def _hash(self, name: str) -> str:
        digest = hashlib.sha256()
        try:
            with self._archive.open(name) as member:
                while block := member.read(_BLOCK):
                    digest.update(block)
        except _UNREADABLE as error:
            raise self._damaged(f"{name} can not be read ({error})") from error
        return digest.hexdigest()

    def _damaged(self, what: str) -> BackupError:
        return BackupError(f"the backup {shown(str(self._path))} is damaged: {what}; take another copy of it")


@contextmanager
def backup_at(path: Path) -> Iterator[Backup]:
    """A backup for the length of a block. Raises BackupError for a file that is none."""
    try:
        archive = zipfile.ZipFile(path)
    except _UNREADABLE as error:
        raise BackupError(f"{shown(str(path))} can not be read as a backup ({error}); give a file of `kashf backup`") from error
    with archive:
        yield Backup(archive, path, _manifest(archive, path))


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        wire = json.loads(archive.read(_MANIFEST))
        version, made, documents, hashes = wire["kashf_backup"], str(wire["made"]), int(wire["documents"]), dict(wire["sha256"])
    except (TypeError, *_UNREADABLE) as error:
        message = f"{shown(str(path))} is no whole backup of Kashf ({_MANIFEST}: {error}); give a file of `kashf backup`"
        raise BackupError(message) from error
    if version != FORMAT:
        raise BackupError(
            f"the backup {shown(str(path))} has format {version}, this Kashf reads {FORMAT}; use the one that wrote it"
        )
    strange = [name for name in hashes if name != _DOCUMENTS and not _KEPT_NAME.fullmatch(name)]
    if strange or _DOCUMENTS not in hashes:
        raise BackupError(f"{shown(str(path))} is no backup of Kashf: it lists {strange or 'no documents'}")
    return Manifest(made, documents, hashes)


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its place when the block ends well, and is removed when it does not."""
    temporary = target.with_name(f".{target.name}.part")
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise BackupError(
            f"{shown(str(target))} can not be written ({error}); name a place with room that you may write to"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _add_copy(archive: zipfile.ZipFile, path: Path) -> str:
    """A consistent copy of a SQLite file that others may be writing to; gives its hash."""
    with tempfile.TemporaryDirectory(prefix="kashf-backup-") as folder:
        copy = Path(folder) / path.name
        try:
            with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(copy)) as kept:
                live.backup(kept)
                kept.execute("PRAGMA journal_mode = DELETE")  # one file, no -wal beside it
        except sqlite3.Error as error:
            raise BackupError(f"{shown(str(path))} can not be copied ({error}); `kashf doctor` says more") from error
        digest = hashlib.sha256()
        with copy.open("rb") as read, archive.open(_JOURNALS + path.name, "w", force_zip64=True) as member:
            while block := read.read(_BLOCK):
                digest.update(block)
                member.write(block)
    return digest.hexdigest()


def _add_documents(archive: zipfile.ZipFile, engine: Engine, progress: Progress) -> tuple[str, int]:
    digest, documents = hashlib.sha256(), 0
    with archive.open(_DOCUMENTS, "w", force_zip64=True) as member:
        for document in engine.scan():
            line = stored.encode(document) + b"\n"
            digest.update(line)
            member.write(line)
            documents += 1
            progress.advanced(1)
    return digest.hexdigest(), documents
