"""indexer.walking: paths, folders and globs → files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.readers.inside import is_hidden
from indexer.readers.registry import read_path
from indexer.values import IndexingError, ReadError
from indexer.walking import SPECIAL, walk, within
from indexer.watching import paths_to_index


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "README.md", ".hidden.txt", "c.exe", "d.EXE", "LICENSE", "sub/e.JSONL", ".git/f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", "utf-8")
    return tmp_path


def test_files_come_in_order_and_others_are_counted(folder: Path) -> None:
    found = walk([str(folder)])
    assert found.files == tuple(str(folder / name) for name in ("a.md", "b.txt", "sub/e.JSONL"))
    assert found.skipped == {".exe": 2, "(none)": 1}
    assert found.roots == (str(folder),)


def test_a_file_that_is_named_is_always_taken(folder: Path) -> None:
    names = [str(folder / name) for name in ("README.md", "c.exe", ".hidden.txt")]
    assert walk([*names, *names]).files == tuple(names)


def test_globs(folder: Path) -> None:
    found = walk([str(folder / "*.txt"), str(folder / "**" / "*.JSONL")])
    assert found.files == (str(folder / "b.txt"), str(folder / "sub/e.JSONL"))
    assert found.roots == (str(folder), str(folder))


def test_links_that_lead_back_end(folder: Path) -> None:
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "sub" / "self").symlink_to(folder / "sub" / "self")
    (folder / "twice").symlink_to(folder / "sub")
    found = walk([str(folder)])
    assert found.skipped["(none)"] == 2
    assert found.files == tuple(str(folder / name) for name in ("a.md", "b.txt", "sub/e.JSONL"))


def test_a_path_that_is_not_there(folder: Path) -> None:
    gone = str(folder / "gone")
    with pytest.raises(IndexingError, match="gone is not there"):
        walk([gone])
    assert walk([gone], missing_ok=True).roots == (gone,)


def test_standard_input_is_no_root() -> None:
    assert walk(["-"]).files == ("-",)
    assert walk(["-"]).roots == ()


def test_within_knows_folders_from_names_that_begin_alike() -> None:
    assert within("/a/b", ["/a"])
    assert within("/a", ["/a"])
    assert within("/a", ["/"])
    assert not within("/ab", ["/a"])


def test_locks_of_office_programs_are_passed_over(tmp_path: Path) -> None:
    for name in ("report.docx", "~$report.docx"):
        (tmp_path / name).write_bytes(b"x")
    assert [Path(path).name for path in walk([str(tmp_path)]).files] == ["report.docx"]
    assert paths_to_index([str(tmp_path / "~$report.docx")], [str(tmp_path)], prune=False) == ()
    assert is_hidden("reports/~$report.docx")
    assert not is_hidden("reports/a~$.docx")


def test_pipes_and_sockets_are_passed_over_and_never_opened(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    (folder / "a.txt").write_text("نص", "utf-8")
    os.mkfifo(folder / "pipe.txt")
    (folder / "link.txt").symlink_to(folder / "pipe.txt")
    (folder / "broken.txt").symlink_to(tmp_path / "nowhere")
    found = walk([str(folder)])
    assert [Path(path).name for path in found.files] == ["a.txt", "broken.txt"]
    assert found.skipped == {SPECIAL: 2}
    assert paths_to_index([str(folder / "pipe.txt")], [str(folder)], prune=False) == ()
    (error,) = read_path(str(folder / "pipe.txt"))  # named outright
    assert isinstance(error, ReadError)
    assert "pipe" in error.what
