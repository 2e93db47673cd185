"""indexer.journal: what is kept, and what survives."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer.journal import empty_journal, journal_at, open_journal
from indexer.journal_schema import DocumentRow, FileRow
from indexer.values import Failure, JournalError, Report

if TYPE_CHECKING:
    from pathlib import Path

NOT_UTF_8 = "/reports/caf\udce9.txt"
ROW = DocumentRow(NOT_UTF_8, "1", 0, "hash", own=False, stage="pending", known=False, reading=1)


def test_what_is_committed_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    file = FileRow(NOT_UTF_8, 3, 4, "", 1, complete=True)
    failure = Failure("a.txt", "read", "is empty")
    with journal_at(path) as journal:
        run = journal.begin_run()
        journal.save(ROW)
        journal.settle([("1", "hash")])
        journal.finish_file(file, reading=run)
        journal.add_failure("/a.txt", failure)
        journal.end_run(run, Report(added=1, failed=(failure,), seconds=0.5))
        journal.commit()
    with journal_at(path) as journal:
        assert journal.at(NOT_UTF_8, "1") == replace(ROW, stage="indexed", known=True)
        assert journal.file(NOT_UTF_8) == file
        assert journal.failures() == [failure]
        assert journal.failed_paths() == ["/a.txt"]
        assert sorted(journal.paths()) == ["/a.txt", NOT_UTF_8]
        last = journal.last_run()
        assert last is not None
        assert (last.added, last.failed, last.seconds, last.interrupted) == (1, 1, 0.5, False)


def test_what_is_not_committed_is_dropped(tmp_path: Path) -> None:
    with journal_at(tmp_path / "journal.sqlite") as journal:
        journal.save(ROW)
    with journal_at(tmp_path / "journal.sqlite") as journal:
        assert journal.at(NOT_UTF_8, "1") is None


def test_a_document_settles_only_with_the_content_that_was_indexed() -> None:
    journal = empty_journal()
    journal.save(ROW)
    journal.settle([("1", "older hash")])
    found = journal.at(NOT_UTF_8, "1")
    assert found is not None
    assert found.stage == "pending"
    journal.close()


def test_a_file_with_pending_documents_is_not_complete() -> None:
    journal = empty_journal()
    journal.save(ROW)
    journal.finish_file(FileRow(NOT_UTF_8, 3, 4, "", 1, complete=True), reading=1)
    found = journal.file(NOT_UTF_8)
    assert found is not None
    assert not found.complete
    journal.close()


def test_a_document_leaves_the_index_with_its_last_path() -> None:
    journal = empty_journal()
    journal.save(replace(ROW, stage="leaving"))
    journal.save(replace(ROW, path="/other.txt"))
    assert journal.leaving() == []
    journal.mark_path_leaving("/other.txt")
    assert journal.leaving() == ["1"]
    journal.settle([])
    assert journal.paths() == []
    journal.close()


def test_deleted_documents_stay_away() -> None:
    journal = empty_journal()
    journal.save(replace(ROW, stage="indexed", known=True))
    journal.mark_deleted(["1"])
    found = journal.at(NOT_UTF_8, "1")
    assert found is not None
    assert (found.stage, found.known) == ("deleted", False)
    assert journal.count_indexed() == 0
    journal.close()


def test_a_copy_is_apart(tmp_path: Path) -> None:
    with journal_at(tmp_path / "journal.sqlite") as journal:
        copy = journal.copy()
        copy.save(ROW)
        copy.commit()
        copy.close()
        assert journal.paths() == []


def test_a_run_that_was_killed_has_no_end() -> None:
    journal = empty_journal()
    assert journal.last_run() is None
    journal.begin_run()
    last = journal.last_run()
    assert last is not None
    assert last.seconds is None
    journal.close()


def test_a_file_that_is_no_journal_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"this is no database, and long enough to be seen as none" * 40)
    with pytest.raises(JournalError, match=r"journal\.sqlite can not be used"):
        open_journal(path)


def test_a_newer_journal_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(JournalError, match="newer Kashf"):
        open_journal(path)


def test_a_journal_of_the_first_format_learns_what_documents_are_like(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with journal_at(path) as journal:
        journal.save(ROW)
        journal.commit()
    connection = sqlite3.connect(path)
    connection.executescript(
        "DROP TABLE similar; DROP TABLE bands; DROP TABLE unresolved; ALTER TABLE files DROP COLUMN needs; PRAGMA user_version = 1"
    )
    connection.close()
    with journal_at(path) as journal, journal.similar() as table, journal.unresolved() as names:
        assert journal.at(NOT_UTF_8, "1") == ROW
        assert table.count() == 0
        assert names.summary(1).count == 0


def test_many_may_make_or_renew_a_journal_at_once(tmp_path: Path) -> None:
    """As a server does that is asked while the first run begins."""
    for number in range(20):
        together = threading.Barrier(4)

        def open_one(path: Path, together: threading.Barrier = together) -> int:
            together.wait()
            with journal_at(path) as journal:
                return journal.count_pending()

        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(open_one, [tmp_path / f"{number}.sqlite"] * 4)) == [0] * 4
