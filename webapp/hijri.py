"""Hijri names of days, months and years (Umm al-Qura), shown beside the Gregorian ones where a reader switched them on.

Filters and axes stay Gregorian: the names alone change, so that nothing else has to be switched back.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from flask import has_request_context, request
from hijridate import Gregorian

if TYPE_CHECKING:
    from typing import Literal

    from hijridate import Hijri

CALENDAR: Final = "calendar"
HIJRI: Final = "hijri"
"""The parameter and its value; any other is the Gregorian calendar alone."""

FIRST, LAST = dt.date(1924, 8, 1), dt.date(2077, 11, 16)
"""What the calendar's tables reach; days outside have no Hijri name."""


def is_on() -> bool:
    """Whether the page shows Hijri names."""
    return has_request_context() and request.args.get(CALENDAR) == HIJRI


def span_text(first: dt.date, last: dt.date, language: Literal["ar", "en"]) -> str:
    """A day (8 رجب 1445), or the Hijri months or years that a span of days reaches over; empty where there is no name."""
    if not FIRST <= first <= last <= LAST:
        return ""
    begin, end = (Gregorian(day.year, day.month, day.day).to_hijri() for day in (first, last))
    notation = begin.notation(language)
    if first == last:
        return f"{begin.day} {begin.month_name(language)} {begin.year} {notation}"
    if (last - first).days > 31:
        return f"{_joined(str(begin.year), str(end.year))} {notation}"
    return f"{_months(begin, end, language)} {notation}"


def _months(begin: Hijri, end: Hijri, language: Literal["ar", "en"]) -> str:
    if begin.year == end.year:
        return f"{_joined(begin.month_name(language), end.month_name(language))} {end.year}"
    return " – ".join(f"{month.month_name(language)} {month.year}" for month in (begin, end))


def _joined(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"
