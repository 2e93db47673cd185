"""An upload is a run of `kashf index`, with the same journal."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import click
import pytest

from cli.uploads import index_into
from indexer.defaults import NO_DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexer.defaults import Defaults
    from indexer.values import Report
    from tests.cli.conftest import Kashf


@pytest.fixture
def index(kashf: Kashf) -> Callable[[Path, Defaults], Report]:
    made: list[Callable[[Path, Defaults], Report]] = []

    @click.command()
    def command() -> None:
        made.append(index_into(kashf.engine))

    command.main([], standalone_mode=False)
    return made[0]


def test_a_folder_is_indexed_in_another_thread_and_found(
    kashf: Kashf, index: Callable[[Path, Defaults], Report], tmp_path: Path
) -> None:
    folder = tmp_path / "upload"
    folder.mkdir()
    (folder / "a.txt").write_text("قصف على قاعدة عين الأسد في الأنبار", encoding="utf-8")
    (folder / "b.pdf").write_bytes(b"no pdf")
    reports: list[Report] = []
    for _ in range(2):
        thread = threading.Thread(target=lambda: reports.append(index(folder, NO_DEFAULTS)))
        thread.start()
        thread.join()
    first, second = reports
    assert (first.added, [failure.stage for failure in first.failed]) == (1, ["read"])
    assert (second.added, second.unchanged) == (0, 1)
    assert kashf.json("search", "قصف")["total"] == 1
    assert kashf.json("status")["documents"] == 1
