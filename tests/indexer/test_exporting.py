"""indexer.exporting: what goes out comes back as the same index."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.base import Document, Entity, EventDate, Label, Span
from indexer.exporting import COLUMNS, csv_lines, json_lines

if TYPE_CHECKING:
    from pathlib import Path

    from tests.indexer.conftest import Index

DAY = dt.date(2024, 1, 20)
DOCUMENT = Document(
    "7", "في بابل", "نص", DAY, "وكالة", "u", "ar", "news",
    (Entity("location", "loc:babil", "governorate", Label("بابل", "Babil"), ("iq", "loc:babil"), (Span(3, 7, "title"),)),),
    (EventDate(DAY, DAY, "day"),),
    {"desk": "north", "actors": "س\nص ع", "metadata.title": "t"},
)  # fmt: skip


def test_the_sources_fields_and_what_was_extracted_stand_apart() -> None:
    (line,) = json_lines([DOCUMENT])
    fields = json.loads(line)
    extracted = fields.pop("extracted")
    assert fields == {
        "id": "7", "title": "في بابل", "text": "نص", "date": "2024-01-20", "source": "وكالة", "url": "u", "language": "ar",
        "type": "news", "actors": ["س", "ص ع"], "metadata": {"desk": "north", "metadata.title": "t"},
    }  # fmt: skip
    assert [place["id"] for place in extracted["locations"]] == ["loc:babil"]
    assert [date["value"] for date in extracted["dates"]] == ["2024-01-20"]


def test_an_index_made_of_an_export_is_the_same(index: Index, reports: Path, tmp_path: Path) -> None:
    rows = [
        {"text": 'قصف\u2028على "القاعدة"\n\nفقرة', "date": "2024-01-20", "actors": ["س", "ص"], "dates": ["2023"], "desk": [1]},
        {"id": "own", "title": "=عنوان", "text": "-نص", "metadata": {"text": "x", "metadata": "y"}, "extracted": {"actors": []}},
        {"title": "عنوان وحده", "source": "وكالة", "url": "http://x/?a=1", "language": "fr", "type": "news"},
    ]
    (reports / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (reports / "b.txt").write_text("عنوان\n\nنص\r\nآخر", "utf-8")
    index.run(reports)
    (tmp_path / "export.jsonl").write_text("".join(json_lines(index.documents().values())), "utf-8", newline="")
    other = type(index)(tmp_path / "other")
    assert other.run(tmp_path / "export.jsonl").added == 4
    assert other.documents() == index.documents()
    assert len(index.documents()) == 4


RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of a formula."""


@pytest.mark.parametrize("beginning", RUN)
def test_a_cell_that_would_be_run_is_text(beginning: str) -> None:
    _, row = csv.reader(io.StringIO("".join(csv_lines([Document("1", f"{beginning}1+1", "")])), newline=""))
    assert row[COLUMNS.index("title")] == f"'{beginning}1+1"


@given(st.text(), st.text(min_size=1))
def test_no_cell_is_a_formula_and_all_of_it_is_there(title: str, text: str) -> None:
    header, row = csv.reader(io.StringIO("".join(csv_lines([Document("1", title, text)])), newline=""))
    assert tuple(header) == COLUMNS
    cells = dict(zip(header, row, strict=True))
    for name, value in (("title", title), ("text", text)):
        assert not cells[name].startswith(RUN)
        assert cells[name].removeprefix("'") == value.removeprefix("'") or cells[name] == value


def test_lists_and_metadata_in_cells() -> None:
    _, row = csv.reader(csv_lines([DOCUMENT]))
    cells = dict(zip(COLUMNS, row, strict=True))
    assert (cells["actors"], cells["metadata"]) == ("س;ص ع", '{"desk": "north", "metadata.title": "t"}')
    assert cells["extracted"] == "loc:babil;2024-01-20"
