"""`kashf doctor` finds what the tests of faults break, and says what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Kashf


def version(folder: Path) -> Path:
    return next(path for path in folder.glob("v*") if path.is_dir())


def a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"x")


def another_format(folder: Path) -> None:
    pointer = next(folder.glob("*.json"))
    content = json.loads(pointer.read_text("utf-8"))
    pointer.write_text(json.dumps({**content, "format": 1}), "utf-8")


def overwrite(kind: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        for file in folder.glob(f"v*/*.{kind}"):
            file.write_bytes(b"\xff" * file.stat().st_size)

    return damage


FAULTS: dict[str, Callable[[Path], object]] = {
    "the folder is gone": shutil.rmtree,
    "the folder is a file": a_file,
    "the pointer is gone": lambda folder: next(folder.glob("*.json")).unlink(),
    "the pointer is damaged": lambda folder: next(folder.glob("*.json")).write_bytes(b"{"),
    "the pointer is empty": lambda folder: next(folder.glob("*.json")).write_bytes(b""),
    "the version is gone": lambda folder: shutil.rmtree(version(folder)),
    "the list of segments is damaged": lambda folder: (version(folder) / "meta.json").write_bytes(b"{"),
    "the list of segments is gone": lambda folder: (version(folder) / "meta.json").unlink(),
    "another format": another_format,
    "terms are overwritten": overwrite("term"),
    "postings are overwritten": overwrite("idx"),
    "texts are overwritten": overwrite("store"),
    "columns are overwritten": overwrite("fast"),
    "a file is gone": lambda folder: next(folder.glob("v*/*.idx")).unlink(),
}


@pytest.mark.parametrize("name", list(FAULTS))
def test_each_fault_is_found(filled: Kashf, name: str) -> None:
    FAULTS[name](Path(filled.engine.removeprefix("embedded:")))
    answer = filled.json("doctor", "--deep", code=3)
    bad = [finding for finding in answer["findings"] if finding["state"] == "bad"]
    assert bad
    assert any("kashf" in finding["next"] + finding["found"] for finding in bad), bad
