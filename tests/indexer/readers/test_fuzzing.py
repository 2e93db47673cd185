"""Damaged files of every format: never anything but documents, errors and notices, never without an end. See `fuzzing.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import fuzzing
import pytest

from indexer.readers.registry import READERS, read_path
from indexer.values import ReadError, SourceDocument

ROOT = Path(__file__).parents[3]
ROUNDS = int(os.environ.get("KASHF_SOAK_ROUNDS", "10")) * 200


def fuzz(seed: int, rounds: int, *extensions: str) -> None:
    """In a process of its own, which may crash. Without helpers: Tesseract is no part of this, and slow."""
    command = [sys.executable, str(Path(fuzzing.__file__)), str(seed), str(rounds), *extensions]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/nowhere"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.stdout == ""
    assert done.returncode == 0, "\n".join(done.stderr.splitlines()[-40:])


@pytest.mark.parametrize("extension", sorted(READERS))
def test_what_is_damaged_was_whole(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"a{extension}"
    path.write_bytes(fuzzing.whole(extension))
    items = list(read_path(str(path)))
    if READERS[extension] != "image":
        assert any(isinstance(item, SourceDocument) for item in items), items
        assert not any(isinstance(item, ReadError) and not item.needs for item in items), items


def test_the_fuzzer_sees_what_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "read_path", lambda _: iter([SourceDocument(title="", text="\udc80")]))
    assert "text that is none" in fuzzing.complaint(tmp_path)
    monkeypatch.setattr(fuzzing, "read_path", lambda _: [3])
    assert "gives 3" in fuzzing.complaint(tmp_path)
    monkeypatch.setattr(fuzzing, "read_path", lambda _: 1 / 0)
    assert "ZeroDivisionError" in fuzzing.complaint(tmp_path)


def test_no_damage_breaks_a_promise() -> None:
    fuzz(1, 60)


@pytest.mark.soak
@pytest.mark.parametrize("extension", sorted(READERS))
def test_no_damage_breaks_a_promise_in_long_runs(extension: str) -> None:
    fuzz(2, ROUNDS, extension)
