"""Dates as every engine plans them: which years, months and days a document counts in, and what a facet value means.

A date value is a year, a month or a day, and one number stands for each: the year itself, `year * 12 + month - 1`, or the
proleptic Gregorian ordinal. Engines store and count those numbers. 0 is none of them (the first is year 1, month 12, day 1),
so it stands for documents without a date (`UNDATED`).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from engines.base import MAX_RANGE_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engines.base import DateField, DateFilter, Document, Granularity, Precision

DateSpan: TypeAlias = "tuple[dt.date, dt.date, Precision]"
"""First day, last day, precision."""

GRANULARITIES: Final[tuple[Granularity, ...]] = ("year", "month", "day")
UNDATED: Final = 0

_VALUE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

_COUNTED: Final[dict[Precision, tuple[Granularity, ...]]] = {
    "day": ("year", "month", "day"),
    "month": ("year", "month"),
    "year": ("year",),
    "range": ("year", "month", "day"),
}


@dataclass(frozen=True, slots=True)
class DateValue:
    """A year, a month or a day: `2024`, `2024-01`, `2024-01-20`."""

    granularity: Granularity
    number: int

    def __str__(self) -> str:
        if self.granularity == "year":
            return f"{self.number:04d}"
        if self.granularity == "month":
            year, month = divmod(self.number, 12)
            return f"{year:04d}-{month + 1:02d}"
        return dt.date.fromordinal(self.number).isoformat()

    @property
    def first(self) -> dt.date:
        """Its first day."""
        if self.granularity == "year":
            return dt.date(self.number, 1, 1)
        if self.granularity == "month":
            return dt.date(self.number // 12, self.number % 12 + 1, 1)
        return dt.date.fromordinal(self.number)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        if self.granularity == "year":
            return dt.date(self.number, 12, 31)
        if self.granularity == "month":
            year, month = divmod(self.number, 12)
            return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        return dt.date.fromordinal(self.number)


def parse_date_value(text: str) -> DateValue:
    """Read `2024`, `2024-01` or `2024-01-20`; ValueError for anything else, also for days that no calendar has."""
    match = _VALUE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date: write 2024, 2024-01 or 2024-01-20")
    year, month, day = match.groups()
    try:
        first = dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date of the calendar") from error
    granularity: Granularity = "day" if day else "month" if month else "year"
    return DateValue(granularity, date_number(first, granularity))


def date_number(day: dt.date, granularity: Granularity) -> int:
    """The number of the year, month or day that a day lies in."""
    if granularity == "year":
        return day.year
    if granularity == "month":
        return day.year * 12 + day.month - 1
    return day.toordinal()


def date_spans(document: Document, field: DateField) -> tuple[DateSpan, ...]:
    """The dates of a document in one of the date fields."""
    if field == "event":
        return tuple((date.start, date.end, date.precision) for date in document.event_dates)
    if document.report_date is None:
        return ()
    return ((document.report_date, document.report_date, "day"),)


def date_numbers(spans: Iterable[DateSpan], granularity: Granularity) -> set[int]:
    """The distinct years, months or days that spans count in.

    A day counts in its month and year, a month in its year, a year only in years; a range in every day (where it is at most
    `MAX_RANGE_DAYS` long), month and year that it touches. A month of another calendar touches two of ours.
    """
    numbers: set[int] = set()
    for first, last, precision in spans:
        if granularity not in _COUNTED[precision]:
            continue
        if granularity == "day" and (last - first).days >= MAX_RANGE_DAYS:
            continue
        numbers.update(range(date_number(first, granularity), date_number(last, granularity) + 1))
    return numbers


def bounds(wanted: DateFilter) -> tuple[int, int]:
    """A DateFilter's first and last day as ordinals; an open side reaches to the end of the calendar."""
    return (
        (wanted.start or dt.date.min).toordinal(),
        (wanted.end or dt.date.max).toordinal(),
    )


def within_bounds(within: str, granularity: Granularity) -> tuple[int, int]:
    """The first and last number at `granularity` of a facet's `within` (a year or a month; empty: everything)."""
    if not within:
        return date_number(dt.date.min, granularity), date_number(dt.date.max, granularity)
    part = parse_date_value(within)
    return date_number(part.first, granularity), date_number(part.last, granularity)
