"""The table of sentences in `expressions.yaml`: what they mean, and that mentions are slices of the original."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from extraction.dates import DateExtractor

if TYPE_CHECKING:
    import datetime as dt

    from extraction.values import DateExpression

EXTRACTOR = DateExtractor()


def _cases() -> list[tuple[dt.date | None, str, list[str]]]:
    table = yaml.safe_load(Path(__file__).with_name("expressions.yaml").read_text(encoding="utf-8"))
    return [(day, str(row[0]), [str(value) for value in row[1:]]) for day, rows in table.items() for row in rows]


def _value(expression: DateExpression) -> str:
    start, end = expression.start.isoformat(), expression.end.isoformat()
    if expression.precision == "day":
        return start
    if expression.precision == "range" or expression.calendar == "hijri":
        return f"{start}/{end}"
    return start[: {"month": 7, "year": 4}[expression.precision]]


@pytest.mark.parametrize(("report_date", "sentence", "values"), _cases())
def test_sentence_has_exactly_these_dates(report_date: dt.date | None, sentence: str, values: list[str]) -> None:
    found = EXTRACTOR.extract(sentence, report_date=report_date)

    assert [_value(expression) for expression in found] == values
    for expression in found:
        for mention in expression.mentions:
            assert sentence[mention.start : mention.end] == mention.text
            assert mention.rule


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert sum(len(values) for _, _, values in _cases()) >= 120
