"""`kashf export`: all hits, or the whole index."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

import search.every_hit
from tests.cli.conftest import REPORTS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kashf


def test_the_whole_index_makes_the_same_index_again(filled: Kashf, tmp_path: Path) -> None:
    output = tmp_path / "all.jsonl"
    assert filled.json("export", "--output", output) == {"documents": 3, "output": str(output)}
    other = type(filled)(f"embedded:{tmp_path / 'other'}")
    assert other.json("index", output)["added"] == 3
    first, second = (kashf.json("search", "")["facets"] for kashf in (filled, other))
    assert first == second
    assert sorted(other("export").stdout.splitlines()) == sorted(output.read_text("utf-8").splitlines())


def test_the_hits_of_a_search_and_no_others(filled: Kashf) -> None:
    lines = [json.loads(line) for line in filled("export", "معارك حلب", "--source", "مراسل").stdout.splitlines()]
    assert [line["id"] for line in lines] == ["aleppo"]
    assert lines[0]["text"] == REPORTS[1]["text"]
    assert {place["label"]["ar"] for place in lines[0]["extracted"]["locations"]} >= {"حلب"}
    assert filled("export", "لا شيء من هذا هنا البتة").stdout == ""


def test_more_hits_than_a_page(kashf: Kashf, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({"id": str(number), "text": f"قصف {number}"}) for number in range(230)), "utf-8")
    kashf("index", path, "--no-extract")
    ids = [json.loads(line)["id"] for line in kashf("export", "قصف").stdout.splitlines()]
    assert sorted(ids, key=int) == [str(number) for number in range(230)]


def test_more_hits_than_can_be_paged_to_are_refused_before_anything_is_written(
    filled: Kashf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search.every_hit, "MAX_OFFSET", 1)
    output = tmp_path / "hits.csv"
    output.write_text("kept", "utf-8")
    refused = filled("export", "--from", "2024", "--format", "csv", "--excel", "--output", output, code=2)
    assert "2 documents are found" in refused.stderr
    assert output.read_text("utf-8") == "kept"
    assert not list(tmp_path.glob("*.part"))
    assert filled("export", "--from", "2024", "--excel", "--format", "csv", code=2).stdout == ""
    assert len(filled("export").stdout.splitlines()) == 3  # the whole index has no such limit


@pytest.mark.parametrize("excel", [True, False])
def test_csv_with_and_without_the_mark_of_excel(filled: Kashf, tmp_path: Path, excel: bool) -> None:
    output = tmp_path / "hits.csv"
    filled("export", "--format", "csv", "--output", output, *["--excel"] * excel)
    raw = output.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") is excel
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert {row["id"] for row in rows} == {"ain-al-asad", "aleppo", "undated"}
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("options", [["--excel"], ["--json"], ["--from", "2025", "--to", "2024"], ["--output", "gone/x.jsonl"]])
def test_wrong_usage_is_code_2(filled: Kashf, options: list[str]) -> None:
    assert filled("export", *options, code=2).stderr
