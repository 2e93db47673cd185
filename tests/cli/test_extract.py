"""`kashf extract --explain`: why each thing was found, and how date and country were."""

from __future__ import annotations

import importlib
import json
import re
from typing import TYPE_CHECKING

from indexer import isolation

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Kashf

TEXT = "بغداد/ 20 كانون الثاني 2024: قال اللواء يحيى رسول إن الجيش قصف كتائب حزب الله قرب جرف النصر ولواء رماح الهضبة"


def test_rules_entries_and_evidence_are_told(kashf: Kashf) -> None:
    found = kashf.json("extract", "-", "--explain", stdin=TEXT.encode())
    assert (found["report_date"], found["date_found"]) == ("2024-01-20", "dateline")
    assert (found["country"], found["country_found"], found["unresolved"]) == ("IQ", "dateline", [])
    actors = {actor["id"]: actor for actor in found["actors"]}
    assert re.fullmatch(r"actors/iraq\.yaml:\d+", actors["grp:kataib-hezbollah"]["entry"])
    assert actors["gov:IQ-army"]["mentions"][0]["rule"] == "country:gov:IQ-army"
    assert [actor["entry"] for id_, actor in actors.items() if id_.startswith("x:")] == [""]
    (town,) = (place for place in found["locations"] if place["label"]["ar"] == "جرف النصر")
    assert re.fullmatch(r".*iraq\.tsv:\d+", town["entry"])
    assert 0 < town["confidence"] <= 1
    (baghdad,) = (place for place in found["locations"] if place["label"]["ar"] == "بغداد")
    assert "adm:IQ-baghdad-governorate" in baghdad["alternatives"]


def test_the_same_for_people(kashf: Kashf) -> None:
    shown = kashf("extract", "-", "--explain", stdin=TEXT.encode()).stdout
    assert "(2024-01-20, from: dateline)\n  about IQ (dateline)\n" in shown
    assert re.search(r"كتائب حزب الله \[grp:kataib-hezbollah\].*gazetteer.*\n +entry: actors/iraq\.yaml:\d+\n", shown)
    assert re.search(r"iraq\.tsv:\d+; confidence \d\.\d\d; not adm:IQ-baghdad-governorate", shown)
    assert "in no gazetteer: by the form of its name" in shown


def test_without_explain_nothing_of_it_is_shown(kashf: Kashf) -> None:
    assert kashf.json("extract", "-", stdin=TEXT.encode()).keys() == {"id", "report_date", "actors", "locations", "dates"}
    shown = kashf("extract", "-", stdin=TEXT.encode()).stdout
    assert "entry" not in shown
    assert "about" not in shown


def test_a_date_that_the_user_gives_wins(kashf: Kashf, tmp_path: Path) -> None:
    assert kashf.json("extract", "-", "--date", "2024-01-25", "--explain", stdin=TEXT.encode())["date_found"] == "option"
    path = tmp_path / "2024-01-22-report.txt"
    path.write_text(TEXT, "utf-8")
    found = kashf.json("extract", path, "--explain")
    assert (found["report_date"], found["date_found"]) == ("2024-01-22", "file name")


def test_names_of_the_source_that_nobody_knows_are_told(kashf: Kashf) -> None:
    report = {"text": "نص", "actors": ["كتائب حزب الله", "جمعية س"], "locations": ["بغداد", "قرية لا يعرفها أحد"]}
    data = json.dumps(report).encode()
    found = kashf.json("extract", "-", "--explain", stdin=data)
    assert found["unresolved"] == [{"kind": "actor", "name": "جمعية س"}, {"kind": "location", "name": "قرية لا يعرفها أحد"}]
    assert "as the source has it: location قرية لا يعرفها أحد" in kashf("extract", "-", "--explain", stdin=data).stdout


def test_the_id_is_the_one_that_the_index_gives(kashf: Kashf) -> None:
    found = kashf.json("extract", "-", stdin=TEXT.encode())
    kashf("index", "-", stdin=TEXT.encode())
    (hit,) = kashf.json("search", "")["hits"]
    assert (hit["id"], hit["report_date"]) == (found["id"], "2024-01-20")


def test_reindex_finds_the_date_in_the_text_again(kashf: Kashf) -> None:
    kashf("index", "-", "--no-extract", stdin=TEXT.encode())
    assert kashf.json("search", "")["hits"][0]["report_date"] is None
    kashf("reindex")
    assert kashf.json("search", "")["hits"][0]["report_date"] == "2024-01-20"
    kashf("reindex")
    assert kashf.json("search", "")["hits"][0]["report_date"] == "2024-01-20"


def test_a_library_that_crashes_fails_its_file_alone(kashf: Kashf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "crashing.py").write_text("import os\n\n\ndef read(*_args, **_options):\n    os.abort()\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(isolation, "READ", importlib.import_module("crashing").read)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    done = kashf("extract", tmp_path / "a.pdf", tmp_path / "b.txt", "--json", code=1)
    assert "crashed on it (SIGABRT)" in done.stderr
    assert json.loads(done.stdout)["report_date"] == "2024-01-20"
