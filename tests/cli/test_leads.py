"""`kashf search` says what leads on: names, another spelling, and ways out of no hits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kashf


@pytest.fixture
def reports(kashf: Kashf, tmp_path: Path) -> Kashf:
    path = tmp_path / "reports.jsonl"
    lines = [
        {"id": "kh", "text": "قصف مقر كتائب حزب الله في العراق", "source": "وكالة"},
        {"id": "unifil", "text": "قوات اليونيفيل في لبنان", "source": "مكتب"},
    ]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    kashf("index", path)
    return kashf


def test_an_actor_is_found_by_another_spelling_and_offered(reports: Kashf) -> None:
    shown = reports("search", "Kataeb Hizbullah").stdout
    assert "1 found" in shown
    assert "the actor كتائب حزب الله" in shown
    assert "1 found with --actor grp:kataib-hezbollah" in shown


def test_another_spelling_is_told(reports: Kashf) -> None:
    assert "did you mean: قوات اليونيفيل (1)" in reports("search", "قوات اليونيفل").stdout


def test_no_hits_lead_on(reports: Kashf) -> None:
    shown = reports("search", "قصف", "--source", "مكتب").stdout
    assert "without --source مكتب: 1 found" in shown
    assert "without any words: 1 found" in shown
