"""Symbols: what a word can be to a date, one character each, so that patterns over words are regular expressions.

`خلال الفترة من 5 إلى 9 نيسان 2023` reads `in . of day_number to day_number month year_number`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_NAMES: Final = (
    # numbers in digits
    "day_number", "year_number", "round_year", "hijri_number", "number", "pair", "year_pair", "date", "year_month",
    # number words
    "first", "ordinal", "cardinal", "thousand",
    # months
    "month", "month_exact", "month_in", "month_dated", "month_head", "month_tail", "english_month",
    # days and times
    "weekday", "weekday_bare", "offset", "today", "tonight", "now", "ago", "time",
    "day_word", "week_word", "month_word", "year_word", "the_week", "the_month", "the_year",
    # what directs
    "past", "current", "future", "which", "same", "of_it",
    "and", "of", "to", "between", "in", "prep", "before", "after", "upon", "matching", "part", "era_hijri", "era_common",
    # what speaks against a date
    "name_head", "weekday_name", "uprising", "event", "general", "day_attribute", "that", "recently", "portion",
    # punctuation
    "comma", "dash", "slash", "open", "close", "stop",
)  # fmt: skip

_FIRST_CHARACTER: Final = 0x4E00
"""Ideographs: letters that no pattern uses otherwise, all of one width in memory."""

SYMBOLS: Final = {name: chr(_FIRST_CHARACTER + number) for number, name in enumerate(_NAMES)}
"""Name → character."""

OTHER: Final = "."
"""A word or sign that has no part in dates."""

PUNCTUATION: Final = {
    "\u0640": SYMBOLS["dash"],  # a tatweel that stands alone
    "،": SYMBOLS["comma"], ",": SYMBOLS["comma"],
    "-": SYMBOLS["dash"], "\u2013": SYMBOLS["dash"], "\u2014": SYMBOLS["dash"], "\u2011": SYMBOLS["dash"],
    "\u2010": SYMBOLS["dash"], "\u2212": SYMBOLS["dash"],
    "/": SYMBOLS["slash"], "(": SYMBOLS["open"], ")": SYMBOLS["close"], ".": SYMBOLS["stop"],
}  # fmt: skip

_NAME: Final = re.compile(r"<(\w+)>")


def expand(pattern: str) -> str:
    """A pattern with `<name>` for symbols → a regular expression over them. `(?P<group>` stays as it is.

    >>> re.fullmatch(expand("<offset><weekday>?"), SYMBOLS["offset"]) is not None
    True
    """
    return _NAME.sub(lambda match: match[0] if pattern.endswith("(?P", 0, match.start()) else SYMBOLS[match[1]], pattern)


@cache
def symbol_set(*names: str) -> frozenset[str]:
    """The characters of some symbols."""
    return frozenset(SYMBOLS[name] for name in names)
