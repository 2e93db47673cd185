"""`kashf alerts`: what is saved, and what is new."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from search import matching

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kashf


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Reports that come after the search was saved."""
    path = tmp_path / "later.jsonl"
    rows = [
        {
            "id": "new",
            "title": "هجوم جديد",
            "text": "هجوم على قاعدة عين الأسد بصواريخ <b>",
            "date": "2020-03-01",
            "source": "وكالة",
        },
        {"id": "other", "text": "هدوء في حمص."},
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def run(kashf: Kashf, *args: str, code: int = 0) -> list[Any]:
    return kashf.lines("alerts", "run", *args, code=code)


def test_what_is_indexed_later_is_new_once(filled: Kashf, reports: Path, later: Path) -> None:
    saved = filled.json("alerts", "add", "القاعدة", '"عين الأسد"')
    assert (saved["documents"], saved["new"], saved["request"]["text"]) == (1, 0, '"عين الأسد"')
    assert run(filled)[0]["new"] == 0
    filled("index", later)
    (news,) = run(filled, "--exit-code", code=4)
    assert (news["name"], news["new"], news["ids"]) == ("القاعدة", 1, ["new"])
    (hit,) = news["hits"]
    assert hit["snippet"]["text"][slice(*hit["snippet"]["spans"][0])] == "عين الأسد"
    assert run(filled, "--exit-code")[0]["new"] == 0
    reports.write_text(reports.read_text("utf-8") + "\n", "utf-8")
    filled("index", reports, later)
    filled("reindex")
    assert run(filled)[0]["new"] == 0


def test_nothing_stands_for_the_words_of_a_search_that_was_saved_so(filled: Kashf, later: Path) -> None:
    filled("alerts", "add", "typed", "attack", "--no-expand")
    filled("alerts", "add", "meant", "attack")
    filled("index", later)
    assert "typed: attack · as typed alone" in filled("alerts", "list").stdout
    assert {news["name"]: news["ids"] for news in run(filled)} == {"typed": [], "meant": ["new"]}


def test_text_names_the_new_ones_and_says_how_many_more(filled: Kashf, later: Path) -> None:
    filled("alerts", "add", "كل شيء")
    filled("index", later)
    shown = filled("alerts", "run", "--size", "1").stdout
    assert "كل شيء: 2 new" in shown
    assert "new · 2020-03-01 · وكالة" in shown
    assert "… 1 more" in shown
    assert filled("alerts", "run").stdout == "كل شيء: 0 new\n"


def test_what_was_deleted_before_it_was_told_is_only_left_out(filled: Kashf, later: Path) -> None:
    filled("alerts", "add", "القاعدة", '"عين الأسد"')
    filled("index", later)
    assert filled.json("alerts", "list")["new"] == 0  # nobody has looked yet
    filled("delete", "new")
    assert run(filled)[0] == {"name": "القاعدة", "new": 0, "ids": [], "hits": []}


def test_the_whole_state_narrows(filled: Kashf, later: Path) -> None:
    filled("alerts", "add", "منذ 2024", "هجوم", "--from", "2024", "--date-of", "report", "--level", "folded")
    filled("alerts", "add", "غيرها", "هجوم", "--not-source", "وكالة")
    filled("index", later)
    assert [news["new"] for news in run(filled)] == [0, 0]
    listed = filled("alerts", "list").stdout
    assert "هجوم · report dates 2024-01-01 to … · at least folded" in listed
    assert "not source: وكالة" in listed


def test_names(filled: Kashf) -> None:
    filled("alerts", "add", "a", "قصف")
    assert "already" in filled("alerts", "add", "a", "قصف", code=2).stderr
    assert "b" in filled("alerts", "remove", "b", code=2).stderr
    assert filled.json("alerts", "remove", "a") == {"removed": ["a"]}
    assert filled.lines("alerts", "list") == []
    assert run(filled, "b", code=1)[0]["name"] == "b"


def test_one_that_finds_too_much_does_not_stop_the_others(filled: Kashf, later: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled("alerts", "add", "أ", "عين الأسد")
    filled("alerts", "add", "ب")
    filled("index", later)
    monkeypatch.setattr(matching, "MAX_FOLLOWED", 2)
    first, second = run(filled, code=1)
    assert first["new"] == 1
    assert "5 documents" in second["error"]
    assert "narrow" in filled("alerts", "add", "ج", code=2).stderr


def test_without_an_index_or_with_a_broken_file_the_code_is_3(kashf: Kashf, filled: Kashf) -> None:
    filled("alerts", "add", "a", "قصف")
    path = filled.engine.removeprefix("embedded:") + "/saved.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 9")
    db.close()
    filled("alerts", "run", code=3)


def test_an_index_that_is_not_there(kashf: Kashf) -> None:
    kashf("alerts", "add", "a", "قصف", code=3)
