"""docs/fields.md tells every field, and its examples are what they are said to be."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from analyzers import fold
from indexer.fields import KNOWN, build, read_day, read_event_days
from indexer.readers.columns import known_names

TEXT = (Path(__file__).parents[2] / "docs/fields.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in TEXT.splitlines() if row.startswith("| `")]
CODE = re.compile(r"`([^`]+)`")


def test_every_field_is_told_and_no_other() -> None:
    assert {name for row in ROWS for name in CODE.findall(row[0])} == KNOWN


@pytest.mark.parametrize("row", [row for row in ROWS if len(row) > 2 and row[2]], ids=lambda row: str(row[0]))
def test_columns_may_be_called_so(row: list[str]) -> None:
    names = [name.strip(" `") for name in re.split("[،,·]", row[2])]
    assert len(names) > 0
    assert [name for name in names if not known_names([fold(name)])] == []


def test_dates_may_be_written_so() -> None:
    cells = {row[0]: CODE.findall(row[1]) for row in ROWS}
    assert len({read_day(day) for day in cells["`date`"]}) == 1
    assert len({read_event_days(dates) for dates in cells["`dates`"]}) == 4


def test_the_example_is_a_document() -> None:
    (example,) = re.findall(r"^    (\{.*\})$", TEXT, re.MULTILINE)
    document = build(json.loads(example))
    assert (document.id, document.actors, dict(document.metadata)) == ("r-17", ("كتائب حزب الله",), {"desk": "بغداد"})
