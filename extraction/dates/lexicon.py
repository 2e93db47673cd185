"""The tables of `extraction/data/dates`: word form → symbol and value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from analyzers import fold
from extraction.dates.symbols import SYMBOLS

_FOLDER: Final = Path(__file__).parent.parent / "data" / "dates"
_TABLES: Final = ("months", "numbers", "words", "names")
_CAPITALIZED: Final = frozenset({"english_month", "weekday"})
"""Names that English writes with a capital: "may" and "sun" are no dates."""

_UNFOLDED: Final = frozenset({"month_exact"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word form is: a symbol and its value. With `capital`, only where it begins with a capital letter."""

    symbol: str
    value: int
    capital: bool = False


TENSELESS, FUTURE, PAST = 0, 1, 2
"""What a word that is no part of a date says of the date behind it: its value."""

_CONJUNCTIONS: Final = ("و", "ف")
_SHORTEST_VERB: Final = 4


@dataclass(frozen=True, slots=True)
class Forward:
    """What points forward before a date: words, beginnings of verbs and their exceptions, and what ends their reach."""

    words: frozenset[str]
    prefixes: tuple[str, ...]
    exceptions: tuple[str, ...]
    stops: frozenset[str]

    def tense(self, word: str) -> int:
        """Whether a folded word points forward, or back."""
        if word in self.stops:
            return PAST
        stem = word[1:] if word.startswith(_CONJUNCTIONS) else word
        verb = len(stem) >= _SHORTEST_VERB and stem.startswith(self.prefixes) and not stem.startswith(self.exceptions)
        return FUTURE if verb or stem in self.words else TENSELESS


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`folded` and `exact`: word form → entry; `heads`: month head and number → month; `forward`: signs of the future."""

    folded: dict[str, Entry]
    exact: dict[str, Entry]
    heads: dict[int, dict[int, int]]
    forward: Forward


@cache
def load_lexicon() -> Lexicon:
    """The tables, read once. Raises ValueError for a form that stands in them twice with different meanings."""
    folded: dict[str, Entry] = {}
    exact: dict[str, Entry] = {}
    for table in _TABLES:
        rows: dict[str, dict[int, str]] = _read(table)
        for name, values in rows.items():
            for value, forms in values.items():
                for form in forms.split():
                    entry = Entry(SYMBOLS[name], value, capital=name in _CAPITALIZED and form.isascii())
                    if name in _UNFOLDED:
                        _add(exact, form, entry, table)
                    else:
                        _add(folded, fold(form), entry, table)
    heads: dict[int, dict[int, int]] = _read("month_heads")
    return Lexicon(folded, exact, heads, _load_forward())


def _add(entries: dict[str, Entry], form: str, entry: Entry, table: str) -> None:
    known = entries.setdefault(form, entry)
    if known != entry:
        raise ValueError(f"extraction/data/dates/{table}.yaml: {form} stands in the tables twice; remove one of the two")


def _load_forward() -> Forward:
    rows: dict[str, str] = _read("forward")
    words = {name: tuple(fold(form) for form in forms.split()) for name, forms in rows.items()}
    return Forward(
        frozenset(words["words"]), words["prefixes"], words["exceptions"], frozenset(words["stops"]),
    )  # fmt: skip


def _read(table: str) -> Any:  # noqa: ANN401 - the edge of a wire format: each caller names the shape of its table
    return yaml.safe_load((_FOLDER / f"{table}.yaml").read_text(encoding="utf-8"))
