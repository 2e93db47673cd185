"""The tables that unlisted places are found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extraction.evidence import EvidenceError
from extraction.heads import HeadTables, read_heads
from extraction.places import DATA

if TYPE_CHECKING:
    from pathlib import Path

NOUNS = "حي|أحياء+\tneighbourhood\tpart\tany\town\tIQ,SY"
PARTS = "closed\tالمدينة"


@pytest.fixture(scope="module")
def tables() -> HeadTables:
    return read_heads(DATA / "places")


def test_a_noun_is_known_behind_proclitics(tables: HeadTables) -> None:
    known = tables.head("وبحي")
    assert known is not None
    assert known[0] == "وب"
    assert (known[1].word, known[1].level, known[1].plural) == ("حي", "neighbourhood", False)
    assert tables.head("كتاب") is None


def test_a_plural_is_labelled_with_its_singular(tables: HeadTables) -> None:
    known = tables.head("احياء")
    assert known is not None
    assert (known[1].word, known[1].written, known[1].plural) == ("حي", "أحياء", True)


def test_no_noun_is_a_closed_word(tables: HeadTables) -> None:
    assert not set(tables.heads) & tables.closed


def test_a_noun_is_used_in_its_countries(tmp_path: Path) -> None:
    head = _read(tmp_path, NOUNS, PARTS).heads["حي"]
    assert head.used_in("IQ")
    assert not head.used_in("YE")


@pytest.mark.parametrize(
    ("nouns", "parts", "problem"),
    [
        ("حي\tquarter\tpart\tany\town\t*", PARTS, r"heads\.tsv:1: unknown level 'quarter'"),
        ("حي\tneighbourhood\thead\tany\town\t*", PARTS, r"heads\.tsv:1: part or unit, any, place, rare, study"),
        ("حي\tneighbourhood\tpart\tany\town", PARTS, r"heads\.tsv:1: 6 columns"),
        (NOUNS, "stop\tالمدينة", r"name_parts\.tsv:1: a kind \("),
        (NOUNS, "generic\tplace\tالحي\tالشرقي", r"name_parts\.tsv:1: unknown level 'place'"),
    ],
)
def test_a_bad_row_is_refused_with_its_file_and_line(tmp_path: Path, nouns: str, parts: str, problem: str) -> None:
    with pytest.raises(EvidenceError, match=problem):
        _read(tmp_path, nouns, parts)


def _read(folder: Path, nouns: str, parts: str) -> HeadTables:
    (folder / "heads.tsv").write_text(nouns, encoding="utf-8")
    (folder / "name_parts.tsv").write_text(parts, encoding="utf-8")
    return read_heads(folder)
