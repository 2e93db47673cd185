"""What was indexed from where: one SQLite file (WAL) beside each index, written only by the process that holds the index's writer.

A document passes through stages, so that a process killed at any moment loses nothing and doubles nothing::

    pending   its id is fixed, the index may or may not have it: the next run does it again under the same id
    indexed   the index has it (written after the index's own commit)
    leaving   to be removed from the index with the next commit, and then from here
    deleted   removed by `kashf delete`; stays away until its content changes

Paths are kept as bytes: names need not be UTF-8.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.journal_schema import DocumentRow, FileRow, RunRow, connect, trouble
from indexer.journal_similar import SimilarTable
from indexer.journal_unresolved import UnresolvedTable
from indexer.values import STAGES, Failure, JournalError, Report, Stage, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Journal:
    """The journal of one index. Changes are kept by `commit`; leaving it drops the others."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._db = connection
        self._path = path

    # ---- runs

    def begin_run(self) -> int:
        """The number of a new run."""
        with self._translated():
            cursor = self._db.execute("INSERT INTO runs (started) VALUES (?)", (_now(),))
        return int(cursor.lastrowid or 0)

    def end_run(self, number: int, report: Report) -> None:
        """Keep what a run did."""
        counts = (report.added, report.updated, report.unchanged, report.deleted, len(report.failed))
        with self._translated():
            self._db.execute(
                "UPDATE runs SET seconds = ?, added = ?, updated = ?, unchanged = ?, deleted = ?, failed = ?, interrupted = ?"
                " WHERE number = ?",
                (report.seconds, *counts, report.interrupted, number),
            )

    def last_run(self) -> RunRow | None:
        """The newest run."""
        sql = (
            "SELECT started, seconds, coalesce(added, 0), coalesce(updated, 0), coalesce(unchanged, 0),"
            " coalesce(deleted, 0), coalesce(failed, 0), coalesce(interrupted, 0) FROM runs ORDER BY number DESC LIMIT 1"
        )
        rows = self._rows(sql)
        for started, seconds, added, updated, unchanged, deleted, failed, interrupted in rows:
            return RunRow(started, seconds, added, updated, unchanged, deleted, failed, bool(interrupted))
        return None

    # ---- files

    def file(self, path: str) -> FileRow | None:
        """A file as it was last read."""
        sql = "SELECT size, mtime, settings, documents, complete, needs FROM files WHERE path = ?"
        for size, mtime, settings, documents, complete, needs in self._rows(sql, (os.fsencode(path),)):
            return FileRow(path, size, mtime, settings, documents, bool(complete), needs)
        return None

    def paths(self) -> list[str]:
        """Every path that documents or failures come from."""
        sql = "SELECT path FROM files UNION SELECT path FROM documents UNION SELECT path FROM failures"
        return [os.fsdecode(row[0]) for row in self._rows(sql)]

    def finish_file(self, file: FileRow, *, reading: int | None) -> None:
        """Keep that a file was read; `reading` is the run's number where it was read without errors, to its end.

        Documents of earlier readings that this one did not see are then no longer in the file (see `mark_absent`).
        """
        path = os.fsencode(file.path)
        with self._translated():
            previous = self._rows("SELECT reading FROM files WHERE path = ?", (path,))
            kept = reading if reading is not None else previous[0][0] if previous else 0
            (pending,) = self._rows("SELECT count(*) FROM documents WHERE path = ? AND stage = 'pending'", (path,))[0]
            complete = file.complete and pending == 0
            values = (path, file.size, file.mtime, file.settings, kept, file.documents, complete, _now(), file.needs)
            self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    # ---- documents

    def at(self, path: str, id_: str) -> DocumentRow | None:
        """The document with an id at a path."""
        return next(self._documents("path = ? AND id = ?", os.fsencode(path), id_), None)

    def at_ordinal(self, path: str, ordinal: int) -> DocumentRow | None:
        """The document of a path with a made id that stood at a place."""
        return next(self._documents("path = ? AND ordinal = ? AND own = 0", os.fsencode(path), ordinal), None)

    def with_id(self, id_: str) -> list[DocumentRow]:
        """The document with an id, at each of its paths."""
        return list(self._documents("id = ? AND stage <> 'leaving'", id_))

    def with_hash(self, digest: str) -> list[DocumentRow]:
        """Documents of a content whose ids were made, at each of their paths."""
        return list(self._documents("hash = ? AND own = 0 AND stage <> 'leaving'", digest))

    def made_hashes(self, path: str) -> set[str]:
        """The contents of a path's documents whose ids were made."""
        sql = "SELECT hash FROM documents WHERE path = ? AND own = 0"
        return {row[0] for row in self._rows(sql, (os.fsencode(path),))}

    def save(self, row: DocumentRow) -> None:
        """Add or replace a document at a path."""
        values = (os.fsencode(row.path), row.id, row.ordinal, row.hash, row.own, row.stage, row.known, row.reading, _now())
        with self._translated():
            self._db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def mark_rivals_pending(self, path: str) -> None:
        """A path is gone: what other paths say of the same ids has to be indexed again where it differs."""
        differing = (
            "SELECT o.path, o.id FROM documents o JOIN documents g ON o.id = g.id"
            " WHERE g.path = ? AND o.path <> g.path AND o.hash <> g.hash AND o.stage = 'indexed'"
        )
        with self._translated():
            for other, id_ in self._rows(differing, (os.fsencode(path),)):
                self._db.execute("UPDATE documents SET stage = 'pending' WHERE path = ? AND id = ?", (other, id_))
                self._db.execute("UPDATE files SET complete = 0 WHERE path = ?", (other,))

    def mark_path_leaving(self, path: str) -> None:
        """A path is gone, and its documents with it where they stand at no other."""
        key = os.fsencode(path)
        with self._translated():
            self._db.execute("UPDATE documents SET stage = 'leaving' WHERE path = ?", (key,))
            self._db.execute("DELETE FROM files WHERE path = ?", (key,))
            self._db.execute("DELETE FROM failures WHERE path = ?", (key,))

    def mark_absent_leaving(self, path: str) -> None:
        """Documents that the last whole reading of a file did not see are gone."""
        sql = (
            "UPDATE documents SET stage = 'leaving' WHERE path = ?1 AND stage <> 'leaving'"
            " AND reading < coalesce((SELECT reading FROM files WHERE path = ?1), 0)"
        )
        with self._translated():
            self._db.execute(sql, (os.fsencode(path),))

    def leaving(self) -> list[str]:
        """Ids to remove from the index: of documents that leave and stand at no other path."""
        sql = (
            "SELECT DISTINCT l.id FROM documents l WHERE l.stage = 'leaving' AND NOT EXISTS"
            " (SELECT 1 FROM documents o WHERE o.id = l.id AND o.stage <> 'leaving')"
        )
        return [row[0] for row in self._rows(sql)]

    def settle(self, done: Iterable[tuple[str, str]]) -> None:
        """The index has committed: (id, hash) pairs are indexed, what was leaving is gone."""
        time = _now()
        sql = "UPDATE documents SET stage = 'indexed', known = 1, time = ? WHERE id = ? AND hash = ? AND stage = 'pending'"
        with self._translated():
            self._db.executemany(sql, [(time, id_, digest) for id_, digest in done])
            self._db.execute("DELETE FROM documents WHERE stage = 'leaving'")

    def mark_deleted(self, ids: Iterable[str]) -> None:
        """Documents were deleted by hand: they stay away until their content changes."""
        with self._translated():
            self._db.executemany("UPDATE documents SET stage = 'deleted', known = 0 WHERE id = ?", [(id_,) for id_ in ids])

    def forget_index(self) -> None:
        """The index is new or empty: everything has to be indexed again, under the same ids."""
        with self._translated():
            self._db.execute("UPDATE documents SET stage = 'pending', known = 0 WHERE stage = 'indexed'")
            self._db.execute("UPDATE files SET complete = 0")

    def mark_waiting(self, ids: Iterable[str]) -> None:
        """The index lacks documents that were in it: the next run does them again, under the same ids."""
        with self._translated():
            sql = "UPDATE documents SET stage = 'pending', known = 0 WHERE id = ? AND stage = 'indexed'"
            self._db.executemany(sql, [(id_,) for id_ in ids])
            self._db.execute("UPDATE files SET complete = 0 WHERE path IN (SELECT path FROM documents WHERE stage = 'pending')")

    def count_indexed(self) -> int:
        """Documents that the index should have."""
        return int(self._rows("SELECT count(DISTINCT id) FROM documents WHERE stage = 'indexed'")[0][0])

    def count_pending(self) -> int:
        """Documents that a run began and did not end."""
        return int(self._rows("SELECT count(DISTINCT id) FROM documents WHERE stage = 'pending'")[0][0])

    def indexed_ids(self) -> Iterator[str]:
        """The ids that the index should have."""
        return (row[0] for row in self._rows("SELECT DISTINCT id FROM documents WHERE stage = 'indexed'"))

    def damage(self) -> str:
        """What SQLite finds wrong with the file; empty where nothing is."""
        found = "; ".join(row[0] for row in self._rows("PRAGMA quick_check(3)"))
        return "" if found == "ok" else found

    # ---- failures

    def clear_failures(self, path: str) -> None:
        """A path is read anew."""
        with self._translated():
            self._db.execute("DELETE FROM failures WHERE path = ?", (os.fsencode(path),))

    def add_failure(self, path: str, failure: Failure) -> None:
        """Keep a failure of a document from a path; `failure.path` is how it is shown."""
        values = (os.fsencode(path), failure.path, failure.stage, failure.error, _now())
        with self._translated():
            self._db.execute("INSERT INTO failures VALUES (?, ?, ?, ?, ?)", values)

    def failures(self) -> list[Failure]:
        """Everything that failed when it was last tried."""
        rows = self._rows("SELECT place, stage, error FROM failures ORDER BY path, rowid")
        return [Failure(place, _stage(stage), error) for place, stage, error in rows]

    def failed_paths(self) -> list[str]:
        """Paths with failures."""
        return [os.fsdecode(row[0]) for row in self._rows("SELECT DISTINCT path FROM failures ORDER BY path")]

    # ---- likeness

    @contextmanager
    def similar(self) -> Iterator[SimilarTable]:
        """What documents are like, for the length of a block."""
        with self._translated():
            yield SimilarTable(self._db)

    # ---- names that nobody knows

    @contextmanager
    def unresolved(self) -> Iterator[UnresolvedTable]:
        """Names of sources that no gazetteer has, for the length of a block."""
        with self._translated():
            yield UnresolvedTable(self._db)

    # ---- gazetteers

    def extracted_with(self) -> set[str]:
        """Fingerprints of the gazetteers that documents were extracted with since the index was built; empty: of no gazetteer."""
        return {row[0] for row in self._rows("SELECT fingerprint FROM extractors")}

    def note_extractor(self, fingerprint: str, *, alone: bool = False) -> None:
        """Documents were extracted with a gazetteer; `alone`: all of them, anew."""
        with self._translated():
            if alone:
                self._db.execute("DELETE FROM extractors")
            self._db.execute("INSERT OR IGNORE INTO extractors VALUES (?)", (fingerprint,))

    # ---- transactions

    def commit(self) -> None:
        """Make the changes durable."""
        with self._translated():
            self._db.commit()

    def copy(self) -> Journal:
        """The journal in memory, to try things on."""
        memory = sqlite3.connect(":memory:")
        with self._translated():
            self._db.backup(memory)
        return Journal(memory, self._path)

    def close(self) -> None:
        """Let go of the file; what was not committed is dropped."""
        self._db.close()

    def _documents(self, where: str, *values: object) -> Iterator[DocumentRow]:
        sql = f"SELECT path, id, ordinal, hash, own, stage, known, reading FROM documents WHERE {where} ORDER BY path, id"  # noqa: S608  # literals of this file
        for path, id_, ordinal, digest, own, stage, known, reading in self._rows(sql, values):
            yield DocumentRow(os.fsdecode(path), id_, ordinal, digest, bool(own), stage, bool(known), reading)

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]  # SQLite's own
        with self._translated():
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise JournalError(trouble(self._path, error)) from error


def open_journal(path: Path) -> Journal:
    """Open a journal, or make a new one. Raises JournalError."""
    return Journal(connect(path), shown(str(path)))


@contextmanager
def journal_at(path: Path) -> Iterator[Journal]:
    """A journal for the length of a block."""
    with closing(open_journal(path)) as journal:
        yield journal


def empty_journal() -> Journal:
    """A journal in memory, for an index that is not there yet."""
    return open_journal(Path(":memory:"))


def _stage(value: str) -> Stage:
    return next((stage for stage in STAGES if stage == value), "read")


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
