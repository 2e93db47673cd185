"""Patterns of dates over symbols. `extraction/dates/reading.py` says what a match means.

A rule that its reader turns down leaves the place to the rules behind it.
"""

from __future__ import annotations

import re
from typing import Final

from extraction.dates.symbols import expand, symbol_set

_DIRECTED = "(?:<past>|<current>|<future>)"
_NUMBER = "(?:<day_number>|<cardinal>|<ordinal>|<first>)"
_YEAR = "(?:<year_number>|<round_year>|<hijri_number>)"
_ERA = "(?:<era_hijri>|<era_common>)?"
_YEAR_IN_WORDS = "<thousand>(?:<and>?(?:<cardinal>|<ordinal>)){0,4}"

_NAMED_MONTH = (
    "(?:<month>|<month_exact>|<month_in>|<month_dated>|<month_head>(?:<ordinal>|<cardinal>|<day_number>|<first>|<month_tail>))"
)
_MONTH = f"{_NAMED_MONTH}(?:<slash>{_NAMED_MONTH}|<dash>{_NAMED_MONTH}|<open>{_NAMED_MONTH}<close>|{_NAMED_MONTH})?"
_ANY_MONTH = f"(?:{_MONTH}|<english_month>(?:<stop>(?={_YEAR}))?)"

_YEAR_AFTER = (
    f"(?:(?:<comma>|<dash>|<slash>)?{_YEAR}{_ERA}"
    f"|(?:<of>|<prep>|<in>)?(?:<year_word>|<the_year>){_YEAR}{_ERA}"
    f"|<of>{_YEAR}{_ERA}"
    f"|<comma>?<of>?{_YEAR_IN_WORDS}"
    f"|(?:<of>|<prep>)?<the_year>(?:{_DIRECTED}|<same>)"
    f"|<of>?<which>(?:<the_year>|<year_word>)"
    f"|{_DIRECTED})"
)
"""What may stand behind a month and says its year."""

_NUMBERS = f"{_NUMBER}(?:<comma>?<and>?(?:<day_word>?<weekday>)?{_NUMBER}){{0,12}}"
_DAYS = f"(?:{_NUMBERS}(?:(?:<and>?<to>|<dash>|<slash>)<day_word>?<weekday>?{_NUMBERS})?|<pair>)"
_MONTH_MEANT = (
    "(?:<of_it>"
    f"|(?:<of>|<in>)?<the_month>(?:{_DIRECTED}|<same>)"
    "|(?:<of>|<in>)?<which>(?:<the_month>|<month_word>)"
    "|<of>?(?:<past>|<current>))"
)
"""A month without its name: of it, of this month, of the current (one)."""

_ENGLISH_DAYS = "(?:<pair>|(?:<day_number>|<ordinal>)(?:(?:<comma>?<and>|<to>|<dash>|<comma>)(?:<day_number>|<ordinal>)){0,6})"

_UNIT = "(?:<day_word>|<week_word>|<month_word>|<year_word>)"
_COUNT = "(?:<day_number>|<number>|<cardinal>(?:<and>?<cardinal>){0,2})"
_NOW = "(?:<of>(?:<now>|<today>))"

_SOURCES: Final[dict[str, str]] = {
    "weekday_of_month": (
        "(?P<nth><first>|<cardinal>|<part>)<day_word>?(?P<day><weekday_bare>|<weekday>)(?:<of>|<in>)"
        f"<month_word>?(?:(?P<month>{_ANY_MONTH})(?P<year>{_YEAR_AFTER})?|(?P<meant>{_MONTH_MEANT}))"
    ),
    "day_month": (
        f"(?P<lead><of>|<between>)?(?P<days>{_DAYS})(?P<sign><dash>|<slash>|<stop>)?(?P<of><of>)?"
        f"(?:(?:<month_word>)?(?P<month>{_ANY_MONTH})(?P<year>{_YEAR_AFTER})?|(?P<meant>{_MONTH_MEANT}))"
    ),
    "month_day": (
        f"(?:(?P<month><english_month>)<stop>?(?P<days>{_ENGLISH_DAYS})(?P<year>{_YEAR_AFTER})?"
        f"|(?P<month_ar>{_MONTH})<dash>?(?P<days_ar>{_NUMBERS})(?P<year_ar><comma>?(?:{_YEAR}{_ERA}|<of>?{_YEAR_IN_WORDS}))"
        f"|(?P<month_dash><month>|<month_exact>|<month_in>)<dash>(?P<days_dash><day_number>))"
    ),
    "spaced": ("(?P<day><day_number>)(?P<sign><dash>|<slash>)(?P<month><day_number>)(?P=sign)(?P<year><year_number>|<round_year>)"),
    "date": "(?P<date><date>)(?:<era_common>|<era_hijri>)?",
    "year_month": "(?P<year_month><year_month>)",
    "slashed": "(?P<pair><pair>)",
    "month": (
        "(?P<lead>(?:<part><dash>?|<in>|<prep>|<of>|<to>|<between>|<and>|<month_word>){0,3})(?P<which><which>?)"
        f"(?P<month>{_ANY_MONTH})(?P<year>{_YEAR_AFTER})?"
    ),
    "years": (
        f"(?P<part><part>)?(?P<lead><of>|<between>)?(?P<trigger>(?:<year_word>|<the_year>)<prep>?)"
        f"(?P<years>{_YEAR}{_ERA}(?:(?:<and>|<comma><and>?|<to>|<dash>)(?:<year_word>|<the_year>)?{_YEAR}{_ERA}){{0,6}}"
        f"|<year_pair>|<of>?{_YEAR_IN_WORDS})"
    ),
    "bare_years": (
        f"(?P<lead><in>|<event>|<uprising>|<part>|<month_head>|<between>|<of>)?"
        f"(?P<years>{_YEAR}(?:(?:<and>?<to>|<and>|<dash>){_YEAR})?{_ERA}|<year_pair>)"
    ),
    "unit": (
        "(?P<part><part>)?(?P<of><of>)?"
        f"(?:(?P<unit><the_week>|<the_month>|<the_year>)(?P<directed>{_DIRECTED})(?:(?:<of>|<in>)?<day_word>?(?P<day><weekday>))?"
        "|(?P<which><which>)(?P<unit_which><the_week>|<the_month>|<the_year>|<week_word>|<month_word>|<year_word>)"
        "(?:(?:<of>|<in>)?<day_word>?(?P<day_which><weekday>))?)"
    ),
    "part_of_unit": "(?P<part><part>)(?P<unit><the_month>|<the_year>)",
    "weekdays": (
        "(?P<lead>(?:<time>|<of>|<between>)?)(?P<first><weekday>)"
        "(?P<link><dash>|<slash>|<and>?<to>|<upon>|<and>|)(?P<last><weekday>)"
    ),
    "day_number": (
        "(?:(?P<weekday><weekday>)(?:<in>|<prep>)?|(?P<day><day_word>))"
        "(?P<number><day_number>|<ordinal>(?:<and><ordinal>)?|<cardinal><cardinal>?)"
    ),
    "weekday": (
        f"(?P<which><which>?)(?P<day><weekday>)(?P<directed>{_DIRECTED})?"
        f"(?:(?:<of>|<in>)?<the_week>(?P<week>{_DIRECTED}))?|<day_word>(?P<bare><weekday_bare>)"
    ),
    "offset": (
        "(?P<before>(?:<day_word>|<time>)?<before><day_word>?|<first>(?:<of>)?|<ordinal><of>|<after><day_word>?|<day_word><after>)?"
        "(?P<offset><offset>)(?P<again><ordinal>(?!<of>))?"
    ),
    "today": "(?P<that><which>)?(?P<today><today>)",
    "night": "(?P<night><tonight>)(?P<past><past>)?|(?P<last><which>)(?P<time><time>)",
    "ago": (
        f"(?:(?P<before><before>)(?P<count>{_COUNT})?(?P<unit>{_UNIT})(?P<now>{_NOW})?(?!<of>|<upon>|<before>|<after>)"
        f"|(?P<after><after>)(?P<count_after>{_COUNT})?(?P<unit_after>{_UNIT}){_NOW}"
        f"|(?P<count_ago>{_COUNT})(?P<unit_ago>{_UNIT})<ago>)"
    ),
}
"""Name → pattern, in the order in which they are tried where several match."""

RULES: Final = {name: re.compile(expand(source)) for name, source in _SOURCES.items()}
"""Name → compiled pattern, with the groups that its reader asks for."""

_GROUP_NAME: Final = re.compile(r"\(\?P<\w+>")
_REFERENCE: Final = re.compile(r"\(\?P=\w+\)")


def _unnamed(source: str) -> str:
    """A pattern without its groups: what it refers back to may be anything."""
    return _REFERENCE.sub(".", _GROUP_NAME.sub("(?:", expand(source)))


STARTS: Final = symbol_set(
    "day_number", "year_number", "round_year", "hijri_number", "number", "pair", "year_pair", "date", "year_month",
    "first", "ordinal", "cardinal", "month", "month_exact", "month_in", "month_dated", "month_head", "english_month",
    "weekday", "offset", "today", "tonight", "time", "day_word", "month_word", "year_word", "the_week", "the_month", "the_year",
    "which", "and", "of", "to", "between", "in", "prep", "before", "after", "part", "uprising", "event",
)  # fmt: skip
"""Symbols that a rule can begin with: most words are none."""

ANY: Final = re.compile(f"(?=[{''.join(sorted(STARTS))}])(?:{'|'.join(f'({_unnamed(source)})' for source in _SOURCES.values())})")
"""Where some rule may match; `lastindex` tells the first one."""

RULE_NAMES: Final = tuple(_SOURCES)


def span(match: re.Match[str], group: str) -> tuple[int, int]:
    """First and last symbol of a group, both counted in."""
    return match.start(group), match.end(group) - 1
