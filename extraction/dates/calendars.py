"""The two calendars: days, months and years → Gregorian days. What does not exist is None."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, Protocol

from hijridate import Gregorian, Hijri

if TYPE_CHECKING:
    from extraction.values import Calendar

Days = tuple[dt.date, dt.date]
"""First and last day, both counted in."""


class CalendarOf(Protocol):
    """A calendar, asked by numbers."""

    def day(self, year: int, month: int, day: int) -> dt.date | None:
        """A day."""
        ...

    def month(self, year: int, month: int) -> Days | None:
        """A month."""
        ...

    def year(self, year: int) -> Days | None:
        """A year."""
        ...

    def year_and_month(self, day: dt.date) -> tuple[int, int] | None:
        """Where a day lies."""
        ...


class _Gregorian:
    def day(self, year: int, month: int, day: int) -> dt.date | None:
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None

    def month(self, year: int, month: int) -> Days | None:
        first = self.day(year, month, 1)
        if first is None:
            return None
        last = next(last for number in (31, 30, 29, 28) if (last := self.day(year, month, number)))
        return first, last

    def year(self, year: int) -> Days | None:
        first, last = self.day(year, 1, 1), self.day(year, 12, 31)
        return (first, last) if first and last else None

    def year_and_month(self, day: dt.date) -> tuple[int, int] | None:
        return day.year, day.month


class _Hijri:
    """Umm al-Qura, 1343 to 1500; where the new moon is sighted, a month may begin a day earlier or later."""

    def day(self, year: int, month: int, day: int) -> dt.date | None:
        try:
            return dt.date(*Hijri(year, month, day).to_gregorian().datetuple())
        except (ValueError, OverflowError):
            return None

    def month(self, year: int, month: int) -> Days | None:
        first = self.day(year, month, 1)
        if first is None:
            return None
        return first, first + dt.timedelta(days=int(Hijri(year, month, 1).month_length()) - 1)

    def year(self, year: int) -> Days | None:
        first, last = self.month(year, 1), self.month(year, 12)
        return (first[0], last[1]) if first and last else None

    def year_and_month(self, day: dt.date) -> tuple[int, int] | None:
        try:
            hijri = Gregorian(day.year, day.month, day.day).to_hijri()
        except (ValueError, OverflowError):
            return None
        return int(hijri.year), int(hijri.month)


CALENDARS: Final[dict[Calendar, CalendarOf]] = {"gregorian": _Gregorian(), "hijri": _Hijri()}
