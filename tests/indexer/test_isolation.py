"""indexer.isolation: libraries that crash or hang fail the file they are on, and nothing else."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import isolation
from indexer.contents import Hashed
from indexer.contents import Request as Wanted
from indexer.defaults import NO_DEFAULTS
from indexer.isolation import close_rooms, read_path
from indexer.values import ReadError, ReadOptions, SourceDocument
from indexer.working import workers
from tests.indexer import fake_reading
from tests.indexer.conftest import make_pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.indexer.conftest import Index

PATIENT = ReadOptions(patience=2.0)


@pytest.fixture(autouse=True)
def rooms() -> Iterator[None]:
    close_rooms()
    yield
    close_rooms()


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "READ", fake_reading.read)


def process_of(path: str) -> str:
    (item,) = read_path(path, PATIENT)
    assert isinstance(item, SourceDocument)
    return item.text.rpartition(" ")[2]


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_one_process_reads_file_after_file(faked: None) -> None:
    first = process_of("/a.pdf")
    assert first == process_of("/b.docx")
    assert first != str(os.getpid())


def test_text_is_read_in_place(faked: None, tmp_path: Path) -> None:
    (tmp_path / "crash.txt").write_text("نص", "utf-8")
    assert list(read_path(str(tmp_path / "crash.txt"))) == [SourceDocument("", "نص")]


def test_a_crash_fails_the_file_and_the_next_is_read(faked: None) -> None:
    (error,) = read_path("/x/crash.pdf", PATIENT)
    assert isinstance(error, ReadError)
    assert (error.path, error.what) == ("/x/crash.pdf", "the program that reads this format crashed on it (SIGSEGV)")
    assert process_of("/a.pdf")


def test_what_came_before_a_crash_is_kept(faked: None) -> None:
    told: list[int] = []
    first, error = read_path("/x/part.zip", PATIENT, at=told.append)
    assert first == SourceDocument("", "أول")
    assert isinstance(error, ReadError)
    assert told == [7]


def test_a_file_that_never_ends_is_left_with_what_it_started(faked: None, tmp_path: Path) -> None:
    (error,) = read_path(str(tmp_path / "hang.pdf"), ReadOptions(patience=1.0))
    assert isinstance(error, ReadError)
    assert error.what == "nothing came of it for 1 s, and it was left"
    assert "--file-timeout" in error.next
    child = int((tmp_path / "hang.child").read_text("utf-8"))
    for _ in range(100):
        if not is_running(child):
            break
        time.sleep(0.05)
    assert not is_running(child)
    assert process_of("/a.pdf")


def test_signs_of_life_are_waited_for(faked: None) -> None:
    assert process_of("/x/slow.pdf")


def test_what_a_reader_raises_fails_the_file(faked: None) -> None:
    (error,) = read_path("/x/fault.pdf", PATIENT)
    assert isinstance(error, ReadError)
    assert error.message == "the reader failed: KeyError: 'fault'; please report it, with the file"
    first = process_of("/a.pdf")
    assert list(read_path("/x/fault.pdf", PATIENT)) == [error]
    assert process_of("/a.pdf") == first  # it lives on


def test_a_file_that_is_left_in_the_middle_takes_no_other_with_it(faked: None) -> None:
    items = read_path("/x/part.zip", PATIENT)
    next(items)
    assert process_of("/a.pdf")
    items.close()  # type: ignore[attr-defined]  # a generator
    assert process_of("/a.pdf")


def test_a_run_goes_on_after_a_crash(faked: None, index: Index, reports: Path) -> None:
    for name in ("a.pdf", "crash.pdf", "z.pdf"):
        (reports / name).write_bytes(b"x")
    (reports / "b.txt").write_text("نص", "utf-8")
    report = index.run(reports)
    assert (report.added, [failure.stage for failure in report.failed]) == (3, ["read"])
    assert [(Path(failure.path).name, "crashed" in failure.error) for failure in index.failures()] == [("crash.pdf", True)]


def test_workers_have_rooms_of_their_own(reports: Path) -> None:
    page = reports / "page.html"
    page.write_text("<html><body><article><p>أعلنت القيادة أن الغارة أصابت القاعدة.</p></article></body></html>", "utf-8")
    with workers(2, make_pipeline) as working:
        (chunk,) = working.read(iter([[Wanted(str(page), 1, NO_DEFAULTS)]]))
    (contents,) = chunk
    (item,) = contents.items
    assert isinstance(item, Hashed)
    assert "الغارة" in item.document.text


def test_sigterm_ends_no_reading_that_is_under_way(faked: None) -> None:
    assert process_of("/a.pdf") == process_of("/x/stopped.pdf")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_room_that_was_ended_while_idle_fails_no_file(faked: None, number: signal.Signals) -> None:
    process = int(process_of("/a.pdf"))
    os.kill(process, number)
    while is_running(process):
        time.sleep(0.01)
    assert process_of("/b.pdf") != str(process)


def test_a_room_that_ends_before_it_is_asked_fails_the_file(faked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    process = int(process_of("/a.pdf"))
    os.kill(process, signal.SIGKILL)
    while is_running(process):
        time.sleep(0.01)
    monkeypatch.setattr(isolation.Room, "is_alive", True)
    (error,) = read_path("/b.pdf", PATIENT)
    assert isinstance(error, ReadError)


def test_a_room_that_does_not_begin_fails_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "READ", partial(fake_reading.read))
    monkeypatch.setattr(isolation, "_serve", os.abort)
    (error,) = read_path("/a.pdf")
    assert isinstance(error, ReadError)


@pytest.mark.parametrize("lacking", ["Pipe", "Process"])
def test_a_room_that_can_not_be_started_fails_the_file_and_leaves_nothing_open(
    faked: None, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    """Too many files are open, or too many processes there."""
    context = multiprocessing.get_context("spawn")
    assert process_of("/first.pdf")  # what starts processes is loaded, and has its own files open
    close_rooms()
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # as it is
    with monkeypatch.context() as patched:
        if lacking == "Pipe":
            patched.setattr(type(context), "Pipe", no_room)
        else:
            patched.setattr(type(context).Process, "start", no_room)
        (error,) = read_path("/a.pdf", PATIENT)
    assert isinstance(error, ReadError)
    assert "could not be started ([Errno 11] no room" in error.what
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208  # as above
    assert process_of("/b.pdf")


def no_room(*_: object) -> None:
    raise OSError(errno.EAGAIN, "no room")
