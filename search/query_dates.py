"""What a person writes behind `date:`: a year, a month, a day, a range of them, or a date in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from analyzers import fold
from engines.base import NONE
from engines.dates import parse_date_value
from extraction.dates import DateExtractor
from search.query_words import query_words

if TYPE_CHECKING:
    import datetime as dt

MAX_LENGTH: Final = 100
"""Code points of a date that are looked at."""

_RANGE: Final = re.compile(r"\s*(?:\.{2,}|\u2026)\s*")
_ISO: Final = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class QueryDate:
    """Facet values, or the days from `start` to `end` (None: open), both counted in."""

    values: tuple[str, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None


def read_query_date(text: str) -> QueryDate | None:
    """What a date means; None where it means nothing, or its days run backwards.

    >>> read_query_date("2023..2024-02")
    QueryDate(values=(), start=datetime.date(2023, 1, 1), end=datetime.date(2024, 2, 29))
    >>> read_query_date("يناير 2024")
    QueryDate(values=('2024-01',), start=None, end=None)
    """
    text = text[:MAX_LENGTH].strip()
    if fold(text) in query_words().none:
        return QueryDate((NONE,))
    ends = _RANGE.split(text)
    if len(ends) == 1:
        return _one(text)
    if len(ends) > 2 or not any(ends):
        return None
    first, last = (_days(end) if end else None for end in ends)
    if any(end and days is None for end, days in zip(ends, (first, last), strict=True)):
        return None
    start, end = first[0] if first else None, last[1] if last else None
    return None if start and end and start > end else QueryDate((), start, end)


def _one(text: str) -> QueryDate | None:
    if value := _iso(text):
        return QueryDate((value,))
    days = _in_words(text)
    if days is None:
        return None
    value = _as_value(*days)
    return QueryDate((value,)) if value else QueryDate((), *days)


def _days(text: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of one end of a range."""
    if value := _iso(text):
        read = parse_date_value(value)
        return read.first, read.last
    return _in_words(text)


def _iso(text: str) -> str | None:
    """A date in figures, the year first, as a facet's value; any digits, one or two for month and day."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(number) if number else None for number in match.groups())
    value = f"{year:04d}" + (f"-{month:02d}" if month is not None else "") + (f"-{day:02d}" if day is not None else "")
    try:
        parse_date_value(value)
    except ValueError:
        return None
    return value


def _in_words(text: str) -> tuple[dt.date, dt.date] | None:
    """A date as reports write it; it has to be the only one, and to say its year."""
    found = _extractor().extract(text, report_date=None)
    if len(found) != 1 or found[0].inferred:
        return None
    return found[0].start, found[0].end


def _as_value(start: dt.date, end: dt.date) -> str | None:
    """The facet's value of exactly these days, where there is one."""
    day = start.isoformat()
    for value in (day, day[:7], day[:4]):
        read = parse_date_value(value)
        if (read.first, read.last) == (start, end):
            return value
    return None


@cache
def _extractor() -> DateExtractor:
    return DateExtractor()
