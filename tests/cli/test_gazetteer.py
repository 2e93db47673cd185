"""`kashf gazetteer`, and what KASHF_GAZETTEER changes in all commands."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kashf

MINE = """\
country: IQ
type: armed_group
actors:
  - id: grp:badiya-falcons
    label: {ar: كتائب صقور البادية, en: Badiya Falcons}
correct:
  - id: grp:kataib-hezbollah
    label: {ar: الكتائب, en: The Battalions}
forbid: [الجيش السوري]
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, "utf-8")
    return path


@pytest.fixture
def with_mine(kashf: Kashf, mine: Path, monkeypatch: pytest.MonkeyPatch) -> Kashf:
    monkeypatch.setenv("KASHF_GAZETTEER", str(mine))
    return kashf


# ---- check, show, stats


def test_check_counts_what_the_users_file_says(with_mine: Kashf, mine: Path) -> None:
    found = with_mine.json("gazetteer", "check")
    assert found["ok"] is True
    assert found["yours"] == {"path": str(mine), "added": 1, "corrected": 1, "merged": 0, "forbidden": 1}
    assert "1 added, 1 corrected, 0 merged, 1 forbidden" in with_mine("gazetteer", "check").stdout


def test_check_without_a_file_tells_how_to_name_one(kashf: Kashf) -> None:
    assert kashf.json("gazetteer", "check")["yours"] is None
    shown = kashf("gazetteer", "check").stdout
    assert re.match(r"[\d,]+ actors, [\d,]+ places: all well\n", shown)
    assert "KASHF_GAZETTEER" in shown


def test_a_mistake_is_code_2_with_file_and_line(kashf: Kashf, mine: Path, reports: Path) -> None:
    mine.write_text("correct:\n  - id: grp:baddr\n", "utf-8")
    message = f"kashf: {mine}:2: the id grp:baddr is not in the gazetteer; did you mean grp:badr"
    for command in (["gazetteer", "check"], ["extract", reports], ["index", reports]):
        assert kashf("--gazetteer", mine, *command, code=2).stderr.startswith(message)


def test_show_prints_names_conditions_parents_and_the_line(with_mine: Kashf, mine: Path) -> None:
    entry = with_mine.json("gazetteer", "show", "grp:kataib-hezbollah")
    assert entry.keys() == {"id", "kind", "type", "label", "country", "path", "names", "where"}
    assert entry["label"] == {"ar": "الكتائب", "en": "The Battalions"}
    assert {"text": "كتائب حزب الله", "counts": "full"} in entry["names"]
    assert entry["where"].endswith(f", {mine}:7")
    shown = with_mine("gazetteer", "show", "عين الاسد").stdout
    assert "قاعدة عين الأسد" in shown
    assert "part of: cty:IQ › adm:IQ-anbar" in shown
    assert re.search(r"in: iraq\.tsv:\d+\n", shown)


def test_show_knows_actors_and_places_of_one_name(kashf: Kashf) -> None:
    kinds = {entry["kind"]: entry for entry in kashf.lines("gazetteer", "show", "واشنطن")}
    assert kinds.keys() == {"actor", "location"}
    assert {"text": "واشنطن", "counts": "capital"} in kinds["actor"]["names"]
    assert kinds["location"]["lat"] == pytest.approx(38.9, abs=0.2)


def test_show_helps_where_nothing_is_found(with_mine: Kashf, mine: Path) -> None:
    assert "did you mean منظمة بدر" in with_mine("gazetteer", "show", "منظمه بدررر", code=2).stderr
    assert "KASHF_GAZETTEER" in with_mine("gazetteer", "show", "zzzzzzzzzz", code=2).stderr
    mine.write_text("merge: {grp:badr: gov:IQ-pmf}", "utf-8")
    assert "merges it into gov:IQ-pmf" in with_mine("gazetteer", "show", "grp:badr", code=2).stderr


def test_stats_counts_by_type_level_and_country(kashf: Kashf) -> None:
    counts = kashf.json("gazetteer", "stats")
    assert sum(counts["actors"]["type"].values()) == counts["actors"]["total"] == sum(counts["actors"]["country"].values())
    assert sum(counts["places"]["level"].values()) == counts["places"]["total"]
    assert 0 < counts["places"]["written"] < counts["places"]["total"]
    assert "level: " in kashf("gazetteer", "stats").stdout


# ---- all commands


def test_extract_finds_what_the_user_added(kashf: Kashf, mine: Path) -> None:
    text = "أعلنت كتائب صقور البادية مسؤوليتها".encode()
    assert [actor["id"] for actor in kashf.json("extract", "-", stdin=text)["actors"]] != ["grp:badiya-falcons"]
    found = kashf.json("--gazetteer", mine, "extract", "-", stdin=text)
    assert [actor["id"] for actor in found["actors"]] == ["grp:badiya-falcons"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_reindex_applies_it_without_the_sources(filled: Kashf, reports: Path, mine: Path, jobs: int) -> None:
    def buckets(*options: object) -> dict[str, str]:
        found = filled.json(*options, "search", "")["facets"]["actor"]
        return {bucket["value"]: bucket["label"]["ar"] for bucket in found if bucket["count"]}

    before = buckets()
    assert before["grp:kataib-hezbollah"] == "كتائب حزب الله"
    assert any(value.startswith("gov:SY") for value in before)
    reports.unlink()
    filled("--gazetteer", mine, "reindex", "--jobs", jobs)
    after = buckets("--gazetteer", mine)
    assert after["grp:kataib-hezbollah"] == "الكتائب"
    assert not any(value.startswith(("gov:SY", "x:")) for value in after)


def test_labels_follow_before_the_next_reindex(filled: Kashf, mine: Path) -> None:
    found = filled.json("--gazetteer", mine, "search", "")["facets"]["actor"]
    assert "The Battalions" in json.dumps(found)


def test_status_lists_names_of_the_sources_that_nobody_knows(kashf: Kashf, tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    reports = [
        {"text": "نص أول", "actors": ["كتائب صقور البادية", "كتائب حزب الله"], "locations": ["قرية لا يعرفها أحد"]},
        {"text": "نص ثان", "actors": ["كتائب صقور البادية"]},
    ]
    path.write_text("\n".join(json.dumps(report) for report in reports), "utf-8")
    kashf("index", path)
    assert kashf.json("status")["unresolved"] == {
        "count": 2,
        "first": [
            {"kind": "actor", "name": "كتائب صقور البادية", "documents": 2},
            {"kind": "location", "name": "قرية لا يعرفها أحد", "documents": 1},
        ],
    }
    shown = kashf("status").stdout
    assert "2 actors and locations of the sources are in no gazetteer: كتائب صقور البادية (2)، قرية لا يعرفها أحد (1)\n" in shown
    mine = tmp_path / "mine.yaml"
    mine.write_text(MINE, "utf-8")
    kashf("--gazetteer", mine, "reindex")
    assert [name["name"] for name in kashf.json("status")["unresolved"]["first"]] == ["قرية لا يعرفها أحد"]
    assert kashf.json("search", "", "--actor", "grp:badiya-falcons")["total"] == 2
