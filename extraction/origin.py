"""The report's own date and country, where it says them itself: a dateline, or a line for the date at its head or foot.

dateline    بغداد – وكالة: …        دمشق/ 3 شباط 2024        عدن، 5 أيار 2021 (أ ف ب) - …
head        التاريخ: 3 شباط 2024    نشرة الرصد ليوم الخميس 17 تموز 2025
foot        حرر في بغداد، 12/3/2024

Only whole dates count, with day, month and year: nothing is taken from a clock, and nothing is completed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from extraction.gazetteer import DATA, strings, yaml_fields
from extraction.places import Place
from extraction.words import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from extraction.dates import DateExtractor
    from extraction.values import DateExpression, Mention
    from extraction.words import Words

    LookUp = Callable[[str], Sequence[object]]

DayFound = Literal["", "dateline", "head", "foot"]

_TABLE: Final = DATA / "origin.yaml"
_HEAD: Final = 120
"""Characters of the first line in which a dateline ends."""

_PARTS: Final = 4
_PART_WORDS: Final = 6
"""A dateline has at most so many parts, each of at most so many words: the name of an agency is the longest."""

_SEPARATOR: Final = re.compile(r"\s*(?:[/:–—|(),\u060c]\s*)+(?:[-\u0640]+\s*)?|\s+[-\u0640]+\s*|\s*[-\u0640]+\s+")
_CLOSING: Final = re.compile(r"[:–—/\-\u0640|)]")
_LINES: Final = 3
"""Lines at the head and at the foot that may hold the date."""

_OTHER_LINES: Final = 60
_LINE: Final = 100
"""The longest line, in characters, that is a line for the date."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The day on which a report was written, with how that was found, and the country of its dateline."""

    day: dt.date | None = None
    day_found: DayFound = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a dateline between separators."""

    start: int
    end: int
    closed: bool
    """Whether a sign follows that may end the dateline."""


@dataclass(frozen=True, slots=True)
class _DateLine:
    day: dt.date
    telling: bool


class OriginFinder:
    """Finds where and when reports were written. `look_up`: what the gazetteer has under a name."""

    def __init__(self, dates: DateExtractor, look_up: LookUp) -> None:
        self._dates = dates
        self._look_up = look_up
        table = yaml_fields(_TABLE.read_text(encoding="utf-8"), _TABLE.name)
        sets = {name: frozenset(words(" ".join(strings(node, _TABLE.name))).keys) for name, node in table.items()}
        self._labels, self._telling, self._kinds = sets["labels"], sets["telling"], sets["kinds"]

    def find(self, title: str, text: str) -> Origin:
        """What a report says of itself; the dateline comes first, then its head, then its foot."""
        lines = _lines(text)
        country, day = self._dateline(lines[0] if lines else "")
        if day is not None:
            return Origin(day, "dateline", country)
        day = self._dated_title(title) or (self._dated_title(lines[0]) if lines else None)
        if day is not None:
            return Origin(day, "head", country)
        head, foot, others = lines[:_LINES], lines[_LINES:][-_LINES:], lines[_LINES:-_LINES][:_OTHER_LINES]
        dated = {line: found for line in (title, *head, *foot, *others) if (found := self._date_line(line)) is not None}
        telling = {found.day for found in dated.values() if found.telling}
        days = telling if len(telling) == 1 else {found.day for found in dated.values()}
        if len(days) != 1:  # none, or a chronicle
            return Origin(country=country)
        day = next(iter(days))
        at_head = any(line in dated and dated[line].day == day for line in (title, *head))
        at_foot = any(line in dated and dated[line].day == day for line in foot)
        return Origin(day, "head" if at_head else "foot", country) if at_head or at_foot else Origin(country=country)

    def country(self, text: str) -> str:
        """The country of a text's dateline, empty where it has none or its place lies in several."""
        head = text[: 4 * _HEAD].lstrip()
        return self._dateline(head.splitlines()[0].rstrip())[0] if head else ""

    # ---- datelines

    def _dateline(self, line: str) -> tuple[str, dt.date | None]:
        """Country and day of the dateline that a line begins with."""
        head = line[:_HEAD]
        parts = _parts(head)
        first = head[parts[0].start : parts[0].end] if parts else ""
        country = self._country_of(first) if len(first.split()) <= _PART_WORDS else None
        if country is None:
            return "", None
        parts = _short_parts(head, parts)
        others = (self._country_of(head[part.start : part.end]) for part in parts[1:])
        if any(other not in {None, country} for other in others):  # العراق – إيران: …
            country = ""
        day = self._day_in(head, parts)
        closed = any(part.closed for part in parts[: _PARTS - 1])
        return (country, day) if closed or day is not None else ("", None)

    def _country_of(self, name: str) -> str | None:
        """The country of a place that stands alone; None where the name is not one, empty where it has several countries."""
        places = [place for place in self._look_up(name) if isinstance(place, Place)]
        # A dateline is evidence enough for a name that is also a word, but not for a small place that few know.
        countries = {place.country for place in places if place.tier == 1}
        if not countries:
            return None
        return countries.pop() if len(countries) == 1 else ""

    def _day_in(self, head: str, parts: Sequence[_Part]) -> dt.date | None:
        """The whole date that one of the parts begins with."""
        starts = {part.start for part in parts[1:]}
        found = [
            date.start
            for date in self._whole_dates(head)
            for mention in date.mentions
            if mention.start in starts or _one_word_between(head, starts, mention.start)
        ]
        return found[0] if found else None

    # ---- lines for the date

    def _dated_title(self, line: str) -> dt.date | None:
        """The date that ends the title of a dated report: نشرة الرصد ليوم الخميس 17 تموز 2025."""
        if len(line) > _LINE:
            return None
        found = words(line)
        if not found or found.keys[0] not in self._kinds:
            return None
        dates = self._whole_dates(line)
        if len(dates) != 1:
            return None
        end = max(mention.end for mention in dates[0].mentions)
        return dates[0].start if not words(line[end:]) else None

    def _date_line(self, line: str) -> _DateLine | None:
        """The date of a line that holds nothing else but labels and a place."""
        if not 6 <= len(line) <= _LINE or not any(character.isdigit() for character in line):
            return None
        dates = self._whole_dates(line)
        if len(dates) != 1:
            return None
        found = words(line)
        mentions = [mention for date in self._dates.extract(line, report_date=None) for mention in date.mentions]
        rest = [index for index in range(len(found)) if not any(_within(found, index, mention) for mention in mentions)]
        others = [index for index in rest if found.keys[index] not in self._labels]
        if others and not _is_clock(found, others):
            name = line[found.starts[others[0]] : found.ends[others[-1]]]
            if self._country_of(name) is None:
                return None
        return _DateLine(dates[0].start, any(found.keys[index] in self._telling for index in rest))

    def _whole_dates(self, line: str) -> list[DateExpression]:
        """Days that are said with month and year; those of the Hijri calendar only where there is no other."""
        dates = [date for date in self._dates.extract(line, report_date=None) if date.precision == "day" and not date.inferred]
        return [date for date in dates if date.calendar == "gregorian"] or dates


def _lines(text: str) -> list[str]:
    """The lines that are not blank, without the space around them: those at the head, and the last of a long text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _parts(head: str) -> list[_Part]:
    parts: list[_Part] = []
    position = 0
    for match in _SEPARATOR.finditer(head):
        if match.start() > position:
            parts.append(_Part(position, match.start(), _CLOSING.search(match[0]) is not None))
        position = match.end()
        if len(parts) >= _PARTS:
            break
    if position < len(head) and len(parts) < _PARTS:
        parts.append(_Part(position, len(head), closed=False))
    return parts


def _short_parts(head: str, parts: list[_Part]) -> list[_Part]:
    """The parts up to the first that is too long for a dateline: it is the report itself, which a date may still begin."""
    for index, part in enumerate(parts):
        if len(words(head[part.start : part.end])) > _PART_WORDS:
            return [*parts[:index], _Part(part.start, part.end, closed=False)]
    return parts


def _one_word_between(head: str, starts: set[int], at: int) -> bool:
    """Whether one word (a weekday, في) stands between the start of a part and a date."""
    before = max((start for start in starts if start < at), default=-1)
    return before >= 0 and len(words(head[before:at])) == 1


def _within(found: Words, index: int, mention: Mention) -> bool:
    return mention.start <= found.starts[index] and found.ends[index] <= mention.end


def _is_clock(found: Words, others: Sequence[int]) -> bool:
    return ":" in found.text and all(found.raw(index).isdigit() for index in others)
