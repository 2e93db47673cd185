"""What `kashf doctor` looks at: one function a subject, each saying what it found and what to do."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from analyzers import kashf_analyzer
from analyzers.arabic.lexicon import LexiconError
from cli.opening import engine_at, gazetteer_fingerprint, journal_path, journal_paths, user_gazetteer
from engines import damaged_files
from engines.base import FORMAT_VERSION, EngineError, EngineUnavailableError, IndexNotFoundError
from extraction.extractor import default_extractor
from extraction.gazetteer import GazetteerError
from extraction.places import PlaceDataError
from indexer.journal import journal_at
from indexer.values import JournalError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Engine, IndexInfo
    from indexer.journal import Journal

State = Literal["ok", "warning", "bad"]
OK: Final = "ok"
WARNING: Final = "warning"
BAD: Final = "bad"

INSTALL: Final = "install Kashf again: its data files are made then"
MIN_FREE_BYTES: Final = 1 << 30
LIBRARIES: Final = ("click", "flask", "tantivy", "elasticsearch", "pyarabic")
_EMBEDDED: Final = "embedded:"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `of_index`: the index itself is at fault, not the machine around it."""

    check: str
    state: State
    found: str
    next: str = ""
    of_index: bool = False


def all_checks(engine_url: str, *, deep: bool) -> Iterator[Finding]:
    """Every check, the cheap ones first."""
    yield from _versions()
    yield from _tesseract()
    yield from _data_files()
    yield from _disk(engine_url)
    if deep:
        yield from _files(engine_url)
    yield from _index(engine_url, deep=deep)


def _versions() -> Iterator[Finding]:
    def version(name: str) -> str:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            return "not installed as a package"

    named = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield Finding("versions", OK, f"kashf {version('kashf')}, Python {platform.python_version()}, {named}")


def _tesseract() -> Iterator[Finding]:
    """Only scanned pages and pictures need it."""
    program = shutil.which("tesseract")
    if program is None:
        yield Finding("Tesseract", WARNING, "not found: scanned pages stay unread", "Debian: apt install tesseract-ocr-ara")
        return
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    if "ara" in listed:
        yield Finding("Tesseract", OK, "there, with its Arabic model")
    else:
        yield Finding("Tesseract", WARNING, "there, without its Arabic model", "Debian: apt install tesseract-ocr-ara")


def _data_files() -> Iterator[Finding]:
    try:
        yield Finding("analyzer", OK, kashf_analyzer().fingerprint)
    except LexiconError as error:
        yield Finding("analyzer", BAD, str(error), INSTALL)
    try:
        yield Finding("gazetteer", OK, default_extractor(user_gazetteer()).fingerprint)
    except (GazetteerError, PlaceDataError) as error:
        yield Finding("gazetteer", BAD, str(error), "correct that line")
    except (OSError, LexiconError) as error:
        yield Finding(
            "gazetteer", BAD, f"a data file can not be read: {error}", "install Kashf again: its data files are made then"
        )


def _disk(engine_url: str) -> Iterator[Finding]:
    if not engine_url.startswith(_EMBEDDED):
        return
    folder = Path(engine_url.removeprefix(_EMBEDDED)).expanduser().absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if os.access(there, os.W_OK | os.X_OK):
        yield Finding("permissions", OK, f"{there} can be written to")
    else:
        yield Finding("permissions", WARNING, f"{there} can not be written to: searching works, indexing does not", "chmod u+w it")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    free = shutil.disk_usage(there).free
    # `kashf reindex` builds a second index beside the first.
    if free < max(MIN_FREE_BYTES, 2 * size):
        yield Finding(
            "disk", WARNING, f"{free / 1e9:,.1f} GB free, the index has {size / 1e9:,.1f} GB", "make room before reindexing"
        )
    else:
        yield Finding("disk", OK, f"{free / 1e9:,.1f} GB free")


def _files(engine_url: str) -> Iterator[Finding]:
    """The checksums of the embedded engine's files."""
    try:
        damaged = damaged_files(engine_url)
    except (EngineError, OSError):
        return  # said below
    if damaged:
        what = f"{', '.join(damaged)}: not as written (a failing disk, or something else wrote there)"
        # The documents are in the .store files: where those are whole, all else can be made again.
        lost = any(name.endswith(".store") for name in damaged)
        yield Finding("files", BAD, what, "kashf restore FILE --replace, from a backup" if lost else "kashf reindex", of_index=True)
    elif engine_url.startswith(_EMBEDDED):
        yield Finding("files", OK, "every file is as it was written")


def _index(engine_url: str, *, deep: bool) -> Iterator[Finding]:
    try:
        with engine_at(engine_url, stale_ok=True) as engine:
            info = engine.info()
            current = info.fingerprint == kashf_analyzer().fingerprint and info.format_version == FORMAT_VERSION
            if current:
                yield Finding("index", OK, f"{info.url}, documents: {info.documents:,}, {info.size / 1e6:,.1f} MB")
            else:
                what = f"{info.url} was made by another analyzer ({info.fingerprint}) or in another format ({info.format_version})"
                yield Finding("index", BAD, what, "kashf reindex", of_index=True)
            yield from _journal(engine_url, engine, info, deep=deep)
    except IndexNotFoundError as error:
        yield Finding("index", BAD, str(error), "kashf index PATH…", of_index=True)
    except EngineError as error:
        lost = engine_url.startswith(_EMBEDDED) and isinstance(error, EngineUnavailableError)
        yield Finding(
            "index", BAD, str(error), "where that does not help: kashf restore FILE, from a backup" if lost else "", of_index=True
        )
    except LexiconError:
        return  # said above


def _extraction(gazetteers: set[str]) -> Iterator[Finding]:
    """Whether documents would be extracted as they were: a journal of before says nothing of it."""
    try:
        current = gazetteer_fingerprint()
    except (GazetteerError, PlaceDataError, OSError, LexiconError):
        return  # said above
    if gazetteers - {current, ""}:
        yield Finding("extraction", WARNING, "some documents were extracted with another gazetteer", "kashf reindex")
    elif "" in gazetteers:
        yield Finding("extraction", WARNING, "documents were indexed with --no-extract", "kashf reindex")
    elif gazetteers:
        yield Finding("extraction", OK, "all documents were extracted with the current gazetteer")


def _journal(engine_url: str, engine: Engine, info: IndexInfo, *, deep: bool) -> Iterator[Finding]:
    paths = journal_paths(engine_url)
    if not paths:
        if info.documents:
            what = (
                f"{journal_path(engine_url)} is not there: every file will be read again, and documents without an id of their own "
                "may come twice"
            )
            yield Finding("journal", WARNING, what, "restore it from a backup, or index into a new folder")
        return
    kept = _Kept()
    try:
        for path in paths:
            with journal_at(path) as journal:
                if trouble := journal.damage():
                    yield Finding("journal", BAD, f"{path} is damaged: {trouble}", "restore it from a backup", of_index=True)
                    return
                kept.add(journal)
    except JournalError as error:
        yield Finding("journal", BAD, str(error), of_index=True)
        return
    yield from _compared(kept, engine, info, deep=deep)
    yield from _extraction(kept.gazetteers)
    if kept.failed:
        yield Finding(
            "failures", WARNING, f"{kept.failed:,} documents failed in the last runs", "kashf status; kashf index --only-failed"
        )


@dataclass(slots=True)
class _Kept:
    """What the journals say: that of the whole, and those of slices."""

    indexed: set[str] = field(default_factory=set)
    gazetteers: set[str] = field(default_factory=set)
    pending: int = 0
    failed: int = 0

    def add(self, journal: Journal) -> None:
        self.indexed.update(journal.indexed_ids())
        self.gazetteers |= journal.extracted_with()
        self.pending += journal.count_pending()
        self.failed += len(journal.failures())


def _compared(kept: _Kept, engine: Engine, info: IndexInfo, *, deep: bool) -> Iterator[Finding]:
    """Whether the index holds what the journals say."""
    indexed = kept.indexed
    there = {document.id for document in engine.scan()} if deep else None
    lost = len(indexed - there) if there is not None else max(len(indexed) - info.documents, 0)
    if lost:
        what = f"{lost:,} documents that the journal says are indexed are not in the index"
        yield Finding("journal", BAD, what, "remove that journal and run `kashf index PATH…` again: ids stay", of_index=True)
    elif kept.pending:
        what = f"{kept.pending:,} documents wait since a run that did not end"
        yield Finding("journal", WARNING, what, "run `kashf index PATH…` again")
    else:
        extra = info.documents - len(indexed)
        what = f"{len(indexed):,} documents, as the index" + (f" (which has {extra:,} of other origin)" if extra > 0 else "")
        yield Finding("journal", OK, what)
