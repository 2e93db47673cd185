"""What goes wrong with disks, files and names: never lost, never twice, and said."""

from __future__ import annotations

import json
import os
import random
import subprocess
from typing import TYPE_CHECKING

import pytest

from engines.base import EngineError, EngineUnavailableError
from indexer import reading_ahead
from indexer.contents import Here
from indexer.journal import Journal
from indexer.readers.opened import MAX_BYTES
from indexer.reading import Work
from indexer.values import JournalError
from indexer.walking import walk
from tests.indexer.conftest import events_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.indexer.conftest import Index


def fill(reports: Path, version: int) -> None:
    lines = [{"text": f"سطر {number} {version * (number % 2)}"} for number in range(40 + version)]
    (reports / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    for number in range(20):
        (reports / f"{number:02}.txt").write_text(f"تقرير {number + version}", "utf-8")


class FullDisk:
    """Lets a few writes pass, then none, until there is room again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = -1
        for name in ("commit", "settle", "save"):
            self._wrap(monkeypatch, Journal, name, JournalError("the journal can not be used (disk is full)"))
        from engines.embedded.writing import EmbeddedWriter  # noqa: PLC0415  # the one engine that is here always

        for name in ("put", "commit"):
            self._wrap(monkeypatch, EmbeddedWriter, name, EngineUnavailableError("no space left on device"))

    def _wrap(self, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, error: Exception) -> None:
        method = getattr(owner, name)

        def writing(*args: object) -> object:
            if self.left == 0:
                raise error
            self.left -= 1
            return method(*args)

        monkeypatch.setattr(owner, name, writing)


@pytest.mark.parametrize("seed", range(6))
def test_a_disk_that_is_full_at_any_moment(
    index: Index, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    disk = FullDisk(monkeypatch)
    undisturbed = type(index)(tmp_path / "undisturbed")
    for version in range(2):
        fill(reports, version)
        disk.left = chance.randrange(70)
        with pytest.raises((EngineError, JournalError)):
            index.run(reports, prune=True, commit_documents=15)
        disk.left = -1
        index.run(reports, prune=True)
        undisturbed.run(reports, prune=True)
        assert index.documents() == undisturbed.documents()


def test_a_real_disk_that_is_full_says_so_and_goes_on_when_there_is_room(index: Index, reports: Path, small_disk: Path) -> None:
    chance = random.Random(1)
    words = [f"كلمة{number}" for number in range(20_000)]
    lines = [{"id": str(number), "text": " ".join(chance.choices(words, k=400))} for number in range(1_000)]
    (reports / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    small = type(index)(small_disk / "index")
    with pytest.raises((EngineError, JournalError)):
        small.run(reports, commit_documents=100)
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    small.run(reports)
    assert len(small.documents()) == 1_000


def test_a_file_that_may_not_be_read(index: Index, reports: Path) -> None:
    path = reports / "a.txt"
    path.write_text("نص", "utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    (reports / "b.txt").write_text("نص آخر", "utf-8")
    report = index.run(reports)
    assert (report.added, [failure.path for failure in report.failed]) == (1, [str(path)])
    path.chmod(0o600)
    assert index.run(only_failed=True).added == 1


def test_a_file_whose_reading_breaks_off(index: Index, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (reports / "a.txt").symlink_to("/proc/self/mem")  # opens, and can not be read
    (reports / "b.txt").symlink_to(reports / "gone")
    (reports / "c.txt").write_text("نص", "utf-8")
    report = index.run(reports)
    assert report.added == 1
    assert [failure.path.rsplit("/")[-1] for failure in report.failed] == ["a.txt", "b.txt"]
    assert index.run(reports).failed == report.failed


def test_a_name_that_is_not_utf_8(index: Index, reports: Path) -> None:
    for name in (b"caf\xe9.txt", b"\xc7\xe1\xdd.txt"):
        with open(os.fsencode(reports) + b"/" + name, "wb") as file:  # noqa: PTH123  # pathlib would need the text
            file.write("نص ".encode() + str(len(name)).encode())
    with open(os.fsencode(reports) + b"/bad\xe9.txt", "wb") as file:  # noqa: PTH123  # as above
        file.write(b"\0\0")
    report = index.run(reports)
    assert report.added == 2
    assert report.failed[0].path.endswith("bad\\xe9.txt")
    json.dumps(report.failed[0].path).encode()
    assert index.run(reports).unchanged == 2


def test_a_huge_text_is_refused(index: Index, reports: Path) -> None:
    with (reports / "a.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    (failure,) = index.run(reports).failed
    assert "64 MB" in failure.error


def test_a_huge_table_of_documents_is_not_read_ahead(index: Index, reports: Path) -> None:
    lines = (json.dumps({"text": f"{number} " + "ا" * 2_000}) + "\n" for number in range(1_500))
    (reports / "a.jsonl").write_text("".join(lines), "utf-8")
    assert (reports / "a.jsonl").stat().st_size > reading_ahead.STREAMED_BYTES
    told: list[int] = []
    registered = events_of(index, walk([str(reports)]), Here(), told=told)
    first = next(registered)
    assert isinstance(first, Work)
    assert sum(told) < (reports / "a.jsonl").stat().st_size / 3
    registered.close()
