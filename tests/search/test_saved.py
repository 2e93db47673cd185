"""Saved searches: what is kept, and what is bounded."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import fields
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.analysis import LEVELS
from engines.base import FIELDS, SortKey
from search import saved as saved_module
from search.saved import SavedFileError, SavedSearchError, SavedSearches, TakenNameError, UnknownSearchError
from search.saved_requests import NOT_KEPT, read_saved, write_saved
from search.values import SearchRequest

if TYPE_CHECKING:
    from pathlib import Path

WORD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
VALUES = st.dictionaries(st.sampled_from(FIELDS), st.lists(WORD, min_size=1, max_size=3).map(tuple), max_size=3)
REQUESTS = st.builds(
    SearchRequest,
    text=st.text(st.characters(codec="utf-8"), max_size=30),
    any_of=VALUES,
    none_of=VALUES,
    date_from=st.none() | st.dates(),
    date_to=st.none() | st.dates(),
    date_of=st.sampled_from(["event", "report"]),
    level=st.none() | st.sampled_from(LEVELS),
    sort=st.sampled_from(get_args(SortKey)),
)
REQUEST = SearchRequest("قصف", any_of={"actor": ("grp:kh",)}, level="stem")


@pytest.fixture
def saved(tmp_path: Path) -> SavedSearches:
    return SavedSearches(tmp_path / "beside" / "saved.sqlite")


@given(REQUESTS)
def test_a_request_is_kept_whole(request_: SearchRequest) -> None:
    assert read_saved(write_saved(request_)) == request_


def test_what_belongs_to_one_look_is_not_kept() -> None:
    assert read_saved(write_saved(SearchRequest("قصف", page=3, size=50, facet_size=100))) == SearchRequest("قصف")
    assert {field.name for field in fields(SearchRequest)} >= NOT_KEPT


def test_what_a_newer_kashf_saved_is_refused_by_name(saved: SavedSearches, tmp_path: Path) -> None:
    saved.add("غارات", REQUEST, [], "g1")
    with sqlite3.connect(tmp_path / "beside" / "saved.sqlite") as db:
        db.execute("""UPDATE searches SET request = '{"text": "قصف", "shape": "round"}'""")
    db.close()
    with pytest.raises(SavedSearchError, match=r"غارات.*shape"):
        saved.all()
    saved.remove("غارات")
    assert saved.all() == []


def test_without_a_file_there_is_nothing_and_none_is_made(saved: SavedSearches, tmp_path: Path) -> None:
    assert saved.all() == []
    with pytest.raises(UnknownSearchError, match="غارات"):
        saved.get("غارات")
    assert not (tmp_path / "beside").exists()


def test_what_was_there_is_known_and_what_comes_is_new_once(saved: SavedSearches) -> None:
    saved.add("غارات", REQUEST, ["a", "b"], "g1")
    assert saved.get("غارات").request == REQUEST
    assert saved.untold("غارات") == []
    saved.note("غارات", ["c", "b", "a"], "g2")
    assert [found.id for found in saved.untold("غارات")] == ["c"]
    assert (saved.get("غارات").new, saved.get("غارات").generation) == (1, "g2")
    saved.tell("غارات", saved.untold("غارات"))
    saved.note("غارات", ["c", "b"], "g3")  # a was deleted
    saved.note("غارات", ["a", "c", "b"], "g4")  # and came back
    assert saved.untold("غارات") == []


def test_names_are_single_lines(saved: SavedSearches) -> None:
    assert saved.add("  غارات \n بابل ", REQUEST, [], "g").name == "غارات بابل"
    with pytest.raises(TakenNameError, match="غارات بابل"):
        saved.add("غارات بابل", REQUEST, [], "g")
    for name in ("", "   ", "x" * 201, "a\x00b", "\ud800"):
        with pytest.raises(SavedSearchError):
            saved.add(name, REQUEST, [], "g")
    assert saved.add("<script>&", REQUEST, [], "g").name == "<script>&"


def test_searches_and_documents_are_bounded(saved: SavedSearches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_module, "MAX_SEARCHES", 2)
    monkeypatch.setattr(saved_module, "MAX_KEPT", 3)
    saved.add("one", REQUEST, ["a", "b"], "g1")
    saved.add("two", REQUEST, [], "g1")
    with pytest.raises(SavedSearchError, match="remove one"):
        saved.add("three", REQUEST, [], "g1")
    saved.note("one", ["b", "c", "d"], "g2")
    assert {found.id for found in saved.newest("one", 9)} == {"b", "c", "d"}
    saved.note("one", ["b", "c", "d", "e"], "g3")  # all of them are found: none is forgotten
    assert len(saved.newest("one", 9)) == 4
    saved.remove("one")
    assert saved.newest("one", 9) == []
    with pytest.raises(UnknownSearchError):
        saved.remove("one")


def test_the_newest_come_first_in_the_order_of_the_search(saved: SavedSearches) -> None:
    saved.add("غارات", REQUEST, ["newest", "older"], "g1")
    assert [found.id for found in saved.newest("غارات", 5)] == ["newest", "older"]
    assert [found.id for found in saved.newest("غارات", 1)] == ["newest"]
    assert saved.newest("غارات", 1)[0].seen.tzinfo == dt.UTC


def test_a_file_that_is_no_database_is_said(saved: SavedSearches, tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "saved.sqlite").write_text("no database" * 100)
    with pytest.raises(SavedFileError, match=r"saved\.sqlite"):
        saved.all()


def test_a_file_of_a_newer_kashf_is_left_alone(saved: SavedSearches, tmp_path: Path) -> None:
    saved.add("غارات", REQUEST, [], "g1")
    with sqlite3.connect(tmp_path / "beside" / "saved.sqlite") as db:
        db.execute("PRAGMA user_version = 9")
    db.close()
    with pytest.raises(SavedFileError, match="version 9"):
        saved.all()


def test_a_search_that_was_removed_meanwhile_is_no_error(saved: SavedSearches) -> None:
    saved.add("غارات", REQUEST, [], "g1")
    saved.remove("غارات")
    saved.note("غارات", ["a"], "g2")
    assert saved.newest("غارات", 5) == []
