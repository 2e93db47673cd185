"""`kashf backup` and `kashf restore`: the same index, journal included, or nothing."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from indexer.backing_up import BackupError, backup_at
from tests.cli.conftest import Kashf

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def backup(filled: Kashf, tmp_path: Path) -> Path:
    file = tmp_path / "reports.kashf"
    answer = filled.json("backup", file)
    assert answer["documents"] == 3
    assert answer["bytes"] == file.stat().st_size
    return file


@pytest.fixture
def other(tmp_path: Path) -> Kashf:
    return Kashf(f"embedded:{tmp_path / 'restored'}")


def all_hits(kashf: Kashf) -> Any:
    answer = kashf.json("search", "حلب", "--size", "50")
    return {key: answer[key] for key in ("total", "hits", "facets")}


def rewritten(file: Path, name: str, content: bytes) -> Path:
    """The backup with one member's content exchanged."""
    changed = file.with_name(f"changed-{file.name}")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return changed


def test_a_restored_index_answers_as_the_first(filled: Kashf, other: Kashf, backup: Path) -> None:
    assert other.json("restore", backup)["documents"] == 3
    assert all_hits(other) == all_hits(filled)


def test_the_journal_comes_along(other: Kashf, backup: Path, reports: Path) -> None:
    other("restore", backup)
    answer = other.json("index", reports)
    assert (answer["added"], answer["updated"]) == (0, 0)
    assert other.json("doctor", "--deep")["ok"]


def test_a_document_of_the_journal_that_the_backup_lacks_is_indexed_again(other: Kashf, backup: Path, reports: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        first, *rest = archive.read("documents.jsonl").splitlines(keepends=True)
        manifest = json.loads(archive.read("backup.json"))
    manifest["sha256"]["documents.jsonl"] = hashlib.sha256(b"".join(rest)).hexdigest()
    shorter = rewritten(rewritten(backup, "documents.jsonl", b"".join(rest)), "backup.json", json.dumps(manifest).encode())
    answer = other.json("restore", shorter)
    assert (answer["documents"], answer["waiting"]) == (2, 1)
    assert other.json("index", reports)["added"] == 1
    assert json.loads(first)["id"] in {hit["id"] for hit in other.json("search", "", "--size", "50")["hits"]}


def test_a_journal_that_the_backup_has_not_takes_nothing_for_done(filled: Kashf, backup: Path, reports: Path) -> None:
    text = reports.read_text("utf-8")
    reports.write_text(text.replace("معارك في حلب", "معارك حلب"), "utf-8")
    assert filled.json("index", reports, "--slice", "1/1")["added"] == 3  # by a journal of its own, which does not know the first
    restored = filled.json("restore", backup, "--replace")
    assert (restored["documents"], restored["waiting"]) == (3, 3)
    filled("index", reports, "--slice", "1/1")
    assert filled.json("search", '"معارك حلب"', "--size", "50")["total"] == 1


def test_a_member_that_was_changed_is_not_believed(other: Kashf, backup: Path) -> None:
    changed = rewritten(backup, "documents.jsonl", b"")
    assert "documents.jsonl is not as it was written" in other("restore", changed, code=2).stderr


def test_what_is_there_is_not_lost_without_being_told(filled: Kashf, backup: Path) -> None:
    assert "--replace" in filled("restore", backup, code=2).stderr
    assert filled.json("restore", backup, "--replace")["documents"] == 3
    assert filled.json("status")["documents"] == 3


def test_a_file_that_is_there_is_not_overwritten_without_being_told(filled: Kashf, backup: Path) -> None:
    assert "--force" in filled("backup", backup, code=2).stderr
    filled("backup", backup, "--force")


def test_deleted_documents_stay_away(filled: Kashf, other: Kashf, reports: Path, tmp_path: Path) -> None:
    filled("delete", "aleppo")
    filled("backup", tmp_path / "after.kashf")
    other("restore", tmp_path / "after.kashf")
    assert other.json("index", reports)["added"] == 0
    assert other.json("status")["documents"] == 2


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_backup(other: Kashf, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "strange.kashf"
    file.write_bytes(content)
    assert "can not be read as a backup" in other("restore", file, code=2).stderr


@pytest.mark.parametrize("name", ["../../etc/x", "journals/../x.sqlite", "journals/CURRENT", "journals/..sqlite/x.sqlite"])
def test_a_zip_that_is_no_backup(other: Kashf, tmp_path: Path, name: str) -> None:
    file = tmp_path / "strange.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "backup.json", json.dumps({"kashf_backup": 1, "made": "", "documents": 0, "sha256": {"documents.jsonl": "", name: ""}})
        )
    assert "is no backup of Kashf" in other("restore", file, code=2).stderr


def test_a_newer_format(other: Kashf, backup: Path) -> None:
    wire = {"kashf_backup": 99, "made": "", "documents": 0, "sha256": {}}
    changed = rewritten(backup, "backup.json", json.dumps(wire).encode())
    assert "format 99" in other("restore", changed, code=2).stderr


def test_a_damaged_byte_is_found_before_anything_changes(filled: Kashf, backup: Path) -> None:
    data = bytearray(backup.read_bytes())
    data[80] ^= 0xFF
    backup.write_bytes(data)
    assert "damaged" in filled("restore", backup, "--replace", code=2).stderr
    assert filled.json("status")["documents"] == 3


def test_any_changed_byte_is_found_or_changes_nothing(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    with backup_at(backup) as sound:
        documents = list(sound.documents())
    changed = tmp_path / "changed.kashf"
    refused = 0
    for place in random.Random(7).sample(range(len(whole)), 200):
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        try:
            with backup_at(changed) as opened:
                opened.verify()
                assert list(opened.documents()) == documents
        except BackupError:
            refused += 1
    assert refused > 100


def test_a_place_that_can_not_be_written_to(filled: Kashf, tmp_path: Path) -> None:
    assert "can not be written" in filled("backup", tmp_path / "missing" / "x.kashf", code=2).stderr
    assert not (tmp_path / "missing").exists()
