"""The file of the password."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from webapp.access.passwords import PasswordError, read_password, write_password

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "kashf/password"
    write_password(file, "اسم قديم لبيت بعيد")
    kept = file.read_text(encoding="utf-8")
    assert kept.startswith("scrypt:")
    assert "بيت" not in kept
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_password(file).matches("اسم قديم لبيت بعيد")
    assert not read_password(file).matches("اسم قديم لبيت")


def test_a_new_one_takes_the_place_of_the_old(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("as anybody may read", encoding="utf-8")
    file.chmod(0o644)
    write_password(file, "a new one, long enough")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["password"]


@pytest.mark.parametrize("short", ["", "short", "x" * 1001])
def test_short_ones_are_refused(tmp_path: Path, short: str) -> None:
    with pytest.raises(PasswordError, match="12 characters"):
        write_password(tmp_path / "password", short)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"the password as it is", b"scrypt:1:2", b"\xff\xfe"])
def test_a_file_without_a_hash_is_refused_and_not_quoted(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "password"
    file.write_bytes(content)
    with pytest.raises(PasswordError, match="kashf password") as caught:
        read_password(file)
    assert "as it is" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PasswordError, match="No such file"):
        read_password(tmp_path / "none")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PasswordError, match="can not be kept"):
        write_password(tmp_path / "file/password", "long enough to be one")
