"""What an expression says, before it is known which days it means. Tuples, because a text has many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from extraction.values import Calendar

Direction = Literal[-1, 0, 1]
"""Before the report's date (الماضي), current (الجاري), after it (المقبل)."""


def direction_of(value: int) -> Direction:
    """The sign of a number."""
    return -1 if value < 0 else 1 if value > 0 else 0


class Moment(NamedTuple):
    """A day, month or year of a calendar, as far as it is said.

    `year_shift` and `month_shift` count from the report's year and month; `follows`: of the month named before (منه).
    """

    calendar: Calendar = "gregorian"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_shift: int | None = None
    month_shift: int | None = None
    follows: bool = False
    direction: Direction | None = None


class Offset(NamedTuple):
    """Days from the report's date."""

    days: int


class Weekday(NamedTuple):
    """A day of the week (Monday is 0); `week` counts from the report's week; `number`: the day of the month it must be."""

    weekday: int
    direction: Direction | None = None
    week: int | None = None
    number: int | None = None


class WeekdayOfMonth(NamedTuple):
    """The `number`-th such weekday of a month, 0 for the last."""

    weekday: int
    number: int
    month: Moment


class Unit(NamedTuple):
    """A week, month or year, counted from the report's."""

    unit: Literal["week", "month", "year"]
    shift: int


class Interval(NamedTuple):
    """From one moment to another, both counted in."""

    start: Point
    end: Point


Point = Moment | Offset | Weekday | Unit
Spec = Point | Interval | WeekdayOfMonth


class Atom(NamedTuple):
    """A spec and the symbols `first` to `last` (counted in) that say it; `rule` is the pattern that found it."""

    spec: Spec
    first: int
    last: int
    rule: str
