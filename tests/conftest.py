from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.soaking import SoakReport

if TYPE_CHECKING:
    from collections.abc import Iterator


# No test measures time: a busy machine would fail it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files anew from what the code gives")
    parser.addoption("--soak-report", metavar="FILE", help="add a table of what was done to a file (make soak)")


def pytest_configure(config: pytest.Config) -> None:
    if path := config.getoption("--soak-report"):
        config.pluginmanager.register(SoakReport(Path(path).absolute()))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
