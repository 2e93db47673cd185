"""Numbers in words: symbols and values of words → numbers, each with the place where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from extraction.dates.symbols import SYMBOLS

if TYPE_CHECKING:
    from extraction.dates.lexer import Lexed

_AND: Final = SYMBOLS["and"]
_WORDS: Final = frozenset({SYMBOLS["ordinal"], SYMBOLS["cardinal"]})
_DIGITS: Final = frozenset({SYMBOLS["day_number"], SYMBOLS["first"]})
_THOUSAND: Final = SYMBOLS["thousand"]
_TEN, _HUNDRED = 10, 100


class Numeral(NamedTuple):
    """A number: symbols `first` to `last` (counted in)."""

    value: int
    first: int
    last: int


def read_numerals(lexed: Lexed, first: int, last: int) -> list[Numeral]:
    """The numbers among the symbols from `first` to `last`, compounds (`الثالث والعشرين`, `الرابع عشر`) put together."""
    numerals: list[Numeral] = []
    at = first
    while at <= last:
        symbol = lexed.symbols[at]
        if symbol in _WORDS or symbol == _THOUSAND:
            numeral = _read_words(lexed, at, last)
            numerals.append(numeral)
            at = numeral.last + 1
            continue
        if symbol in _DIGITS:
            numerals.append(Numeral(lexed.number(at), at, at))
        at += 1
    return numerals


def _read_words(lexed: Lexed, first: int, last: int) -> Numeral:
    """One number of words from `first` on: ten follows a unit directly, all else with "and"; parts of a year in any order."""
    total = part = lexed.number(first)
    at = first
    in_year = lexed.symbols[first] == _THOUSAND
    while at < last:
        following = at + 1
        joined = lexed.symbols[following] == _AND
        if joined:
            following += 1
        if following > last or lexed.symbols[following] not in _WORDS:
            break
        value = lexed.number(following)
        teen = not joined and value == _TEN and part < _TEN
        tens = joined and part < _TEN < value < _HUNDRED
        if not (teen or tens or (in_year and joined and _fits(total, value))):
            break
        total, part, at = total + value, value, following
    return Numeral(total, first, at)


def _fits(total: int, value: int) -> bool:
    """Whether a part of a year is still free: hundreds, tens and units each once."""
    if value >= _HUNDRED:
        return total % 1000 == 0
    if value >= _TEN:
        return total % _HUNDRED < _TEN
    return total % _TEN == 0
