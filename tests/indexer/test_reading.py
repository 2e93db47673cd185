"""indexer.reading and indexer.contents: who reads a file, how often, and what is told of it meanwhile."""

from __future__ import annotations

import json
import os
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import reading, reading_ahead
from indexer.contents import Contents, Here, Request, read_contents
from indexer.defaults import NO_DEFAULTS
from indexer.readers import registry
from indexer.values import Silent
from indexer.walking import walk
from tests.indexer.conftest import events_of, make_pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.indexer.conftest import Index


class Steps(Silent):
    """Progress that keeps what it is told."""

    def __init__(self) -> None:
        self.total = 0
        self.steps: list[int] = []

    def started(self, _files: int, size: int, /) -> None:
        self.total = size

    def advanced(self, size: int, /) -> None:
        self.steps.append(size)


def write_lines(path: Path, count: int, version: str = "") -> None:
    path.write_text("".join(json.dumps({"text": f"نص {number} {version}"}) + "\n" for number in range(count)), "utf-8")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are opened to be read, one for each time."""
    paths: list[str] = []
    open_telling = registry.open_telling

    def counting(path: str, *rest: object) -> object:
        paths.append(path)
        return open_telling(path, *rest)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(registry, "open_telling", counting)
    return paths


@pytest.mark.parametrize("streamed", [True, False])
def test_progress_adds_up_and_moves_inside_a_large_file(
    index: Index, reports: Path, monkeypatch: pytest.MonkeyPatch, streamed: bool
) -> None:
    monkeypatch.setattr(reading_ahead, "STREAMED_BYTES", 100 if streamed else 1 << 30)
    write_lines(reports / "a.jsonl", 1_000, "ا" * 400)  # 2.4 MB: more than is read to tell the encoding
    (reports / "b.txt").write_text("نص", "utf-8")
    progress = Steps()
    index.run(reports, progress=progress)
    size = (reports / "a.jsonl").stat().st_size
    assert progress.total == sum(progress.steps) == size + (reports / "b.txt").stat().st_size
    assert (max(progress.steps) < size * 2 / 3) is streamed


@pytest.mark.parametrize("streamed", [True, False])
def test_a_changed_file_is_read_once(
    index: Index, reports: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str], streamed: bool
) -> None:
    monkeypatch.setattr(reading_ahead, "STREAMED_BYTES", 100 if streamed else 1 << 30)
    write_lines(reports / "a.jsonl", 300)
    index.run(reports)
    write_lines(reports / "a.jsonl", 301, "مصحح")
    opened.clear()
    report = index.run(reports)
    assert (report.added, report.updated) == (1, 300)
    assert opened == [str(reports / "a.jsonl")]


def test_a_changed_file_too_long_to_keep_is_read_twice_and_gives_the_same(
    index: Index, reports: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    monkeypatch.setattr(reading, "LOOK_AHEAD_CHARACTERS", 100)
    path = reports / "a.jsonl"
    write_lines(path, 300)
    index.run(reports)
    before = index.documents()
    path.write_text(json.dumps({"text": "نص جديد"}) + "\n" + path.read_text("utf-8"), "utf-8")
    opened.clear()
    report = index.run(reports)
    assert (report.added, report.updated, report.unchanged) == (1, 0, 300)
    assert before.items() <= index.documents().items()
    assert opened == [str(path)] * 2


def test_unchanged_files_are_not_opened(index: Index, reports: Path, opened: list[str]) -> None:
    for number in range(250):
        path = reports / f"{number}.txt"
        path.write_text(f"نص {number}", "utf-8")
        os.utime(path, ns=(0, 0))
    index.run(reports)
    opened.clear()
    (reports / "7.txt").write_text("نص آخر", "utf-8")
    report = index.run(reports)
    assert (report.unchanged, report.updated) == (249, 1)
    assert opened == [str(reports / "7.txt")]


def test_files_go_to_workers_in_batches_and_come_in_order(index: Index, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ahead, "BATCH_FILES", 3)
    monkeypatch.setattr(reading_ahead, "STREAMED_BYTES", 1_000)
    for number in range(8):
        (reports / f"{number}.txt").write_text(f"نص {number}", "utf-8")
    write_lines(reports / "4-large.jsonl", 100)
    batches: list[list[str]] = []

    class Watched(Here):
        def read(self, chunks: Iterator[Sequence[Request]], /) -> Iterator[Sequence[Contents]]:
            for chunk in chunks:
                batches.append([Path(request.path).name for request in chunk])
                yield [read_contents(request) for request in chunk]

    events = list(events_of(index, walk([str(reports)]), Watched()))
    assert [len(batch) for batch in batches] == [3, 2, 3]
    assert "4-large.jsonl" not in chain(*batches)
    paths = list(dict.fromkeys(Path(event.path).name for event in events if isinstance(event, reading.Work)))
    assert paths == sorted(paths)
    assert len(paths) == 9


def test_a_file_that_changes_while_it_is_read_is_not_trusted(index: Index, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = reports / "a.txt"
    path.write_text("نص أول", "utf-8")
    os.utime(path, ns=(0, 0))
    read_path = registry.read_path

    def changing(name: str, *rest: object) -> object:
        items = list(read_path(name, *rest))  # type: ignore[arg-type]  # as given
        path.write_text("نص ثان", "utf-8")
        os.utime(path, ns=(1, 1))
        return items

    with monkeypatch.context() as patched:
        patched.setattr("indexer.contents.read_path", changing)
        assert index.run(reports).added == 1
    assert index.run(reports).updated == 1
    assert index.texts() == ["نص ثان"]


def test_what_a_file_holds_is_told_with_its_state_before_and_after(tmp_path: Path) -> None:
    path = tmp_path / "gone.txt"
    contents = read_contents(Request(str(path), 0, NO_DEFAULTS))
    assert (contents.before, contents.after, len(contents.items)) == (None, None, 1)


def test_a_streamed_file_is_the_same_in_workers_and_as_a_small_one(
    index: Index, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({"text": f"\ufe8d\ufedf\ufed8\ufebc\ufed2 {number}"}) for number in range(250)]
    lines[100] = "no object"
    (reports / "2024-01-20.jsonl").write_text("\n".join(lines), "utf-8")
    reported = [index.run(reports)]
    monkeypatch.setattr(reading_ahead, "STREAMED_BYTES", 100)
    others = [type(index)(tmp_path / f"other-{jobs}") for jobs in (1, 2)]
    reported += [other.run(reports, jobs=jobs, make=make_pipeline) for other, jobs in zip(others, (1, 2), strict=True)]
    assert [(report.added, len(report.failed)) for report in reported] == [(249, 1)] * 3
    assert index.documents() == others[0].documents() == others[1].documents()
    assert all("\ufe8d" not in text for text in index.texts())
