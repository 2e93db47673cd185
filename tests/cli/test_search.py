"""`kashf search` as people read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kashf


def test_notes_are_told_in_words(filled: Kashf) -> None:
    told = filled("search", 'قصف "قاعدة')
    assert told.stderr == "note: a quotation mark without a partner was passed over\n"


def test_a_page_beyond_the_last_says_so(filled: Kashf) -> None:
    shown = filled("search", "", "--size", "2", "--page", "9").stdout
    assert "3 found" in shown
    assert "page 9 lies beyond the last, 2;" in shown
    assert "beyond" not in filled("search", "", "--size", "2", "--page", "2").stdout
    assert "beyond" not in filled("search", "سسسس").stdout


@pytest.fixture
def sources(kashf: Kashf, tmp_path: Path) -> Kashf:
    """An index of reports of ten sources, and of two without a source."""
    path = tmp_path / "sources.jsonl"
    named = [{"id": f"s{number}", "text": "قصف", "source": f"مصدر {number}"} for number in range(10)]
    lines = [*named, {"id": "a", "text": "قصف"}, {"id": "b", "text": "قصف"}]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    kashf("index", path, "--no-extract")
    return kashf


def shown_sources(kashf: Kashf) -> tuple[list[str], str]:
    """The values of the line of sources, and what it says of the rest."""
    (line,) = [line for line in kashf("search", "").stdout.splitlines() if line.startswith("source: ")]
    values, _, rest = line.removeprefix("source: ").partition(" … ")
    return values.split("، "), rest


def test_values_that_are_not_shown_are_counted(sources: Kashf) -> None:
    values, rest = shown_sources(sources)
    assert len(values) == 8
    assert [value for value in values if "[none]" in value] == ["غير مذكور [none] 2"]
    assert rest == "3 more"


def test_reports_that_are_nearly_the_same_are_shown_as_one(kashf: Kashf, tmp_path: Path) -> None:
    path = tmp_path / "agencies.jsonl"
    text = "أعلنت قيادة عمليات بابل مقتل سبعة مسلحين وإصابة ثلاثة في غارة جوية استهدفت مقرا لهم شمالي المحافظة فجر اليوم، وقالت إن "
    text += "القوات فتشت المكان بعد الغارة وعثرت على أسلحة وعتاد وأجهزة اتصال، ونقلت الجرحى إلى مستشفى في مدينة الحلة تحت الحراسة، "
    text += "فيما قال شهود من أهالي القرية المجاورة إنهم سمعوا دوي ثلاثة انفجارات قوية ورأوا أعمدة دخان قبل وصول سيارات الإسعاف"
    lines = [{"id": "first", "text": text}, {"id": "copy", "text": f"{text}."}]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    kashf("index", path, "--no-extract")
    shown = kashf("search", "غارة", "--fold").stdout
    assert "2 found" in shown
    assert "1 nearly the same: " in shown
    assert "nearly the same" not in kashf("search", "غارة").stdout


def test_nothing_stands_for_the_words_where_that_is_asked(filled: Kashf) -> None:
    assert filled.json("search", "Kataib Hezbollah")["total"] == 1
    assert filled.json("search", "Kataib Hezbollah", "--no-expand")["total"] == 0
