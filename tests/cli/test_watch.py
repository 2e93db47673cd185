"""`kashf watch`: a process of its own, until it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cli
from engines import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Kashf

ROOT = Path(cli.__file__).parents[1]
PATIENCE = 60.0
"""Seconds for what takes two on a quiet machine."""


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("قصف على القاعدة", "utf-8")
    return folder


@pytest.fixture
def watching(kashf: Kashf, reports: Path) -> Iterator[subprocess.Popen[bytes]]:
    program = "from cli.main import main; main()"
    options = ["watch", str(reports), "--prune", "--no-extract", "--engine", kashf.engine]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", program, *options], env=environment, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def total(kashf: Kashf, query: str) -> int:
    try:
        found: int = kashf.json("search", query)["total"]
    except (AssertionError, EngineError):  # there is no index yet
        return -1
    return found


def test_what_appears_changes_and_vanishes(kashf: Kashf, reports: Path, watching: subprocess.Popen[bytes]) -> None:
    eventually(lambda: total(kashf, "قصف") == 1)
    (reports / "sub").mkdir()
    (reports / "sub" / "b.txt").write_text("معارك في حلب", "utf-8")
    eventually(lambda: total(kashf, "معارك") == 1)
    (reports / "a.txt").write_text("هدوء حذر", "utf-8")
    eventually(lambda: (total(kashf, "قصف"), total(kashf, "هدوء")) == (0, 1))
    (reports / "sub" / "b.txt").unlink()
    eventually(lambda: total(kashf, "معارك") == 0)
    watching.send_signal(signal.SIGINT)
    assert watching.wait(PATIENCE) == 0
    assert kashf.json("index", reports)["added"] == 0


def test_a_path_that_is_not_there_is_code_2(kashf: Kashf) -> None:
    assert "is not there" in kashf("watch", "gone", code=2).stderr
