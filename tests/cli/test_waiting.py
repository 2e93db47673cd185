"""kashf index --wait, --file-timeout: others that write to the index, files that do not end."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from analyzers import kashf_analyzer
from engines import open_engine
from indexer.defaults import Defaults
from indexer.values import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engines.base import Engine
    from tests.cli.conftest import Kashf


@pytest.fixture
def other(kashf: Kashf) -> Iterator[Engine]:
    """Another that opened the same index."""
    with closing(open_engine(kashf.engine, fingerprint=kashf_analyzer().fingerprint, create=True)) as engine:
        yield engine


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("قصف على حلب", "utf-8")
    return path


def test_a_second_indexer_is_told_how_to_wait(kashf: Kashf, other: Engine, report: Path) -> None:
    with other.writer():
        result = kashf("index", report, "--no-extract", code=3)
    assert "--wait SECONDS" in result.stderr


def test_it_waits_no_longer_than_it_was_told(kashf: Kashf, other: Engine, report: Path) -> None:
    with other.writer():
        result = kashf("index", report, "--no-extract", "--wait", "0.2", code=3)
    assert "waiting for it, 0.2 s at most" in result.stderr
    assert "waited 0.2 s for it" in result.stderr


def test_it_goes_on_when_the_other_has_done(kashf: Kashf, other: Engine, report: Path) -> None:
    holding, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        with other.writer():
            holding.set()
            may_go.wait(60)

    holder = threading.Thread(target=hold)
    holder.start()
    assert holding.wait(60)
    threading.Timer(1.0, may_go.set).start()
    assert kashf.json("index", report, "--no-extract", "--wait", "60")["added"] == 1
    holder.join()


def test_ctrl_c_ends_the_waiting(kashf: Kashf, other: Engine, report: Path) -> None:
    timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    began = time.monotonic()
    with other.writer():
        timer.start()
        kashf("index", report, "--no-extract", "--wait", "600", code=3)
    assert time.monotonic() - began < 300


def test_standard_input_is_what_the_user_says(kashf: Kashf) -> None:
    table = "النص\nقصف على حلب\nقصف على الرقة\n".encode()
    assert kashf.json("index", "-", "--no-extract", "--dry-run", stdin=table)["added"] == 1
    assert kashf.json("index", "-", "--no-extract", "--format", "csv", stdin=table)["added"] == 2
    assert "csv" in kashf("index", "-", "--format", "wav", stdin=table, code=2).stderr


def test_the_time_for_a_file_is_no_setting_of_its_documents() -> None:
    defaults = Defaults(reading=ReadOptions(patience=7.0))
    assert defaults.reading.patience == 7.0
    assert defaults.settings == ""
    assert defaults.over('{"source": "أ"}').reading.patience == 7.0


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "-1"])
@pytest.mark.parametrize("command", [("index", "--wait"), ("watch", "--settle"), ("status", "--timeout")])
def test_what_is_no_number_of_seconds_is_refused(kashf: Kashf, report: Path, number: str, command: tuple[str, str]) -> None:
    name, option = command
    assert option in kashf(name, *([] if name == "status" else [report]), option, number, code=2).stderr
