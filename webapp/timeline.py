"""The dates of one report on a line: days that it speaks of and the day of the report itself, as marks of an SVG.

The line repeats the list under it for the eye. Time runs with the language of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from engines.base import EventDate

WIDTH: Final = 320
EDGE: Final = 12
"""Units left free at both ends, so that marks there are whole."""

LEAST: Final = 7.0
"""The width of the shortest span, and of a day."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A date on the line: where it begins and how wide it is. `own`: the date of the report."""

    x: float
    width: float
    own: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Marks between two years; none where there is nothing to compare."""

    marks: tuple[Mark, ...]
    start: str
    end: str


def line_of(dates: Sequence[EventDate], own: dt.date | None, *, right_to_left: bool) -> Line:
    """Dates and the report's own date on one line."""
    spans = [(date.start, date.end, False) for date in dates]
    spans += [(own, own, True)] if own else []
    if len({span[:2] for span in spans}) < 2:
        return Line((), "", "")
    first, last = min(start for start, _, _ in spans), max(end for _, end, _ in spans)
    days = max((last - first).days, 1)
    scale = (WIDTH - 2 * EDGE) / days
    marks = []
    for start, end, is_own in spans:
        width = max((end - start).days * scale, LEAST)
        x = EDGE + (start - first).days * scale - (LEAST / 2 if width == LEAST else 0)
        marks.append(Mark(round(WIDTH - x - width if right_to_left else x, 1), round(width, 1), is_own))
    return Line(tuple(marks), str(first.year), str(last.year))
