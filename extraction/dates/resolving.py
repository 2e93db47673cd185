"""Specs → calendar days: the past of the report's date, unless the wording points forward; never today's clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from extraction.dates.calendars import CALENDARS
from extraction.dates.specs import Interval, Moment, Offset, Unit, Weekday, WeekdayOfMonth

if TYPE_CHECKING:
    from extraction.dates.calendars import Days
    from extraction.dates.specs import Point, Spec
    from extraction.values import Calendar, Precision

_WEEK: Final = 7
_MONTHS: Final = 12
_YEARS_BACK: Final = 8
"""How far a 29th of February can be."""

_NEAR: Final = dt.timedelta(days=183)
"""A verb of the future points no farther than half a year."""

_GREGORIAN_YEARS: Final = 1600
"""A Hijri month with a year from here on lies in that Gregorian year."""


class Resolved(NamedTuple):
    """The days that an expression means; `inferred` is what the report's date supplied."""

    start: dt.date
    end: dt.date
    precision: Precision
    calendar: Calendar = "gregorian"
    inferred: tuple[str, ...] = ()


class Resolver:
    """Resolves the expressions of one report in their order (`30 منه` means the month named before)."""

    def __init__(self, report_date: dt.date | None) -> None:
        self._report = report_date
        self._named: Resolved | None = None

    def resolve(self, spec: Spec, *, forward: bool = False) -> Resolved | None:
        """The days of a spec, or None: it does not exist, or needs a report date that is not known."""
        try:
            resolved = self._resolve(spec, forward=forward)
        except OverflowError:  # beyond the years 1 to 9999
            return None
        if resolved is not None and resolved.precision in {"day", "month", "range"} and isinstance(spec, Moment | Interval):
            self._named = resolved
        return resolved

    def _resolve(self, spec: Spec, *, forward: bool) -> Resolved | None:
        match spec:
            case Moment():
                return self._moment(spec, forward=forward)
            case Interval():
                return self._interval(spec, forward=forward)
            case WeekdayOfMonth():
                return self._weekday_of_month(spec, forward=forward)
        return _from_report(spec, self._report, forward=forward) if self._report else None

    # ---- moments

    def _moment(self, moment: Moment, *, forward: bool) -> Resolved | None:
        placed, inferred = self._place(moment)
        if placed is None:
            return None
        days = _days(placed) if placed.year is not None else self._nearest(placed, forward=forward)
        if days is None:
            return None
        precision: Precision = "day" if placed.day else "month" if placed.month else "year"
        return Resolved(*days, precision, placed.calendar, inferred)

    def _place(self, moment: Moment) -> tuple[Moment | None, tuple[str, ...]]:
        """The moment with what the report, or the month named before, says of its year and month; and what that was."""
        if moment.year is not None:
            return moment, ()
        if moment.follows:
            placed = self._follow(moment)
            if placed is not None:
                return placed
        current = self._current(moment.calendar)
        return (None, ()) if current is None else self._place_from(moment, current)

    def _place_from(self, moment: Moment, current: tuple[int, int]) -> tuple[Moment | None, tuple[str, ...]]:
        """The moment, counted from the report's year and month."""
        if moment.year_shift is not None:
            return moment._replace(year=current[0] + moment.year_shift), ("year",)
        if moment.month is not None:
            return moment, ("year",)
        if moment.month_shift is None and not moment.follows:
            return self._latest_day(moment, current), ("year", "month")
        year, month = _shift(*current, moment.month_shift or 0)
        return moment._replace(year=year, month=month), ("year", "month")

    def _follow(self, moment: Moment) -> tuple[Moment, tuple[str, ...]] | None:
        """`9 منه`, `8 تموز من العام نفسه`: in the month, or the year, that was named before."""
        named = self._named and CALENDARS[moment.calendar].year_and_month(self._named.end)
        if self._named is None or not named:
            return None
        inferred = tuple(part for part in self._named.inferred if part == "year")
        return moment._replace(year=named[0], month=moment.month or named[1]), inferred

    def _latest_day(self, moment: Moment, current: tuple[int, int]) -> Moment | None:
        """`يوم 27`: the latest such day."""
        for back in range(_MONTHS):
            year, month = _shift(*current, -back)
            days = _days(moment._replace(year=year, month=month))
            if days and self._report and days[0] <= self._report:
                return moment._replace(year=year, month=month)
        return None

    def _current(self, calendar: Calendar) -> tuple[int, int] | None:
        return CALENDARS[calendar].year_and_month(self._report) if self._report else None

    def _nearest(self, moment: Moment, *, forward: bool) -> Days | None:
        """The day or month in the year that the report's date and the wording call for."""
        current = self._current(moment.calendar)
        if current is None or self._report is None:
            return None
        year = current[0]
        if moment.direction == 0:
            return _days(moment._replace(year=year))
        if moment.direction == 1 or (forward and moment.direction is None):
            coming = next(
                (days for y in (year, year + 1) if (days := _days(moment._replace(year=y))) and days[0] > self._report), None
            )
            if coming and (moment.direction == 1 or coming[0] - self._report <= _NEAR):
                return coming
        return self._latest(moment, year, self._report)

    @staticmethod
    def _latest(moment: Moment, year: int, report: dt.date) -> Days | None:
        """The latest such day or month not after the report; a month that is called past is over."""
        over = moment.direction == -1 and moment.day is None
        for y in range(year, year - _YEARS_BACK, -1):
            days = _days(moment._replace(year=y))
            if days and (days[1] < report if over else days[0] <= report):
                return days
        return None

    def coming(self, moment: Moment, weekday: int) -> Resolved | None:
        """A day without a year whose weekday points to the coming one: `الأحد 14 أبريل` in a report of early April."""
        placed = self._moment(moment._replace(direction=1), forward=True)
        if placed is None or self._report is None:
            return None
        near = placed.start - self._report <= _NEAR
        return placed if near and placed.start.weekday() == weekday else None

    # ---- intervals

    def _interval(self, interval: Interval, *, forward: bool) -> Resolved | None:
        start, end = interval.start, interval.end
        if isinstance(start, Weekday) and isinstance(end, Weekday):
            return self._weekdays(start, end, forward=forward)
        first = self._resolve(start, forward=forward)
        if first is None:
            return None
        last = self._resolve(self._behind(end, first), forward=forward)
        if last is None or last.end < first.start:
            return None
        return Resolved(first.start, last.end, "range", first.calendar, first.inferred or last.inferred)

    @staticmethod
    def _behind(end: Point, first: Resolved) -> Point:
        """The end of a range without a year: in the year of its start, or in the next where it would lie before it."""
        if not isinstance(end, Moment) or end.year is not None or end.month is None or end.direction not in {None, -1}:
            return end
        named = CALENDARS[end.calendar].year_and_month(first.start)
        if named is None or end.year_shift is not None:
            return end
        same = _days(end._replace(year=named[0]))
        return end._replace(year=named[0] if same and same[1] >= first.start else named[0] + 1)

    def _weekdays(self, start: Weekday, end: Weekday, *, forward: bool) -> Resolved | None:
        if self._report is None:
            return None
        last = _weekday(end, self._report, forward=forward)
        first = last - dt.timedelta(days=(end.weekday - start.weekday) % _WEEK)
        return Resolved(first, last, "range", inferred=("year", "month", "day"))

    def _weekday_of_month(self, spec: WeekdayOfMonth, *, forward: bool) -> Resolved | None:
        month = self._moment(spec.month, forward=forward)
        if month is None:
            return None
        if spec.number:
            first = month.start + dt.timedelta(days=(spec.weekday - month.start.weekday()) % _WEEK)
            day = first + dt.timedelta(days=_WEEK * (spec.number - 1))
        else:
            day = month.end - dt.timedelta(days=(month.end.weekday() - spec.weekday) % _WEEK)
        return month._replace(start=day, end=day, precision="day") if day <= month.end else None


def _from_report(spec: Offset | Weekday | Unit, report: dt.date, *, forward: bool) -> Resolved | None:
    match spec:
        case Offset():
            return _day(report + dt.timedelta(days=spec.days), "year", "month", "day")
        case Weekday():
            return _day(_weekday(spec, report, forward=forward), "year", "month", "day")
        case Unit():
            return _unit(spec, report)


def _weekday(spec: Weekday, report: dt.date, *, forward: bool) -> dt.date:
    back = (report.weekday() - spec.weekday) % _WEEK
    if spec.week is not None:
        return _week(report, spec.week)[0] + dt.timedelta(days=spec.weekday)
    if spec.direction == 1 or (spec.direction is None and forward and back):
        return report + dt.timedelta(days=_WEEK - back)
    if spec.direction == -1 and back == 0:
        back = _WEEK
    if spec.number is not None:
        for weeks in range(5):
            day = report - dt.timedelta(days=back + _WEEK * weeks)
            if day.day == spec.number:
                return day
    return report - dt.timedelta(days=back)


def _unit(spec: Unit, report: dt.date) -> Resolved | None:
    if spec.unit == "week":
        return Resolved(*_week(report, spec.shift), "range", inferred=("year", "month", "day"))
    if spec.unit == "month":
        year, month = _shift(report.year, report.month, spec.shift)
        days = CALENDARS["gregorian"].month(year, month)
        return Resolved(*days, "month", inferred=("year", "month")) if days else None
    days = CALENDARS["gregorian"].year(report.year + spec.shift)
    return Resolved(*days, "year", inferred=("year",)) if days else None


def _day(day: dt.date, *inferred: str) -> Resolved:
    return Resolved(day, day, "day", inferred=inferred)


def _days(moment: Moment) -> Days | None:
    """The days of a moment whose year is known."""
    assert moment.year is not None
    calendar = CALENDARS[moment.calendar]
    if moment.calendar == "hijri" and moment.year >= _GREGORIAN_YEARS:
        return _hijri_in(moment, moment.year)
    if moment.month is None:
        return calendar.year(moment.year)
    if moment.day is None:
        return calendar.month(moment.year, moment.month)
    day = calendar.day(moment.year, moment.month, moment.day)
    return (day, day) if day else None


def _hijri_in(moment: Moment, year: int) -> Days | None:
    """`رمضان 2021`: a Hijri month or day in a Gregorian year."""
    named = CALENDARS["hijri"].year_and_month(dt.date(year, 1, 1)) if year <= dt.MAXYEAR else None
    if named is None:
        return None
    for hijri_year in (named[0], named[0] + 1):
        days = _days(moment._replace(year=hijri_year))
        if days and days[0].year == year:
            return days
    return None


def _week(report: dt.date, shift: int) -> Days:
    """Monday to Sunday (ISO 8601)."""
    first = report - dt.timedelta(days=report.weekday()) + dt.timedelta(days=_WEEK * shift)
    return first, first + dt.timedelta(days=_WEEK - 1)


def _shift(year: int, month: int, months: int) -> tuple[int, int]:
    count = year * _MONTHS + month - 1 + months
    return count // _MONTHS, count % _MONTHS + 1
