"""What matches of the relative rules say: days, weeks, months and years counted from the report's date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from analyzers import fold
from extraction.dates.grammar import RULES, span
from extraction.dates.numerals import read_numerals
from extraction.dates.specs import Atom, Interval, Moment, Offset, Unit, Weekday, direction_of
from extraction.dates.symbols import OTHER, SYMBOLS, symbol_set

if TYPE_CHECKING:
    import re

    from extraction.dates.lexer import Lexed
    from extraction.dates.specs import Direction, Spec


_YESTERDAY, _TOMORROW = -1, 1
_WEEK: Final = 7
_FEW: Final = 400
"""Counts above are no dates that a report counts back to."""

_UNITS: Final[dict[str, Literal["day", "week", "month", "year"]]] = {
    SYMBOLS["day_word"]: "day",
    SYMBOLS["week_word"]: "week", SYMBOLS["the_week"]: "week",
    SYMBOLS["month_word"]: "month", SYMBOLS["the_month"]: "month",
    SYMBOLS["year_word"]: "year", SYMBOLS["the_year"]: "year",
}  # fmt: skip
_ENGLISH_UNITS: Final = symbol_set("week_word", "month_word", "year_word")
_NUMBERS: Final = symbol_set(
    "day_number", "year_number", "round_year", "hijri_number", "number", "pair", "year_pair", "date", "year_month",
    "first", "ordinal", "cardinal", "thousand", "month", "month_exact", "month_in", "month_dated", "month_head",
    "english_month", "weekday", "weekday_bare", "offset", "today", "name_head",
)  # fmt: skip
_NOT_TODAY_BEFORE: Final = symbol_set("that", "after", "before", "between", "which")
_NOT_TODAY_BEHIND: Final = symbol_set("ordinal", "day_attribute", "same", "past", "future")
_UNLESS_WEEKDAY: Final = symbol_set("in", "to", "prep")
_AFTER_DAY: Final = symbol_set("in", "prep", "and", "of", "comma", "stop", "close")
_ARTICLE: Final = "ال"
_FIRST: Final = fold("أول")
_ALEF: Final = "ا"
_LONGEST_RELATIVE: Final = 4
"""Letters of الذي and التي, which begin like a noun."""

_TOMORROW_LEADS: Final = symbol_set("day_word", "time", "after", "to", "in", "of")
_NIGHT: Final = "night"
_TANWIN: Final = "\u064b"


def unit(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`الشهر الماضي`, `مطلع العام الجاري`, `هذا الأسبوع`, `last week`, `الأسبوع المقبل يوم الأحد`."""
    at = match.start("unit" if match["unit"] else "unit_which")
    if lexed.symbols[at] in _ENGLISH_UNITS and not lexed.text[lexed.start(at)].isascii():
        return []
    if lexed.symbols[at] == SYMBOLS["the_year"] and lexed.before(at) == SYMBOLS["general"]:
        return []
    shift = lexed.number(match.start("directed" if match["unit"] else "which"))
    kind = _UNITS[lexed.symbols[at]]
    assert kind != "day"
    first = match.start("part") if match["part"] else (match.start("which") if match["which"] else at)
    day = "day" if match["unit"] else "day_which"
    if kind == "week" and match[day]:
        return [Atom(Weekday(lexed.number(match.start(day)), week=shift), first, match.end(day) - 1, "weekday-of-week")]
    end = (match.end("directed") if match["unit"] else match.end("unit_which")) - 1
    return [Atom(Unit(kind, shift), first, end, "unit")]


def part_of_unit(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`منذ مطلع العام`: of the current one, where no adjective says otherwise (`بداية العام الدراسي`)."""
    end = match.end()
    if lexed.has_word(end) and fold(lexed.form(end)).startswith(_ARTICLE):
        return []
    if lexed.symbols[end : end + 1] in symbol_set("same", "which", "that") | _NUMBERS:
        return []
    kind = _UNITS[lexed.symbols[match.start("unit")]]
    assert kind != "day"
    return [Atom(Unit(kind, 0), match.start(), end - 1, "unit")]


def weekdays(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`السبت-الأحد`, `من السبت إلى الأربعاء`: a range; two weekdays of a list are left to the rule for one."""
    first, last = lexed.number(match.start("first")), lexed.number(match.start("last"))
    link, lead = match["link"], match["lead"]
    following = (last - first) % _WEEK == 1
    ranged = (
        SYMBOLS["to"] in link
        or (link == SYMBOLS["and"] and lead == SYMBOLS["between"])
        or (bool(link) and link != SYMBOLS["and"] and following)
        or (not link and lead == SYMBOLS["time"] and following)
    )
    if not ranged or first == last:
        return []
    start = match.start() if lead and lead != SYMBOLS["time"] else match.start("first")
    return [Atom(Interval(Weekday(first), Weekday(last)), start, match.end() - 1, "weekday-range")]


def weekday(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`الثلاثاء الماضي`, `مساء الخميس`, `last Tuesday`, `الجمعة من الأسبوع المقبل`, `يوم جمعة`."""
    before = lexed.before(match.start())
    if match["bare"]:
        if before in symbol_set("that", "first") or lexed.number(match.start()) != 1:
            return []
        at = match.start("bare")
        return [Atom(Weekday(lexed.number(at)), at, at, "weekday")]
    at = match.start("day")
    if before in symbol_set("weekday_name", "that", "between"):
        return []
    direction: Direction | None = None
    first = at
    if match["directed"]:
        direction = direction_of(lexed.number(match.start("directed")))
    elif match["which"] and lexed.text[lexed.start(match.start())].isascii():
        direction = direction_of(lexed.number(match.start()))
        first = match.start()
    week = lexed.number(match.start("week")) if match["week"] else None
    return [Atom(Weekday(lexed.number(at), direction, week), first, match.end() - 1, "weekday")]


def day_number(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`الخميس 21`, `يوم 27`: the number of a day, where no month and nothing to count follows."""
    end = match.end("number")
    behind = lexed.symbols[end : end + 1]
    if behind and behind not in _AFTER_DAY and not (behind == OTHER and not lexed.has_word(end)):
        return []
    numerals = read_numerals(lexed, match.start("number"), end - 1)
    if len(numerals) != 1 or RULES["day_month"].match(lexed.symbols, match.start("number")):
        return []
    number = numerals[0].value
    if match["weekday"]:
        spec: Spec = Weekday(lexed.number(match.start()), number=number)
        return [Atom(spec, match.start(), end - 1, "weekday-number")]
    single = lexed.number(match.start()) == 1 and lexed.symbols[match.start("number")] == SYMBOLS["day_number"]
    if not single or lexed.before(match.start()) == SYMBOLS["that"]:
        return []
    return [Atom(Moment(day=number), match.start("number"), end - 1, "day-number")]


def offset(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`أمس`, `أول من أمس`, `أمس الأول`, `قبل يوم أمس`, `غدا`, `بعد غد`, `the day before yesterday`."""
    at = match.start("offset")
    days = lexed.number(at)
    before = match["before"] or ""
    end = match.end("offset") - 1
    behind = lexed.symbols[end + 1 : end + 2]
    if behind == SYMBOLS["recently"] or (days == _TOMORROW and not _is_tomorrow(lexed, at)):
        return []
    first = at
    if days == _YESTERDAY and _is_day_before(lexed, match):
        days, first = days - 1, match.start()
    elif days == _TOMORROW and SYMBOLS["after"] in before:
        days, first = days + 1, match.start()
    elif match["again"] and lexed.number(match.start("again")) == 1:
        days, end = days * 2, match.end("again") - 1
    if lexed.symbols[first] == SYMBOLS["time"]:
        first += 1
    return [Atom(Offset(days), first, end, "relative-day")]


def _is_day_before(lexed: Lexed, match: re.Match[str]) -> bool:
    before = match["before"] or ""
    if SYMBOLS["ordinal"] in before:
        return lexed.number(match.start()) == 1
    if SYMBOLS["first"] in before:
        at = match.start()
        inside = at > 0 and lexed.end(at - 1) == lexed.start(at)  # of a name: باول أمس
        return not inside and fold(lexed.form(at)) == _FIRST
    return SYMBOLS["before"] in before


def _is_tomorrow(lexed: Lexed, at: int) -> bool:
    """`غدا المكان خرابا`: without tanwin, and with a noun behind it, it is "became"."""
    form = lexed.form(at)
    if form.isascii() or _TANWIN in form or not form.endswith(_ALEF) or lexed.before(at) in _TOMORROW_LEADS:
        return True
    behind = fold(lexed.form(at + 1)) if lexed.has_word(at + 1) else ""
    subject = behind.startswith(_ARTICLE) and lexed.symbols[at + 1] == OTHER and len(behind) > _LONGEST_RELATIVE
    return not subject


def today(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`اليوم`, `فجر اليوم`; not `اليوم الثالث`, `ذلك اليوم`, `حتى اليوم`, `مرتين في اليوم`, `روسيا اليوم`."""
    at = match.start("today")
    behind = lexed.symbols[at + 1 : at + 2]
    atom = Atom(Offset(0), at, at, "today")
    if behind in _NOT_TODAY_BEHIND or _is_article(lexed, at + 1):
        return []
    if match["that"]:
        return [atom]
    before = lexed.before(at)
    if before in _NOT_TODAY_BEFORE or before == SYMBOLS["weekday_name"]:
        return []
    if before in _UNLESS_WEEKDAY and behind != SYMBOLS["weekday"]:
        return []
    return [atom]


def _is_article(lexed: Lexed, at: int) -> bool:
    """`اليوم الـ15`: the article alone, a number behind it."""
    return at < len(lexed.symbols) and fold(lexed.form(at)) == _ARTICLE


def night(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`الليلة`, `الليلة الماضية`, `last night`."""
    first, last = match.start(), match.end() - 1
    if match["night"]:
        return [Atom(Offset(_YESTERDAY if match["past"] else 0), first, last, "night")]
    part = lexed.form(last).lower()
    if lexed.number(first) == 0 and part.isascii():  # this morning
        return [Atom(Offset(0), first, last, "night")]
    return [Atom(Offset(_YESTERDAY), first, last, "night")] if part == _NIGHT and lexed.number(first) < 0 else []


def ago(lexed: Lexed, match: re.Match[str]) -> list[Atom]:
    """`قبل ثلاثة أيام`, `قبل أسبوعين`, `بعد أسبوعين من الآن`, `three days ago`: counted from the report's date."""
    suffix = "" if match["before"] else "_after" if match["after"] else "_ago"
    at = match.start("unit" + suffix)
    if match["count" + suffix]:
        count = _count(lexed, *span(match, "count" + suffix))
    elif suffix or match["now"] or lexed.symbols[match.end() : match.end() + 1] not in _NUMBERS:
        count = lexed.number(at)  # one or two
    else:  # "قبل يوم 20 يناير"
        return []
    if not 0 < count < _FEW:
        return []
    return [
        Atom(
            _counted(_UNITS[lexed.symbols[at]], count if suffix == "_after" else -count),
            match.start(), match.end() - 1, "counted",
        )
    ]  # fmt: skip


def _count(lexed: Lexed, first: int, last: int) -> int:
    numerals = read_numerals(lexed, first, last)
    if not numerals:
        return lexed.number(first)
    return numerals[0].value if len(numerals) == 1 else 0


def _counted(kind: Literal["day", "week", "month", "year"], count: int) -> Spec:
    """Days and weeks lead to a day; months and years only to a month and a year."""
    if kind == "day":
        return Offset(count)
    if kind == "week":
        return Offset(count * _WEEK)
    return Unit(kind, count)
