"""Symbols → atoms: where a rule of the grammar matches and its reader agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extraction.dates import reading_relative as relative
from extraction.dates import reading_years as numbered
from extraction.dates.grammar import ANY, RULE_NAMES, RULES
from extraction.dates.reading_months import MonthReader

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from extraction.dates.lexer import Lexed
    from extraction.dates.specs import Atom

    Read = Callable[[Lexed, re.Match[str]], list[Atom]]


class Reader:
    """Reads symbols with the grammar's rules. `heads`: month head and number → month."""

    def __init__(self, heads: dict[int, dict[int, int]]) -> None:
        named = MonthReader(heads)
        readers: dict[str, Read] = {
            "weekday_of_month": named.weekday_of_month,
            "day_month": named.day_month,
            "month_day": named.month_day,
            "spaced": numbered.spaced,
            "date": numbered.date,
            "year_month": numbered.year_month,
            "slashed": numbered.slashed,
            "month": named.month,
            "years": numbered.years,
            "bare_years": numbered.bare_years,
            "unit": relative.unit,
            "part_of_unit": relative.part_of_unit,
            "weekdays": relative.weekdays,
            "day_number": relative.day_number,
            "weekday": relative.weekday,
            "offset": relative.offset,
            "today": relative.today,
            "night": relative.night,
            "ago": relative.ago,
        }
        self._rules: Final = [(RULES[name], readers[name]) for name in RULE_NAMES]

    def read(self, lexed: Lexed) -> list[Atom]:
        """The atoms of a text in their order."""
        atoms: list[Atom] = []
        at = 0
        while (found := ANY.search(lexed.symbols, at)) is not None:
            start = found.start()
            assert found.lastindex is not None
            at = start + 1
            for pattern, reader in self._rules[found.lastindex - 1 :]:
                match = pattern.match(lexed.symbols, start)
                read = reader(lexed, match) if match else []
                if read:
                    atoms.extend(read)
                    at = max(atom.last for atom in read) + 1
                    break
        return atoms
