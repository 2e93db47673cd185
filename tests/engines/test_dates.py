"""Which years, months and days dates count in, and what date values mean."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.base import MAX_RANGE_DAYS, DateFilter, Document, EventDate
from engines.dates import (
    GRANULARITIES,
    UNDATED,
    DateValue,
    bounds,
    date_number,
    date_numbers,
    date_spans,
    parse_date_value,
    within_bounds,
)

if TYPE_CHECKING:
    from engines.base import Granularity, Precision


def numbers(first: str, last: str, precision: Precision) -> dict[str, list[str]]:
    """Counted values as they are written, by granularity."""
    span = (dt.date.fromisoformat(first), dt.date.fromisoformat(last), precision)
    return {
        granularity: [str(DateValue(granularity, number)) for number in sorted(date_numbers([span], granularity))]
        for granularity in GRANULARITIES
    }


@given(st.dates(), st.sampled_from(GRANULARITIES))
def test_values_are_read_as_they_are_written(day: dt.date, granularity: Granularity) -> None:
    value = DateValue(granularity, date_number(day, granularity))
    assert parse_date_value(str(value)) == value
    assert value.first <= day <= value.last
    assert date_number(value.first, granularity) == date_number(value.last, granularity) == value.number
    if value.last < dt.date.max:
        assert date_number(value.last + dt.timedelta(days=1), granularity) == value.number + 1


@given(st.dates(), st.dates(), st.sampled_from(GRANULARITIES))
def test_numbers_order_as_days_do(first: dt.date, second: dt.date, granularity: Granularity) -> None:
    if first <= second:
        assert date_number(first, granularity) <= date_number(second, granularity)
    assert date_number(first, granularity) > UNDATED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024", DateValue("year", 2024)),
        ("0001", DateValue("year", 1)),
        ("2024-01", DateValue("month", 2024 * 12)),
        ("2024-12", DateValue("month", 2024 * 12 + 11)),
        ("2024-02-29", DateValue("day", dt.date(2024, 2, 29).toordinal())),
    ],
)
def test_date_values(text: str, value: DateValue) -> None:
    assert parse_date_value(text) == value
    assert str(value) == text


@pytest.mark.parametrize(
    "text",
    ["", "none", "24", "02024", "0000", "2024-00", "2024-13", "2024-1", "2023-02-29", "2024-01-32", "2024/01", "2024-01-20 ",
     "2024\n", "-2024", "٢٠٢٤", "2024-01-20T00:00"],
)  # fmt: skip
def test_what_is_no_date_value(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        parse_date_value(text)


def test_a_day_counts_in_its_month_and_year() -> None:
    assert numbers("2024-02-29", "2024-02-29", "day") == {
        "year": ["2024"], "month": ["2024-02"], "day": ["2024-02-29"],
    }  # fmt: skip


def test_a_month_counts_in_its_year_and_in_no_day() -> None:
    assert numbers("2024-02-01", "2024-02-29", "month") == {"year": ["2024"], "month": ["2024-02"], "day": []}


def test_a_month_of_another_calendar_touches_two() -> None:
    assert numbers("2023-12-14", "2024-01-12", "month") == {
        "year": ["2023", "2024"], "month": ["2023-12", "2024-01"], "day": [],
    }  # fmt: skip


def test_a_year_counts_in_years_alone() -> None:
    assert numbers("2024-01-01", "2024-12-31", "year") == {"year": ["2024"], "month": [], "day": []}


def test_a_range_counts_in_all_that_it_touches() -> None:
    assert numbers("2023-12-31", "2024-01-02", "range") == {
        "year": ["2023", "2024"],
        "month": ["2023-12", "2024-01"],
        "day": ["2023-12-31", "2024-01-01", "2024-01-02"],
    }


def test_a_long_range_counts_in_no_day() -> None:
    first = dt.date(2024, 1, 1)
    longest = (first, first + dt.timedelta(days=MAX_RANGE_DAYS - 1), "range")
    longer = (first, first + dt.timedelta(days=MAX_RANGE_DAYS), "range")
    assert len(date_numbers([longest], "day")) == MAX_RANGE_DAYS
    assert date_numbers([longer], "day") == set()
    assert len(date_numbers([longer], "month")) == 13


def test_what_several_dates_share_counts_once() -> None:
    day = dt.date(2024, 1, 2)
    assert date_numbers([(day, day, "day")] * 3, "day") == {day.toordinal()}


def test_the_spans_of_a_document() -> None:
    day = dt.date(2024, 1, 2)
    event = EventDate(dt.date(2024, 1, 1), dt.date(2024, 1, 31), "month")
    document = Document("d", "", "", report_date=day, event_dates=(event,))
    assert date_spans(document, "report") == ((day, day, "day"),)
    assert date_spans(document, "event") == ((event.start, event.end, "month"),)
    assert date_spans(Document("d", "", ""), "report") == ()


def test_bounds() -> None:
    assert bounds(DateFilter("event")) == (1, dt.date.max.toordinal())
    day = dt.date(2024, 1, 2)
    assert bounds(DateFilter("event", day, day)) == (day.toordinal(), day.toordinal())


def test_within() -> None:
    assert within_bounds("2024", "month") == (2024 * 12, 2024 * 12 + 11)
    assert within_bounds("2024-02", "day") == (dt.date(2024, 2, 1).toordinal(), dt.date(2024, 2, 29).toordinal())
    assert within_bounds("", "year") == (1, 9999)
