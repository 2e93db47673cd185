"""The notices are found in a source tree and in an installation, and their absence is told."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from webapp import notices

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    notices.notice_text.cache_clear()
    yield
    notices.notice_text.cache_clear()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As if the package lay in a folder of installed packages, without NOTICE beside it."""
    monkeypatch.setattr(notices, "__file__", str(tmp_path / "webapp/notices.py"))
    return tmp_path


class Listed(PurePosixPath):
    """A file of an installation, as `importlib.metadata` lists it."""

    def read_text(self, encoding: str) -> str:
        return f"notice of {self} in {encoding}"


def test_the_notice_of_the_source_tree_is_read() -> None:
    assert notices.notice_text() == (Path(__file__).parents[2] / "NOTICE").read_text(encoding="utf-8")


def test_the_notice_of_an_installation_is_read(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [Listed("webapp/app.py"), Listed("kashf-1.dist-info/licenses/NOTICE")]
    monkeypatch.setattr(metadata, "files", lambda _name: files)
    assert notices.notice_text() == "notice of kashf-1.dist-info/licenses/NOTICE in utf-8"


@pytest.mark.parametrize("missing", [True, False])
def test_a_missing_notice_is_told(installed: Path, monkeypatch: pytest.MonkeyPatch, missing: bool) -> None:
    def files(name: str) -> list[Listed]:
        if missing:
            raise metadata.PackageNotFoundError(name)
        return []

    monkeypatch.setattr(metadata, "files", files)
    with pytest.raises(notices.NoticeMissingError, match="install Kashf anew"):
        notices.notice_text()
