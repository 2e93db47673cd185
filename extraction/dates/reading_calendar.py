"""What matches of the calendar's rules say: days, months and years that are named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from extraction.dates.numerals import Numeral, read_numerals
from extraction.dates.specs import Atom, Interval, Moment
from extraction.dates.symbols import OTHER, SYMBOLS

if TYPE_CHECKING:
    import re

    from extraction.dates.lexer import Lexed
    from extraction.dates.specs import Direction
    from extraction.values import Calendar

HIJRI_MONTHS: Final = 100
"""Months above are Hijri: 109 is Ramadan."""

_LAST_DAY: Final = 31
_CENTURY: Final = 100
_FIRST_YEAR: Final = 1500
_PLAUSIBLE_YEARS: Final = range(1900, 2101)
_HIJRI_YEARS: Final = range(1400, 1500)
"""Years that mean the Hijri calendar where nothing says so: a report of our days speaks of them, not of the Middle Ages."""


def _symbols(*names: str) -> frozenset[str]:
    return frozenset(SYMBOLS[name] for name in names)


_YEARS: Final = _symbols("year_number", "round_year", "hijri_number")
_DIRECTED: Final = _symbols("past", "current", "future")
_NAMES: Final = _symbols("name_head", "uprising", "weekday_name")
_MONTHS: Final = _symbols("month", "month_exact", "month_in", "month_dated", "month_head", "month_tail", "english_month")
_MONTH_STARTS: Final = _MONTHS - _symbols("month_tail")
_DAY_TRIGGERS: Final = _symbols(
    "in", "prep", "day_word", "weekday", "time", "to", "of", "and", "between", "today", "offset",
)  # fmt: skip
_SLASH_TRIGGERS: Final = _symbols("in", "day_word", "weekday", "time", "to", "today", "offset", "prep")
_JOINS: Final = _symbols("to", "dash", "slash")
_AND, _COMMA = SYMBOLS["and"], SYMBOLS["comma"]


@dataclass(frozen=True, slots=True)
class _Year:
    """What stands behind a month: a year, or how to find it; `last` is its last symbol."""

    last: int
    year: int | None = None
    shift: int | None = None
    follows: bool = False
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class _Month:
    value: int
    first: int
    last: int

    def moment(self, year: _Year | None, day: int | None = None) -> Moment:
        """The month, or a day of it, in the year that is said."""
        hijri = self.value > HIJRI_MONTHS
        moment = Moment("hijri" if hijri else "gregorian", month=self.value % HIJRI_MONTHS, day=day)
        if year is None:
            return moment
        return replace(
            moment, year=year.year, year_shift=year.shift, follows=year.follows, direction=year.direction,
        )  # fmt: skip


class CalendarReader:
    """Readers of the rules for days, months and years; each gives atoms, or none where the match is no date after all."""

    def __init__(self, heads: dict[int, dict[int, int]]) -> None:
        self._heads = heads

    def day_month(self, lexed: Lexed, match: re.Match[str]) -> list[Atom]:
        """`20 يناير 2024`, `12 و13 ديسمبر`, `من 3 إلى 7 مارس`, `9 منه`, `العاشر من الشهر الماضي`."""
        first, last = _span(match, "days")
        if match["of"] is None and lexed.symbols[last] == SYMBOLS["ordinal"] and not _opens_with_of(match):
            return []
        if match["meant"] is not None:
            moment, end = self._meant(lexed, match, first)
            rule = "day-of-month"
        else:
            month = self._first_month(lexed, *_span(match, "month"))
            if month is None:
                return []
            year = _year(lexed, match, "year") if month.last == _span(match, "month")[1] else None
            moment, end = month.moment(year), year.last if year else month.last
            rule = "day-month"
            if moment.year is None and lexed.symbols[first - 1 : first] in _NAMES:
                return []
        if moment is None:
            return []
        return _days(lexed, match, moment, end, rule)

    def _meant(self, lexed: Lexed, match: re.Match[str], first: int) -> tuple[Moment | None, int]:
        start, end = _span(match, "meant")
        said = lexed.symbols[start : end + 1]
        names_month = SYMBOLS["the_month"] in said or SYMBOLS["month_word"] in said
        before = lexed.symbols[match.start() - (match.start() == first) : first]
        if not names_month and not (set(before) & _DAY_TRIGGERS):
            return None, end
        if SYMBOLS["of_it"] in said or SYMBOLS["same"] in said:
            return Moment(follows=True), end
        shift = next(_value(lexed, at) for at in range(start, end + 1) if lexed.symbols[at] in _DIRECTED_OR_WHICH)
        return Moment(month_shift=shift), end

    def month_day(self, lexed: Lexed, match: re.Match[str]) -> list[Atom]:
        """`January 20, 2024`, `سبتمبر الحادي والعشرين، 2018`, `يناير-1`."""
        suffix = next(suffix for suffix in ("", "_ar", "_dash") if match["month" + suffix] is not None)
        month = self._first_month(lexed, *_span(match, "month" + suffix))
        if month is None:
            return []
        year = None if suffix == "_dash" else _year(lexed, match, "year" + suffix)
        first, last = _span(match, "days" + suffix)
        if suffix and year is not None and year.year is None:
            return []
        atoms = _days(lexed, match, month.moment(year), year.last if year else last, "month-day", suffix)
        return [replace(atom, first=match.start()) if atom.first == first else atom for atom in atoms]

    def month(self, lexed: Lexed, match: re.Match[str]) -> list[Atom]:
        """`حزيران 2014`, `في آذار`, `أواخر كانون الثاني`, `شباط الماضي`, `من مارس/أبريل 2023`."""
        months = self._months(lexed, *_span(match, "month"))
        if not months:
            return []
        whole = months[-1].last == _span(match, "month")[1]
        year = _year(lexed, match, "year") if whole else None
        if match["which"]:
            year = _Year(months[-1].last, direction=_direction(_value(lexed, match.start("which"))))
        if not (year or self._leads(lexed, match)):
            return []
        first = _part_start(lexed, match)
        end = year.last if year else months[-1].last
        if len(months) > 1 and months[0].value != months[-1].value and lexed.symbols[months[0].last + 1] in _JOINS:
            return [Atom(Interval(months[0].moment(year), months[-1].moment(year)), first, end, "month-range")]
        return [Atom(months[0].moment(year), first, end, "month")]

    def _leads(self, lexed: Lexed, match: re.Match[str]) -> bool:
        """Whether what stands before a month without a year makes it one."""
        lead = match["lead"]
        month = match["month"][0]
        if month == SYMBOLS["month_dated"]:
            return SYMBOLS["month_word"] in lead or SYMBOLS["part"] in lead
        if not lead:
            return False
        before = match.start("month") - 1
        if lead[-1] == _AND:
            return lexed.symbols[before - 1 : before] in _MONTHS | _YEARS | _DIRECTED and before > 0
        if month == SYMBOLS["month_in"]:
            return bool(set(lead) & _symbols("month_word", "part")) or lead[-1] == SYMBOLS["in"]
        return True

    def _months(self, lexed: Lexed, first: int, last: int) -> list[_Month]:
        """The months among symbols: one, or two with a sign between them; twice the same is one."""
        months: list[_Month] = []
        at = first
        while at <= last:
            if lexed.symbols[at] == SYMBOLS["month_head"] and at < last:
                value = self._heads.get(_value(lexed, at), {}).get(_value(lexed, at + 1))
                if value is None:
                    break
                months.append(_Month(value, at, at + 1))
                at += 1
            elif lexed.symbols[at] in _MONTH_STARTS:
                months.append(_Month(_value(lexed, at), at, at))
            at += 1
        if len(months) > 1 and months[0].value == months[1].value:
            return [_Month(months[0].value, months[0].first, last)]
        if len(months) == 1 and lexed.symbols[last] in _symbols("stop"):
            return [_Month(months[0].value, months[0].first, last)]
        return months

    def _first_month(self, lexed: Lexed, first: int, last: int) -> _Month | None:
        months = self._months(lexed, first, last)
        return months[0] if months else None


_DIRECTED_OR_WHICH: Final = _DIRECTED | _symbols("which")


def date(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`20/1/2024`, `2024-01-20`, `10/1/1445`."""
    value = lexed.values[match.start()]
    assert isinstance(value, tuple)
    year, month, day = value
    calendar: Calendar = "hijri" if year < _FIRST_YEAR else "gregorian"
    return [Atom(Moment(calendar, year, month, day), match.start(), match.end() - 1, "date")]


def year_month(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`في 3/2011`."""
    at = match.start()
    if lexed.symbols[at - 1 : at] not in _symbols("in", "prep", "of", "to", "month_word", "part") or at == 0:
        return []
    value = lexed.values[at]
    assert isinstance(value, tuple)
    return [Atom(Moment(year=value[0], month=value[1]), at, at, "year-month")]


def slashed(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`يوم 28/8`: day and month, behind a word that makes it a date."""
    at = match.start()
    before = lexed.symbols[at - 1 : at]
    if at == 0 or before not in _SLASH_TRIGGERS or lexed.symbols[at + 1 : at + 2] == SYMBOLS["of"]:
        return []
    value = lexed.values[at]
    assert isinstance(value, tuple)
    day, month, slash = value
    clitic = before == SYMBOLS["prep"] and lexed.ends[at - 1] - lexed.starts[at - 1] == 1
    if clitic or (not slash and before not in _symbols("prep", "day_word", "weekday")):
        return []
    if month > 12 >= day:
        day, month = month, day
    if month > 12:
        return []
    return [Atom(Moment(month=month, day=day), at, at, "day/month")]


def years(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`عام 2014`, `مطلع العام 2021`, `عامي 2014 و2015`, `سنة 1445 هـ`."""
    first = match.start("part") if match["part"] else match.start("trigger")
    if lexed.symbols[match.start("trigger") - 1 : match.start("trigger")] in _symbols("general") and first > 0:
        return []
    return _year_atoms(lexed, match, first)


def bare_years(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`منذ 2015`, `نكبة 1948`, `1445 هـ`, `2014-2017`: a number that is a year by what stands beside it."""
    said = match["years"]
    lead = match["lead"] or ""
    first, last = _span(match, "years")
    values = [_value(lexed, at) for at in range(first, last + 1) if lexed.symbols[at] in _YEARS]
    era = lexed.symbols[last] in _symbols("era_hijri", "era_common")
    if said == SYMBOLS["year_pair"]:
        return _year_atoms(lexed, match, first)
    if not era and not all(value in _PLAUSIBLE_YEARS for value in values):
        return []
    if lexed.symbols[last] == SYMBOLS["era_common"] and not all(
        value in _PLAUSIBLE_YEARS and value % _CENTURY for value in values
    ):  # metres
        return []
    if len(values) > 1:
        joined = said[1] in _JOINS or lead == SYMBOLS["between"]
        return _year_atoms(lexed, match, first) if joined and values[0] < values[1] else []
    round_number = values[0] % _CENTURY == 0
    told = lead in _symbols("event", "uprising", "part") or (
        lead == SYMBOLS["in"] and not (round_number and lexed.symbols[last + 1 : last + 2] == OTHER and _is_word(lexed, last + 1))
    )
    if not (era or (lead and told)):
        return []
    return _year_atoms(lexed, match, match.start() if lead == SYMBOLS["part"] else first)


def _year_atoms(lexed: Lexed, match: re.Match[str], start: int) -> list[Atom]:
    """Years of a match: each one, or the range that their links make of them."""
    first, last = _span(match, "years")
    found: list[tuple[int, int]] = []
    for at in range(first, last + 1):
        value = lexed.values[at]
        if lexed.symbols[at] == SYMBOLS["year_pair"] and isinstance(value, tuple):
            interval = Interval(Moment(year=value[0]), Moment(year=value[1]))
            return [Atom(interval, start, at, "year-range")]
        if lexed.symbols[at] in _YEARS:
            found.append((_value(lexed, at), at))
    if not found:
        numerals = [n for n in read_numerals(lexed, first, last) if n.value > _FIRST_YEAR]
        return [Atom(Moment(year=numeral.value), start, numeral.last, "year") for numeral in numerals[:1]]
    said = match["years"]
    moments = [_year_moment(lexed, value, at, last) for value, at in found]
    between = match["lead"] in _symbols("between") if match["lead"] else False
    if len(moments) == 2 and (set(said) & _JOINS or between):
        lead_start = match.start("lead") if match["lead"] in _symbols("between", "of") else start
        return [Atom(Interval(*moments), lead_start, last, "year-range")]
    ends = [at - 1 for _, at in found[1:]] + [last]
    atoms = []
    for number, ((_, at), moment) in enumerate(zip(found, moments, strict=True)):
        end = at + (lexed.symbols[at + 1 : at + 2] in _symbols("era_hijri", "era_common") and at < ends[number])
        atoms.append(Atom(moment, start if number == 0 else at, end, "year"))
    return atoms


def _year_moment(lexed: Lexed, value: int, at: int, last: int) -> Moment:
    era = lexed.symbols[at + 1 : last + 1][:1] or lexed.symbols[last]
    hijri = era == SYMBOLS["era_hijri"] or (value in _HIJRI_YEARS and era != SYMBOLS["era_common"])
    return Moment("hijri" if hijri else "gregorian", year=value)


def _year(lexed: Lexed, match: re.Match[str], group: str) -> _Year | None:
    """What the group behind a month says of its year; None where it says nothing after all."""
    if match[group] is None:
        return None
    first, last = _span(match, group)
    for at in range(first, last + 1):
        symbol = lexed.symbols[at]
        if symbol in _YEARS:
            counted = lexed.symbols[first] == _COMMA and symbol == SYMBOLS["round_year"]
            return None if counted else _Year(last, year=_value(lexed, at))
        if symbol == SYMBOLS["thousand"]:
            numeral = read_numerals(lexed, at, last)[0]
            return _Year(numeral.last, year=numeral.value) if numeral.value > _FIRST_YEAR else None
        if symbol == SYMBOLS["same"]:
            return _Year(last, follows=True)
        if symbol == SYMBOLS["which"]:
            return _Year(last, shift=_value(lexed, at))
        if symbol in _DIRECTED:
            if at == first:
                return _Year(last, direction=_direction(_value(lexed, at)))
            return _Year(last, shift=_value(lexed, at))
    return None


def _days(lexed: Lexed, match: re.Match[str], month: Moment, end: int, rule: str, suffix: str = "") -> list[Atom]:
    """The days of a month in a match: one, several, or a range."""
    first, last = _span(match, "days" + suffix)
    value = lexed.values[first]
    lead = match["lead"] if "lead" in match.re.groupindex else None
    start = match.start() if lead else first
    if lexed.symbols[first] == SYMBOLS["pair"] and isinstance(value, tuple):
        return _interval(month, value[0], value[1], start, end, rule)
    numerals = [numeral for numeral in read_numerals(lexed, first, last) if 1 <= numeral.value <= _LAST_DAY]
    if not numerals:
        return []
    if len(numerals) > 1:
        joint = lexed.symbols[numerals[-2].last + 1 : numerals[-1].first]
        between = lead == SYMBOLS["between"] and len(numerals) == 2
        if set(joint) & _JOINS or between:
            start = start if len(numerals) == 2 else numerals[-2].first
            return _interval(month, numerals[-2].value, numerals[-1].value, start, end, rule)
    return [Atom(replace(month, day=n.value), n.first, end, rule) for n in _listed(lexed, numerals)]


def _interval(month: Moment, first: int, second: int, start: int, end: int, rule: str) -> list[Atom]:
    if not first < second:
        return []
    return [Atom(Interval(replace(month, day=first), replace(month, day=second)), start, end, f"{rule}-range")]


def _listed(lexed: Lexed, numerals: list[Numeral]) -> list[Numeral]:
    """The numbers at the end that "and" makes a list of: `12، 13 و14 مارس` has three, `قتل 12، 13 مارس` one."""
    kept = [numerals[-1]]
    joined = False
    for earlier, later in zip(numerals[-2::-1], numerals[:0:-1], strict=True):
        link = lexed.symbols[earlier.last + 1 : later.first]
        joined = joined or _AND in link
        if not (joined and (_AND in link or link == _COMMA)):
            break
        kept.append(earlier)
    return kept[::-1]


def _opens_with_of(match: re.Match[str]) -> bool:
    return bool(match["meant"]) and match["meant"][0] in _symbols("of", "of_it")


def _part_start(lexed: Lexed, match: re.Match[str]) -> int:
    """Where the mention of a month begins: `أواخر` belongs to it, `في` and `شهر` do not."""
    first = match.start("which") if match["which"] else match.start("month")
    for at in range(match.start("lead"), first):
        if lexed.symbols[at] == SYMBOLS["part"]:
            return at
    return first


def _is_word(lexed: Lexed, at: int) -> bool:
    return lexed.text[lexed.starts[at]].isalnum()


def _direction(value: int) -> Direction:
    return -1 if value < 0 else 1 if value > 0 else 0


def _span(match: re.Match[str], group: str) -> tuple[int, int]:
    """First and last symbol of a group, both counted in."""
    return match.start(group), match.end(group) - 1


def _value(lexed: Lexed, at: int) -> int:
    value = lexed.values[at]
    return value if isinstance(value, int) else 0
