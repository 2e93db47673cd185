"""What matches of the rules for months and days of months say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from analyzers import fold
from extraction.dates.grammar import RULES, span
from extraction.dates.numerals import Numeral, read_numerals
from extraction.dates.reading_years import DIRECTED, JOINS, YEARS, YearSaid, year_said
from extraction.dates.specs import Atom, Interval, Moment, WeekdayOfMonth, direction_of
from extraction.dates.symbols import SYMBOLS, symbol_set

if TYPE_CHECKING:
    import re

    from extraction.dates.lexer import Lexed

_HIJRI_MONTHS: Final = 100
"""Months above are Hijri: 109 is Ramadan."""

_LAST_DAY: Final = 31
_TEH_MARBUTA: Final = fold("ة")
_FIRST_FEMININE: Final = fold("الأولى")
_COUNTED: Final = symbol_set("the_week", "portion")
_LAST: Final = fold("آخر")
_AND, _COMMA, _STOP = SYMBOLS["and"], SYMBOLS["comma"], SYMBOLS["stop"]
_NAMES: Final = symbol_set("name_head", "uprising", "weekday_name")
_MONTHS: Final = symbol_set("month", "month_exact", "month_in", "month_dated", "month_head", "english_month")
_MONTH_ENDS: Final = _MONTHS | symbol_set("month_tail")
_MONTH_OF: Final = symbol_set("month_word", "part")
_DIRECTED_OR_WHICH: Final = DIRECTED | symbol_set("which")
_DAY_TRIGGERS: Final = symbol_set(
    "in", "prep", "day_word", "weekday", "time", "to", "of", "and", "between", "today", "offset",
)  # fmt: skip


class _Month(NamedTuple):
    """A named month: its number (Hijri above 100), its first and last symbol."""

    number: int
    first: int
    last: int

    def moment(self, year: YearSaid | None) -> Moment:
        """The month in the year that is said."""
        moment = Moment("hijri" if self.number > _HIJRI_MONTHS else "gregorian", month=self.number % _HIJRI_MONTHS)
        if year is None:
            return moment
        return moment._replace(year=year.year, year_shift=year.shift, follows=year.follows, direction=year.direction
        )  # fmt: skip


class MonthReader:
    """Readers of the rules for months and their days; each gives atoms, or none where the match is no date after all."""

    def __init__(self, heads: dict[int, dict[int, int]]) -> None:
        self._heads = heads

    def day_month(self, lexed: Lexed, match: re.Match[str]) -> list[Atom]:
        """`20 يناير 2024`, `12 و13 ديسمبر`, `من 3 إلى 7 مارس`, `9 منه`, `العاشر من الشهر الماضي`."""
        first, last = span(match, "days")
        opens_with_of = match["of"] is not None or (match["meant"] or "")[:1] in symbol_set("of", "of_it")
        if lexed.symbols[last] == SYMBOLS["ordinal"] and not (opens_with_of and _counts_days(lexed, first, last)):
            return []
        if match["sign"] == _STOP and lexed.before(first) not in _DAY_TRIGGERS:
            return []
        if match["meant"] is not None:
            moment = _meant(lexed, match)
            return _days(lexed, match, "days", Atom(moment, first, match.end() - 1, "day-of-month")) if moment else []
        month = self._first_month(lexed, match, "month")
        if month is None:
            return []
        year = year_said(lexed, match, "year") if month.last == match.end("month") - 1 else None
        moment = month.moment(year)
        scored = match["sign"] == SYMBOLS["dash"] and match["month"] == SYMBOLS["month_dated"]  # 4 - صفر
        if moment.year is None and (scored or lexed.before(first) in _NAMES):
            return []
        return _days(lexed, match, "days", Atom(moment, first, year.last if year else month.last, "day-month"))

    def weekday_of_month(self, lexed: Lexed, match: re.Match[str]) -> list[Atom]:
        """`أول جمعة من رمضان`, `آخر يوم خميس في هذا الشهر`."""
        if match["meant"] is not None:
            moment, end = _meant(lexed, match), match.end() - 1
        else:
            month = self._first_month(lexed, match, "month")
            year = year_said(lexed, match, "year")
            moment = month.moment(year) if month else None
            end = year.last if year else match.end("month") - 1
        last = match["nth"] == SYMBOLS["part"]
        if moment is None or (last and fold(lexed.form(match.start())) != _LAST):
            return []
        number = 0 if last else lexed.number(match.start())
        spec = WeekdayOfMonth(lexed.number(match.start("day")), number, moment)
        return [Atom(spec, match.start(), end, "weekday-of-month")]

    def month_day(self, lexed: Lexed, match: re.Match[str]) -> list[Atom]:
        """`January 20, 2024`, `سبتمبر الحادي والعشرين، 2018`, `يناير-1`."""
        suffix = next(suffix for suffix in ("", "_ar", "_dash") if match["month" + suffix] is not None)
        month = self._first_month(lexed, match, "month" + suffix)
        year = None if suffix == "_dash" else year_said(lexed, match, "year" + suffix)
        if month is None or (suffix == "_ar" and year is None):
            return []
        first, last = span(match, "days" + suffix)
        whole = Atom(month.moment(year), first, year.last if year else last, "month-day")
        atoms = _days(lexed, match, "days" + suffix, whole)
        return [atom._replace(first=match.start()) if atom.first == first else atom for atom in atoms]

    def month(self, lexed: Lexed, match: re.Match[str]) -> list[Atom]:
        """`حزيران 2014`, `في آذار`, `أواخر كانون الثاني`, `شباط الماضي`, `مارس/أبريل 2023`."""
        months = self._months(lexed, *span(match, "month"))
        if not months or self._is_day(lexed, match):
            return []
        year = year_said(lexed, match, "year") if months[-1].last == match.end("month") - 1 else None
        if match["which"]:
            year = YearSaid(months[-1].last, direction=direction_of(lexed.number(match.start("which"))))
        if not (year or _leads(lexed, match)):
            return []
        first = _month_start(lexed, match)
        if len(months) > 1 and lexed.symbols[months[0].last + 1] in JOINS:
            interval = Interval(months[0].moment(year), months[-1].moment(year))
            return [Atom(interval, first, year.last if year else months[-1].last, "month-range")]
        end = year.last if year else months[-1].last if len(months) == 1 else months[0].last
        return [Atom(months[0].moment(year), first, end, "month")]

    def _is_day(self, lexed: Lexed, match: re.Match[str]) -> bool:
        """Whether the rule for a month before its day, which begins later, has more to say."""
        at = match.start("month")
        found = RULES["month_day"].match(lexed.symbols, at)
        return found is not None and bool(self.month_day(lexed, found))

    def _months(self, lexed: Lexed, first: int, last: int) -> list[_Month]:
        """The months among symbols: one, or two with a sign between them; twice the same is one."""
        months: list[_Month] = []
        at = first
        while at <= last:
            if lexed.symbols[at] == SYMBOLS["month_head"] and at < last:
                number = self._heads.get(lexed.number(at), {}).get(lexed.number(at + 1))
                if number is None:
                    break
                months.append(_Month(number, at, at + 1))
                at += 1
            elif lexed.symbols[at] in _MONTHS:
                months.append(_Month(lexed.number(at), at, at))
            at += 1
        once = len({month.number for month in months}) == 1
        whole = len(months) > 1 or lexed.symbols[last] == _STOP
        return [months[0]._replace(last=last)] if once and whole else months

    def _first_month(self, lexed: Lexed, match: re.Match[str], group: str) -> _Month | None:
        months = self._months(lexed, *span(match, group))
        return months[0] if months else None


def _counts_days(lexed: Lexed, first: int, last: int) -> bool:
    """Whether ordinals are days: not `الأسبوع الثاني من الشهر`, `النصف الأول من شباط`, `المرة الثانية من`."""
    if lexed.before(first) in _COUNTED:
        return False
    form = fold(lexed.form(last))
    return first != last or not (form.endswith(_TEH_MARBUTA) or form == _FIRST_FEMININE)


def _meant(lexed: Lexed, match: re.Match[str]) -> Moment | None:
    """A month without its name; `9 منه` and `11 الجاري` are days only behind a word that makes them so."""
    start, end = span(match, "meant")
    first = match.start("days") if "days" in match.re.groupindex else match.start()
    said = lexed.symbols[start : end + 1]
    names_month = SYMBOLS["the_month"] in said or SYMBOLS["month_word"] in said
    if not names_month and lexed.before(first) not in _DAY_TRIGGERS:
        return None
    if SYMBOLS["of_it"] in said or SYMBOLS["same"] in said:
        return Moment(follows=True)
    shift = next(lexed.number(at) for at in range(start, end + 1) if lexed.symbols[at] in _DIRECTED_OR_WHICH)
    return Moment(month_shift=shift)


def _leads(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether what stands before a month without a year, or behind it, makes it one."""
    lead = match["lead"]
    month = match["month"][0]
    if month == SYMBOLS["month_dated"]:
        return bool(set(lead) & _MONTH_OF)
    if not lead:
        return False
    at = match.start("month")
    if lead[-1] == _AND:
        return lexed.before(at - 1) in _MONTH_ENDS | YEARS | DIRECTED
    if month == SYMBOLS["month_in"]:
        ranged = lead[-1] == SYMBOLS["of"] and lexed.symbols[at + 1 : at + 2] == SYMBOLS["to"]
        telling = symbol_set("in", "between", "to")
        return bool(set(lead) & _MONTH_OF) or lead[-1] in telling or ranged
    return True


def _month_start(lexed: Lexed, match: re.Match[str]) -> int:
    """Where the mention of a month begins: `أواخر` belongs to it, `في` and `شهر` do not."""
    first = match.start("which") if match["which"] else match.start("month")
    parts = (at for at in range(match.start("lead"), first) if lexed.symbols[at] == SYMBOLS["part"])
    return next(parts, first)


def _days(lexed: Lexed, match: re.Match[str], group: str, whole: Atom) -> list[Atom]:
    """The days of a match: one, several, or a range. `whole` holds their month, and their mention as if they were one."""
    first, last = span(match, group)
    lead = match["lead"] if "lead" in match.re.groupindex else None
    opened = whole._replace(first=match.start()) if lead else whole
    if lexed.symbols[first] == SYMBOLS["pair"]:
        one, other, _ = lexed.numbers(first)
        return _range((one, other), opened)
    numerals = [numeral for numeral in read_numerals(lexed, first, last) if 1 <= numeral.value <= _LAST_DAY]
    if len(numerals) > 1:
        joint = lexed.symbols[numerals[-2].last + 1 : numerals[-1].first]
        if set(joint) & JOINS or (lead == SYMBOLS["between"] and len(numerals) == 2):
            atom = opened if len(numerals) == 2 else whole._replace(first=numerals[-2].first)
            return _range((numerals[-2].value, numerals[-1].value), atom)
    month = whole.spec
    assert isinstance(month, Moment)
    return [whole._replace(spec=month._replace(day=item.value), first=item.first) for item in _listed(lexed, numerals)]


def _range(days: tuple[int, int], whole: Atom) -> list[Atom]:
    month = whole.spec
    if not days[0] < days[1] or not isinstance(month, Moment):
        return []
    interval = Interval(month._replace(day=days[0]), month._replace(day=days[1]))
    return [whole._replace(spec=interval, rule=f"{whole.rule}-range")]


def _listed(lexed: Lexed, numerals: list[Numeral]) -> list[Numeral]:
    """The numbers at the end that "and" makes a list of: `12، 13 و14 مارس` has three, `قتل 12، 13 مارس` one."""
    kept = numerals[-1:]
    joined = False
    for earlier, later in zip(numerals[-2::-1], numerals[:0:-1], strict=True):
        link = lexed.symbols[earlier.last + 1 : later.first]
        joined = joined or _AND in link
        if not (joined and (_AND in link or link == _COMMA)):
            break
        kept.append(earlier)
    return kept[::-1]
