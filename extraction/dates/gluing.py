"""Expressions side by side for one day: `أمس الثلاثاء، 10 حزيران` is one date, and the weekday a check of it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from extraction.dates.specs import Atom, Interval, Moment, Offset, Weekday
from extraction.dates.symbols import SYMBOLS, expand

if TYPE_CHECKING:
    from extraction.dates.lexer import Lexed
    from extraction.dates.resolving import Resolved, Resolver

_BETWEEN: Final = re.compile(expand("(?:<comma>|<open>|<close>|<matching>|<day_word>|<time>|<in>|<prep>|<dash>|<slash>){0,3}"))
"""What may stand between two expressions for one day."""

_WHOLE: Final = re.compile(expand("(?:<day_word>|<time>|<in>|<prep>|<slash>){0,3}"))
"""What leaves them one mention; any other sign makes two."""

_DAY: Final = dt.timedelta(days=1)
_SIGHTING: Final = dt.timedelta(days=2)
"""How far a Hijri date and the Gregorian one beside it may be apart and still mean one day."""

_MOST: Final = 5
"""Expressions side by side for one day; more are a list that repeats itself, and would cost the square of their number."""

_Kind = Literal["relative", "weekday", "date", "other"]


class Found(NamedTuple):
    """An atom with its days, None where they do not exist or the report's date is needed and not known."""

    atom: Atom
    resolved: Resolved | None


class Day(NamedTuple):
    """A date with its mentions: first symbol, last symbol, rule."""

    resolved: Resolved
    mentions: tuple[tuple[int, int, str], ...]


class _Group(NamedTuple):
    """Neighbours that were found to mean one day; `last` is the atom at its end, `main` the one that says most."""

    main: Found
    last: Atom
    size: int
    mentions: tuple[tuple[int, int, str], ...]


def glue(lexed: Lexed, found: list[Found], resolver: Resolver) -> list[Day]:
    """The dates of a text; what has no days is left out."""
    groups: list[_Group] = []
    for item in found:
        joined = _joined(lexed, groups[-1], item, resolver) if groups else None
        if joined is not None:
            groups[-1] = joined
        else:
            groups.append(_Group(item, item.atom, 1, ((item.atom.first, item.atom.last, item.atom.rule),)))
    return [Day(group.main.resolved, group.mentions) for group in groups if group.main.resolved is not None]


def _joined(lexed: Lexed, group: _Group, item: Found, resolver: Resolver) -> _Group | None:
    if item.atom.first <= group.last.last or group.size == _MOST:
        return None
    between = lexed.symbols[group.last.last + 1 : item.atom.first]
    if not _BETWEEN.fullmatch(between):
        return None
    main = _one_day(group.main, item, resolver, beside=between in {"", SYMBOLS["comma"]}, matching=SYMBOLS["matching"] in between)
    if main is None:
        return None
    atom = item.atom
    if _WHOLE.fullmatch(between):
        first, _, rule = group.mentions[-1]
        mentions = (*group.mentions[:-1], (first, atom.last, f"{rule}+{atom.rule}"))
    else:
        mentions = (*group.mentions, (atom.first, atom.last, atom.rule))
    return _Group(main, atom, group.size + 1, mentions)


def _one_day(left: Found, right: Found, resolver: Resolver, *, beside: bool, matching: bool) -> Found | None:
    """The one of two neighbours that says more, where both mean one day; None where they are two dates."""
    kinds = _kind(left.atom), _kind(right.atom)
    if kinds == ("date", "date"):
        return _two_calendars(left, right, matching=matching)
    by_kind = dict(zip(kinds, (left, right), strict=True))
    if len(by_kind) < 2 or "other" in by_kind:
        return None
    if "date" in by_kind and "weekday" in by_kind:
        return _dated_weekday(by_kind["date"], by_kind["weekday"].atom, resolver, sure=beside and right is by_kind["date"])
    if "date" in by_kind:
        return _dated_relative(by_kind["date"], by_kind["relative"])
    return _relative_weekday(by_kind["relative"], by_kind["weekday"].atom, sure=beside)


def _kind(atom: Atom) -> _Kind:
    match atom.spec:
        case Offset():
            return "relative"
        case Weekday() | Interval(start=Weekday()):
            return "weekday"
        case Moment(day=int()) | Interval(start=Moment(day=int())):
            return "date"
    return "other"


def _dated_weekday(date: Found, weekday: Atom, resolver: Resolver, *, sure: bool) -> Found | None:
    """A full date with a weekday: the date counts; without a year, the weekday may tell that it is the coming one."""
    if date.resolved is None:
        return None
    if not isinstance(weekday.spec, Weekday) or date.resolved.start.weekday() == weekday.spec.weekday:
        return date
    if isinstance(date.atom.spec, Moment) and "year" in date.resolved.inferred:
        coming = resolver.coming(date.atom.spec, weekday.spec.weekday)
        if coming is not None:
            return date._replace(resolved=coming)
    return date if sure else None


def _dated_relative(date: Found, relative: Found) -> Found | None:
    """`غدا 26 يناير`: a date without a year is in that of the relative word, if that makes them one day."""
    if date.resolved is None or relative.resolved is None:
        return None
    day = relative.resolved.start
    if abs(date.resolved.start - day) <= _DAY:
        return date
    said = date.resolved.start
    same = "year" in date.resolved.inferred and (said.month, said.day) == (day.month, day.day)
    return date._replace(resolved=date.resolved._replace(start=day, end=day)) if same else None


def _relative_weekday(relative: Found, weekday: Atom, *, sure: bool) -> Found | None:
    """`أمس الثلاثاء`: where the report's date is a day off, the weekday is right; farther off, the relative word."""
    if relative.resolved is None or not isinstance(weekday.spec, Weekday):
        return None
    for shift in (0, -1, 1):
        day = relative.resolved.start + _DAY * shift
        if day.weekday() == weekday.spec.weekday:
            return relative._replace(resolved=relative.resolved._replace(start=day, end=day))
    return relative if sure else None


def _two_calendars(left: Found, right: Found, *, matching: bool) -> Found | None:
    """`20 جمادى الآخرة 1436هـ الموافق 9/4/2015`: the Gregorian date counts, in the year of the Hijri one."""
    by_calendar = {item.resolved.calendar: item for item in (left, right) if item.resolved is not None}
    if len(by_calendar) < 2:
        return None
    gregorian, hijri = by_calendar["gregorian"], by_calendar["hijri"]
    assert gregorian.resolved is not None
    assert hijri.resolved is not None
    shifts = (0, -1, 1) if "year" in gregorian.resolved.inferred and "year" not in hijri.resolved.inferred else (0,)
    for shift in shifts:
        year = (hijri if shift else gregorian).resolved
        assert year is not None
        try:
            day = gregorian.resolved.start.replace(year=hijri.resolved.start.year + shift) if len(shifts) > 1 else None
        except ValueError:
            continue
        start = day or gregorian.resolved.start
        if abs(start - hijri.resolved.start) <= _SIGHTING:
            return gregorian._replace(resolved=gregorian.resolved._replace(start=start, end=start))
    return gregorian if matching else None
