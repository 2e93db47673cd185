"""Addresses of engines."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from engines import EngineUnavailableError, open_engine
from engines.embedded import EmbeddedEngine

if TYPE_CHECKING:
    from pathlib import Path


def test_embedded_is_a_folder(tmp_path: Path) -> None:
    with closing(open_engine(f"embedded:{tmp_path}/a b:c", fingerprint="f", create=True)) as engine:
        assert isinstance(engine, EmbeddedEngine)
        assert engine.info().url == f"embedded:{tmp_path}/a b:c"
    assert (tmp_path / "a b:c" / "index.json").exists()


def test_relative_and_home_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    open_engine("embedded:./here", fingerprint="f", create=True).close()
    open_engine("embedded:~/there", fingerprint="f", create=True).close()
    assert (tmp_path / "here" / "index.json").exists()
    assert (tmp_path / "home" / "there" / "index.json").exists()


@pytest.mark.parametrize("url", ["", "embedded", "embedded:", "/path", "ftp://x", "Embedded:x"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(EngineUnavailableError, match="embedded:PATH"):
        open_engine(url, fingerprint="f", create=True)
