"""What matches of the rules for years and for dates in digits say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from extraction.dates.grammar import span
from extraction.dates.numerals import read_numerals
from extraction.dates.specs import Atom, Interval, Moment, direction_of
from extraction.dates.symbols import SYMBOLS, symbol_set

if TYPE_CHECKING:
    import re

    from extraction.dates.lexer import Lexed
    from extraction.dates.specs import Direction

YEARS: Final = symbol_set("year_number", "round_year", "hijri_number")
DIRECTED: Final = symbol_set("past", "current", "future")
_RELATIVE: Final = DIRECTED | symbol_set("which", "same")
JOINS: Final = symbol_set("to", "dash", "slash")
"""What makes a range of two neighbours."""

_MONTHS: Final = 12
_CENTURY: Final = 100
_FIRST_YEAR: Final = 1500
_PLAUSIBLE_YEARS: Final = range(1900, 2101)
_HIJRI_YEARS: Final = range(1400, 1500)
"""Years that mean the Hijri calendar where nothing says so: a report of our days speaks of them, not of the Middle Ages."""

_SPRING: Final = 3
"""The month head ربيع; with a year alone it is the season."""

_ERAS: Final = symbol_set("era_hijri", "era_common")
_TELLING: Final = symbol_set("event", "uprising", "part")
_RANGE_LEADS: Final = symbol_set("between", "of")
_MONTH_TRIGGERS: Final = symbol_set("in", "prep", "of", "to", "month_word", "part")
_SLASH_TRIGGERS: Final = symbol_set("in", "day_word", "weekday", "time", "to", "today", "offset", "prep")
_SURE_TRIGGERS: Final = symbol_set("prep", "day_word", "weekday")
_PADDED: Final = 2


class YearSaid(NamedTuple):
    """What stands behind a month: a year, or how to find it; `last` is its last symbol."""

    last: int
    year: int | None = None
    shift: int | None = None
    follows: bool = False
    direction: Direction | None = None


def year_said(lexed: Lexed, match: re.Match[str], group: str) -> YearSaid | None:
    """What the group behind a month says of its year; None where it says nothing after all."""
    if match[group] is None:
        return None
    first, last = span(match, group)
    for at in range(first, last + 1):
        symbol = lexed.symbols[at]
        if symbol in YEARS:
            counted = lexed.symbols[first] == SYMBOLS["comma"] and symbol == SYMBOLS["round_year"]
            return None if counted else YearSaid(last, year=lexed.number(at))
        if symbol == SYMBOLS["thousand"]:
            numeral = read_numerals(lexed, at, last)[0]
            return YearSaid(numeral.last, year=numeral.value) if numeral.value > _FIRST_YEAR else None
        if symbol in _RELATIVE:
            return _relative_year(lexed, at, last, alone=at == first and symbol in DIRECTED)
    return None


def _relative_year(lexed: Lexed, at: int, last: int, *, alone: bool) -> YearSaid:
    if lexed.symbols[at] == SYMBOLS["same"]:
        return YearSaid(last, follows=True)
    if alone:  # the month itself is past or coming
        return YearSaid(last, direction=direction_of(lexed.number(at)))
    return YearSaid(last, shift=lexed.number(at))


def date(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`20/1/2024`, `2024-01-20`, `10/1/1445`."""
    year, month, day = lexed.numbers(match.start())
    moment = Moment("hijri" if year < _FIRST_YEAR else "gregorian", year, month, day)
    return [Atom(moment, match.start(), match.end() - 1, "date")]


def spaced(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`30 - 8 - 2006`."""
    day, month, year = (lexed.number(match.start(group)) for group in ("day", "month", "year"))
    if month > _MONTHS:
        return []
    return [Atom(Moment(year=year, month=month, day=day), match.start(), match.end() - 1, "date")]


def year_month(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`في 3/2011`."""
    at = match.start()
    if lexed.before(at) not in _MONTH_TRIGGERS:
        return []
    year, month = lexed.numbers(at)
    return [Atom(Moment(year=year, month=month), at, at, "year-month")]


def slashed(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`يوم 28/8`, `من 20/1 إلى 25/1/2024`: day and month, where what stands beside makes them a date."""
    at = match.start()
    day, month, slash = lexed.numbers(at)
    if not (slash == _PADDED or _makes_date(lexed, at, slashed=bool(slash))):
        return []
    if lexed.symbols[at + 1 : at + 2] == SYMBOLS["of"]:  # a fraction
        return []
    if month > _MONTHS >= day:
        day, month = month, day
    if month > _MONTHS:
        return []
    return [Atom(Moment(month=month, day=day), at, at, "day/month")]


def _makes_date(lexed: Lexed, at: int, *, slashed: bool) -> bool:
    before = lexed.before(at)
    if before == SYMBOLS["and"]:  # 5/1 و7/1
        return lexed.before(at - 1) in symbol_set("pair", "date")
    if before in _RANGE_LEADS:
        return match_range(lexed, at + 1)
    clitic = before == SYMBOLS["prep"] and len(lexed.form(at - 1)) == 1
    return before in (_SLASH_TRIGGERS if slashed else _SURE_TRIGGERS) and not clitic


def match_range(lexed: Lexed, at: int) -> bool:
    """Whether the other end of a range in digits follows."""
    behind = lexed.symbols[at : at + 3].lstrip(SYMBOLS["and"]).lstrip(SYMBOLS["to"])
    return behind[:1] in symbol_set("pair", "date") and behind != lexed.symbols[at : at + 3]


def years(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`عام 2014`, `مطلع العام 2021`, `عامي 2014 و2015`, `سنة 1445 هـ`."""
    if lexed.before(match.start("trigger")) == SYMBOLS["general"]:
        return []
    return _year_atoms(lexed, match, match.start("part") if match["part"] else match.start("trigger"))


def bare_years(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`منذ 2015`, `نكبة 1948`, `صيف 2014`, `1445 هـ`, `2014-2017`: a number that is a year by what stands beside it."""
    first, last = span(match, "years")
    if match["years"] == SYMBOLS["year_pair"]:
        return _year_atoms(lexed, match, first)
    values = [lexed.number(at) for at in range(first, last + 1) if lexed.symbols[at] in YEARS]
    plausible = all(value in _PLAUSIBLE_YEARS for value in values)
    uncounted = not (all(value % _CENTURY == 0 for value in values) and lexed.has_word(last + 1))
    if lexed.symbols[last] == SYMBOLS["era_hijri"]:
        told = True
    elif lexed.symbols[last] == SYMBOLS["era_common"]:
        told = plausible and all(value % _CENTURY for value in values)  # else metres
    elif len(values) > 1:
        joined = bool(set(match["years"]) & JOINS) or match["lead"] == SYMBOLS["between"]
        told = plausible and uncounted and joined and values[0] < values[1]
    else:
        told = plausible and _tells(lexed, match, uncounted=uncounted)
    if not told or lexed.text[lexed.end(last) : lexed.end(last) + 1] == "s":  # the 1990s
        return []
    return _year_atoms(lexed, match, match.start() if match["lead"] in symbol_set("part", "month_head") else first)


def _tells(lexed: Lexed, match: re.Match[str], *, uncounted: bool) -> bool:
    lead = match["lead"]
    if lead == SYMBOLS["month_head"]:
        return lexed.number(match.start()) == _SPRING
    return lead in _TELLING or (lead == SYMBOLS["in"] and uncounted)


def _year_atoms(lexed: Lexed, match: re.Match[str], start: int) -> list[Atom]:
    """Years of a match: each one, or the range that their links make of them."""
    first, last = span(match, "years")
    if match["years"] == SYMBOLS["year_pair"]:
        one, other = lexed.numbers(first)
        return [Atom(Interval(Moment(year=one), Moment(year=other)), start, last, "year-range")]
    places = [at for at in range(first, last + 1) if lexed.symbols[at] in YEARS]
    if not places:
        numerals = [numeral for numeral in read_numerals(lexed, first, last) if numeral.value > _FIRST_YEAR]
        return [Atom(Moment(year=numeral.value), start, numeral.last, "year") for numeral in numerals[:1]]
    moments = [_year_moment(lexed, at, last) for at in places]
    if len(moments) == 2 and (set(match["years"]) & JOINS or match["lead"] == SYMBOLS["between"]):
        opened = match["lead"] is not None and match["lead"] in _RANGE_LEADS
        return [Atom(Interval(*moments), match.start("lead") if opened else start, last, "year-range")]
    return [
        Atom(moment, at if number else start, at + (lexed.symbols[at + 1 : last + 1][:1] in _ERAS), "year")
        for number, (at, moment) in enumerate(zip(places, moments, strict=True))
    ]


def _year_moment(lexed: Lexed, at: int, last: int) -> Moment:
    """The era behind a year, or behind the last of several, goes for it; without one, the number tells."""
    behind = lexed.symbols[at + 1 : last + 1][:1]
    era = behind if behind in _ERAS else lexed.symbols[last]
    value = lexed.number(at)
    hijri = era == SYMBOLS["era_hijri"] or (value in _HIJRI_YEARS and era != SYMBOLS["era_common"])
    return Moment("hijri" if hijri else "gregorian", year=value)
