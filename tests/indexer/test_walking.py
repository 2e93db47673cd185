"""indexer.walking: paths, folders and globs → files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.values import IndexingError
from indexer.walking import walk, within

if TYPE_CHECKING:
    from pathlib import Path


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
