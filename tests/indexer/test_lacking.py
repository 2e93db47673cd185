"""Files that the machine lacks something for: done, with a mark, until it is there."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from engines.base import QUALITY
from indexer.journal import journal_at
from indexer.readers.ocr import can_read_pictures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.indexer.conftest import Index

TESSERACT = """#!/bin/sh
if [ "$1" = --list-langs ]; then echo ara; else echo 'قصف الطيران المدينة'; fi
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only folder where programs are found: empty, so no Tesseract."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    can_read_pictures.cache_clear()
    yield folder
    can_read_pictures.cache_clear()


def install(programs: Path) -> None:
    (programs / "tesseract").write_text(TESSERACT, "utf-8")
    (programs / "tesseract").chmod(0o755)
    can_read_pictures.cache_clear()


def old(path: Path) -> None:
    os.utime(path, (1_700_000_000, 1_700_000_000))


def test_a_picture_is_done_until_there_is_a_program_for_it(index: Index, reports: Path, programs: Path) -> None:
    (reports / "page.png").write_bytes(b"a picture")
    old(reports / "page.png")
    first = index.run(reports)
    assert (first.added, len(first.failed)) == (1, 1)
    assert [document.metadata[QUALITY] for document in index.documents().values()] == ["unread"]
    for again in (index.run(reports), index.run(only_failed=True)):
        assert (again.added, again.updated, again.unchanged, again.failed) == (0, 0, 1, ())
    assert "install Tesseract" in index.failures()[0].error  # still told by `kashf status`
    install(programs)
    third = index.run(reports)
    assert (third.updated, third.failed) == (1, ())
    assert index.failures() == []
    assert index.texts() == ["قصف الطيران المدينة"]
    assert index.run(reports).unchanged == 1


def test_a_picture_that_changes_is_read_again(index: Index, reports: Path, programs: Path) -> None:
    (reports / "page.png").write_bytes(b"a picture")
    old(reports / "page.png")
    index.run(reports)
    (reports / "page.png").write_bytes(b"another picture")
    old(reports / "page.png")
    assert len(index.run(reports).failed) == 1


def test_what_vanished_beside_a_picture_in_an_archive_is_pruned(index: Index, reports: Path, programs: Path) -> None:
    def pack(*names: str) -> None:
        with zipfile.ZipFile(reports / "all.zip", "w") as archive:
            for name in names:
                archive.writestr(name, f"نص {name}")
        old(reports / "all.zip")

    pack("a.txt", "b.txt", "page.png")
    assert len(index.run(reports).failed) == 1
    pack("a.txt", "page.png")
    report = index.run(reports, prune=True)
    assert (report.deleted, [failure.stage for failure in report.failed]) == (1, ["read"])


def test_a_journal_of_before_gets_the_column(index: Index, reports: Path) -> None:
    (reports / "a.txt").write_text("نص", "utf-8")
    old(reports / "a.txt")
    index.run(reports)
    with closing(sqlite3.connect(index.journal_path)) as database:
        database.executescript("ALTER TABLE files DROP COLUMN needs; PRAGMA user_version = 3;")
    with journal_at(index.journal_path) as journal:
        row = journal.file(str(reports / "a.txt"))
    assert row is not None
    assert row.needs == ""
    assert index.run(reports).unchanged == 1
