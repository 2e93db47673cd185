"""Numbers and their chains (`20/1/2024`, `3-7`, `2014-2017`, `20/1/2024-25/1/2024`) → symbols and values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from extraction.dates.symbols import SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

Value = int | tuple[int, ...]
"""What a symbol stands for; dates are (year, month, day), pairs (first, second, what `_slash` says)."""

_NUMBER: Final = re.compile(r"\d+")
_DASH: Final = re.compile(r"[-\u2010-\u2014\u2212]")
_LONGEST: Final = 4
"""Digits of a number that can belong to a date."""

_ZEROS: Final = ("0", "٠", "۰")
_MONTHS, _DAYS = 12, 31
_FIRST_YEAR, _LAST_YEAR = 1500, 2200
_HIJRI_YEARS: Final = range(1200, 1500)
_PAIR_YEARS: Final = range(1800, 2101)
_CENTURY: Final = 100
_PIVOT: Final = 50
"""Years of two digits below it are of this century."""


def read_chain(form: str) -> Iterator[tuple[str, Value, int, int]]:
    """(symbol, value, start, end) of the pieces of a chain."""
    numbers = [(match[0], match.start(), match.end()) for match in _NUMBER.finditer(form)]
    whole = _read_numbers([digits for digits, _, _ in numbers], form)
    if whole is not None:
        yield (*whole, 0, len(form))
        return
    at = 0
    dashes = [match.start() for match in _DASH.finditer(form)]
    if len(dashes) == 1 and len(numbers) > 2:  # 20/1/2024-25/1/2024
        for piece in (form[: dashes[0]], form[dashes[0] + 1 :]):
            digits = [match[0] for match in _NUMBER.finditer(piece)]
            symbol, value = _read_numbers(digits, piece) or (SYMBOLS["number"], 0)
            yield symbol, value, at, at + len(piece)
            if at == 0:
                yield SYMBOLS["dash"], 0, dashes[0], dashes[0] + 1
                at = dashes[0] + 1
        return
    yield SYMBOLS["number"], 0, 0, len(form)


def _read_numbers(digits: list[str], form: str) -> tuple[str, Value] | None:
    if any(len(number) > _LONGEST for number in digits):
        return None
    if len(digits) == 1:
        return _read_number(digits[0])
    separators = {character for character in form if not character.isdigit() and not _is_control(character)}
    if len(separators) != 1:
        return None
    separator = separators.pop()
    if len(digits) == 2:
        return _read_two(digits, separator)
    if len(digits) == 3:
        return _read_three(digits, separator)
    return None


def _is_control(character: str) -> bool:
    return not character.isprintable()


def _read_number(digits: str) -> tuple[str, Value]:
    value = int(digits)
    if len(digits) <= 2 and 1 <= value <= _DAYS:
        return SYMBOLS["day_number"], value
    if len(digits) == _LONGEST:
        if _FIRST_YEAR < value < _LAST_YEAR:
            return SYMBOLS["year_number" if value % _CENTURY else "round_year"], value
        if value in _HIJRI_YEARS:
            return SYMBOLS["hijri_number"], value
    return SYMBOLS["number"], value


def _read_two(digits: list[str], separator: str) -> tuple[str, Value] | None:
    first, second = int(digits[0]), int(digits[1])
    lengths = len(digits[0]), len(digits[1])
    if separator == ".":  # a decimal
        return None
    if max(lengths) <= 2 and 1 <= first <= _DAYS and 1 <= second <= _DAYS:
        return SYMBOLS["pair"], (first, second, _slash(digits, separator))
    if first in _PAIR_YEARS and second in _PAIR_YEARS and first < second and separator != "/":
        return SYMBOLS["year_pair"], (first, second)
    if first in _PAIR_YEARS and 1 <= second <= _MONTHS and lengths[1] <= 2:
        return SYMBOLS["year_month"], (first, second)
    if second in _PAIR_YEARS and 1 <= first <= _MONTHS and lengths[0] <= 2:
        return SYMBOLS["year_month"], (second, first)
    return None


def _slash(digits: list[str], separator: str) -> int:
    """1 for a slash, 2 where a zero before a number says that it is no fraction."""
    if separator != "/":
        return 0
    return 2 if any(number.startswith(_ZEROS) for number in digits) else 1


def _read_three(digits: list[str], separator: str) -> tuple[str, Value] | None:
    """Year first where the first number has four digits, else day first; month first only where day first can not be."""
    first, second, third = (int(number) for number in digits)
    lengths = [len(number) for number in digits]
    if lengths[0] == _LONGEST and max(lengths[1:]) <= 2:
        year, month, day = first, second, third
    elif lengths[2] == _LONGEST and max(lengths[:2]) <= 2:
        day, month, year = first, second, third
    elif max(lengths) <= 2 and lengths[2] == 2 and separator != ".":
        day, month = first, second
        year = third + (2000 if third < _PIVOT else 1900)
    else:
        return None
    if month > _MONTHS >= day:
        day, month = month, day
    known = _FIRST_YEAR < year < _LAST_YEAR or year in _HIJRI_YEARS
    if not (known and 1 <= month <= _MONTHS and 1 <= day <= _DAYS):
        return None
    return SYMBOLS["date"], (year, month, day)
