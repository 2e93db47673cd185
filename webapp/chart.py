"""The date chart: counts by year, month or day → the bars of an SVG, computed here so that templates only write them.

Time runs with the language of the page: from right to left in Arabic. The chart repeats the list under it for the eye; keyboard
and screen reader use the list.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engines.base import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping


WIDTH: Final = 320
PLOT_HEIGHT: Final = 64
MOST_YEARS: Final = 40
"""More years than this make bars too thin to hit: the chart shows the latest, the list has all."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `x`, `y`, `width`, `height` of what is drawn; the place to click has the whole height."""

    value: str
    count: int
    x: float
    y: float
    width: float
    height: float
    tick: str


def bars(counts: Mapping[str, int], within: str, *, right_to_left: bool) -> tuple[Bar, ...]:
    """Bars of the years or, `within` a year or a month, of its parts, gaps filled; none where there is only one."""
    values = _values(counts, within)
    if len(values) < 2:
        return ()
    highest = max(counts.get(value, 0) for value in values) or 1
    step = WIDTH / len(values)
    ticks = _ticks(values)
    drawn: list[Bar] = []
    for index, value in enumerate(values):
        count = counts.get(value, 0)
        # At least 2 units, so that one report beside a thousand can be seen.
        height = max(2.0, round(PLOT_HEIGHT * count / highest, 1)) if count else 0.0
        x = WIDTH - (index + 1) * step if right_to_left else index * step
        drawn.append(Bar(value, count, round(x, 1), round(PLOT_HEIGHT - height, 1), round(step, 1), height, ticks.get(value, "")))
    return tuple(drawn)


def _values(counts: Mapping[str, int], within: str) -> list[str]:
    if len(within) == 4:
        return [f"{within}-{month:02}" for month in range(1, 13)]
    if len(within) == 7:
        days = calendar.monthrange(int(within[:4]), int(within[5:]))[1]
        return [f"{within}-{day:02}" for day in range(1, days + 1)]
    years = [int(value) for value in counts if len(value) == 4 and value != NONE]
    return [f"{year:04}" for year in range(min(years), max(years) + 1)][-MOST_YEARS:] if years else []


def _ticks(values: list[str]) -> dict[str, str]:
    """First, middle and last get a label: years whole, months and days by number."""
    marked = {values[0], values[len(values) // 2], values[-1]}
    return {value: value if len(value) == 4 else str(int(value.rsplit("-", 1)[1])) for value in marked}
