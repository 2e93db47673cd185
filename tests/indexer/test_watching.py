"""indexer.watching: of what changed, what is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.watching import paths_to_index

if TYPE_CHECKING:
    from pathlib import Path


def wanted(folder: Path, *names: str, prune: bool = False) -> list[str]:
    found = paths_to_index([str(folder / name) for name in names], [str(folder)], prune=prune)
    return [path.removeprefix(f"{folder}/") for path in found]


def test_files_and_folders_that_are_there(tmp_path: Path) -> None:
    for name in ("b.txt", "a.jsonl", "x.exe", "README.md", ".hidden.txt", ".git/c.txt", "sub/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    names = ["b.txt", "a.jsonl", "x.exe", "README.md", ".hidden.txt", ".git", ".git/c.txt", "sub", "sub/d.txt", "gone.txt"]
    assert wanted(tmp_path, *names) == ["a.jsonl", "b.txt", "sub", "sub/d.txt"]


def test_what_vanished_is_wanted_where_it_is_pruned(tmp_path: Path) -> None:
    assert wanted(tmp_path, "gone.txt", "gone-folder") == []
    assert wanted(tmp_path, "gone.txt", "gone-folder", prune=True) == ["gone-folder", "gone.txt"]


def test_a_file_that_was_named_is_always_taken(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.touch()
    assert paths_to_index([str(path), str(tmp_path / "other.txt")], [str(path)], prune=False) == (str(path),)


def test_an_index_among_the_reports_is_none(tmp_path: Path) -> None:
    for name in ("index.json", "writer.lock", "v000001/meta.txt"):
        path = tmp_path / "kashf-index" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert wanted(tmp_path, "kashf-index/v000001/meta.txt", "kashf-index/v000001") == []
