"""`kashf doctor`: what it finds, and what it says to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from analyzers import kashf_analyzer
from cli import checks
from cli.opening import journal_path
from engines import damaged_files, open_engine
from extraction.places import PlaceDataError

if TYPE_CHECKING:
    from tests.cli.conftest import Kashf


def found(kashf: Kashf, *options: str, code: int = 0, gazetteer: Path | None = None) -> dict[str, Any]:
    before = ("--gazetteer", gazetteer) if gazetteer else ()
    answer = kashf.json(*before, "doctor", *options, code=code)
    assert answer["ok"] is (code == 0)
    return {finding["check"]: finding for finding in answer["findings"]}


@pytest.mark.parametrize("options", [[], ["--deep"]])
def test_a_sound_index(filled: Kashf, options: list[str]) -> None:
    findings = found(filled, *options)
    for name in ("versions", "analyzer", "gazetteer", "permissions", "index", "journal"):
        assert findings[name]["state"] == "ok", name
    assert "documents: 3" in findings["index"]["found"]
    assert "✓ journal: 3 documents, as the index\n" in filled("doctor").stdout


def test_the_journals_of_slices_are_looked_at(kashf: Kashf, reports: Path) -> None:
    kashf("index", reports, "--slice", "1/1", "--no-extract")
    findings = found(kashf, "--deep")
    assert findings["journal"]["found"] == "3 documents, as the index"
    assert findings["extraction"]["found"] == "documents were indexed with --no-extract"
    kashf("reindex")
    assert found(kashf)["extraction"]["state"] == "ok"


def test_no_index(kashf: Kashf) -> None:
    assert "kashf index" in found(kashf, code=3)["index"]["next"]


def test_an_index_of_another_analyzer(kashf: Kashf) -> None:
    open_engine(kashf.engine, fingerprint="another", create=True).close()
    assert found(kashf, code=3)["index"]["next"] == "kashf reindex"


def flip(kashf: Kashf, kind: str) -> str:
    """One bit of the index's largest file of a kind; gives its name."""
    folder = Path(kashf.engine.removeprefix("embedded:"))
    file = max(folder.glob(f"v*/*.{kind}"), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    changed = folder / "changed"
    changed.write_bytes(data)
    changed.replace(file)  # not cut short in place: a reader that still maps it would end this process
    return file.name


@pytest.mark.parametrize("kind", ["idx", "pos", "fieldnorm"])
def test_a_damaged_file_is_named_and_made_again_from_the_stored_texts(filled: Kashf, kind: str) -> None:
    assert found(filled, "--deep")["files"]["state"] == "ok"
    name = flip(filled, kind)
    finding = found(filled, "--deep", code=3)["files"]
    assert name in finding["found"]
    assert finding["next"] == "kashf reindex"
    filled("reindex")
    assert found(filled, "--deep")["files"]["state"] == "ok"
    assert filled.json("search", "حلب")["total"] == 1


def test_damaged_texts_come_from_a_backup(filled: Kashf, tmp_path: Path) -> None:
    filled("backup", tmp_path / "whole.kashf")
    name = flip(filled, "store")
    finding = found(filled, "--deep", code=3)["files"]
    assert name in finding["found"]
    assert "kashf restore" in finding["next"]
    filled("restore", tmp_path / "whole.kashf", "--replace")
    assert found(filled, "--deep")["files"]["state"] == "ok"


@pytest.mark.parametrize("left", [0, 4, 200])
def test_a_file_that_was_cut_off(filled: Kashf, left: int) -> None:
    folder = Path(filled.engine.removeprefix("embedded:"))
    file = next(folder.glob("v*/*.pos"))
    file.write_bytes(file.read_bytes()[:left])
    assert file.name in damaged_files(filled.engine)[0]


def test_what_a_killed_process_left_half_written_is_no_damage(filled: Kashf) -> None:
    folder = next(path for path in Path(filled.engine.removeprefix("embedded:")).glob("v*") if path.is_dir())
    segment = next(folder.glob("*.store")).stem
    for name in (f"{'0' * 32}.store", f"{'0' * 32}.term", f"{segment}.999.del", ".tmp12345"):
        (folder / name).write_bytes(b"")
    assert damaged_files(filled.engine) == ()
    assert found(filled, "--deep")["files"]["state"] == "ok"


def test_damaged_deletions_are_damage(filled: Kashf) -> None:
    with open_engine(filled.engine, fingerprint=kashf_analyzer().fingerprint).writer() as writer:
        writer.delete(["aleppo"])
        writer.commit()
    (file,) = Path(filled.engine.removeprefix("embedded:")).glob("v*/*.del")
    file.write_bytes(b"\xff" + file.read_bytes()[1:])
    assert file.name in damaged_files(filled.engine)[0]


def test_documents_that_are_not_where_the_journal_says(filled: Kashf) -> None:
    with open_engine(filled.engine, fingerprint=kashf_analyzer().fingerprint).writer() as writer:
        writer.delete(["aleppo"])
        writer.commit()
    assert "1 documents" in found(filled, code=3)["journal"]["found"]
    assert "1 documents" in found(filled, "--deep", code=3)["journal"]["found"]


def test_a_journal_that_is_damaged_or_gone(filled: Kashf) -> None:
    path = journal_path(filled.engine)
    path.write_bytes(b"this is no database, and long enough to be seen as none" * 40)
    assert found(filled, code=3)["journal"]["state"] == "bad"
    path.unlink()
    assert found(filled)["journal"]["state"] == "warning"


def test_failures_of_the_last_runs(filled: Kashf, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\0")
    filled("index", tmp_path / "bad.txt", code=1)
    assert "--only-failed" in found(filled)["failures"]["next"]


def test_documents_of_another_gazetteer_or_of_none(filled: Kashf, tmp_path: Path) -> None:
    assert found(filled)["extraction"]["state"] == "ok"
    own = tmp_path / "own.yaml"
    entry = "{id: 'grp:mine', type: armed_group, label: {ar: كتيبة المثال الأولى, en: Example One}}"
    own.write_text(f"actors:\n  - {entry}\n", "utf-8")
    (tmp_path / "plain.txt").write_text("نص بلا استخراج", "utf-8")
    filled("index", tmp_path / "plain.txt", "--no-extract")
    assert "--no-extract" in found(filled)["extraction"]["found"]
    finding = found(filled, gazetteer=own)["extraction"]
    assert (finding["state"], finding["next"]) == ("warning", "kashf reindex")
    filled("reindex")
    assert found(filled)["extraction"]["state"] == "ok"


def test_a_gazetteer_that_can_not_be_used(filled: Kashf, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PlaceDataError("iq.tsv:3: no parent")

    monkeypatch.setattr(checks, "default_extractor", fail)
    assert found(filled, code=1)["gazetteer"]["found"] == "iq.tsv:3: no parent"


def test_helpers_and_room_that_are_wanting(filled: Kashf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.shutil, "which", lambda _: None)
    monkeypatch.setattr(checks, "MIN_FREE_BYTES", 1 << 80)
    findings = found(filled)
    assert "apt install" in findings["Tesseract"]["next"]
    assert findings["disk"]["state"] == "warning"
