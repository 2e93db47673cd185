"""Columns of tables → fields: as the user says, by their names (English or Arabic), by a word of their names, by what they hold.

What is guessed (the last two) is shown to the user, with the option that sets it right.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from statistics import fmean
from typing import TYPE_CHECKING, Final

from analyzers import fold
from indexer.readers.opened import BadFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SAMPLE_ROWS: Final = 20
LONG: Final = 40
"""Characters that a report has, and no name, place or date: a column with more on average holds texts."""

MAX_NAME: Final = 80
"""Characters. Longer ones in the first row are no names: the names are missing."""

_GUESSED: Final = ("text", "title", "date", "source")
"""What may be told by a word of a column's name, in this order."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The field of each column (or its own name, for metadata); `guessed` are those that its name alone did not tell."""

    fields: tuple[str, ...]
    guessed: Mapping[str, str]

    @property
    def known(self) -> set[str]:
        """The fields that are there."""
        return set(self.fields) & set(_names().values())

    def fill(self, cells: Sequence[str]) -> dict[str, object]:
        """A row's cells by field."""
        return {name: cell for name, cell in zip(self.fields, cells, strict=False) if name}

    @property
    def notice(self) -> str:
        """What was guessed, for people."""
        taken = "، ".join(f"{field} = {column}" for field, column in self.guessed.items())
        return f"columns taken by guess: {taken}; set them with --map FIELD=COLUMN"


def map_columns(header: Sequence[str], sample: Sequence[Sequence[str]], said: Sequence[tuple[str, str]]) -> Columns:
    """Which field each column is. Raises BadFileError where none is a title or a text."""
    names = tuple(cell.strip() for cell in header)
    fields = _said(names, said)
    if any(len(name) > MAX_NAME for name in names):
        raise BadFileError(
            "the first row holds no names", where="line 1", next_="name the columns in the first row: title,text,date,…"
        )
    taken = {field for field, _ in said}
    for place, name in enumerate(names):
        field = _names().get(fold(name))
        if not fields[place]:
            # What the user gave to another column is no field here.
            fields[place] = field if field and field not in taken else name
    twice = [name for name, count in Counter(fields).items() if name and count > 1]
    if twice:
        raise BadFileError(f"two columns are named {twice[0]}", where="line 1", next_="rename one, or say which with --map")
    guessed = _by_words(names, fields)
    if not {"title", "text"} & set(fields):
        guessed |= _by_contents(names, fields, sample)
    if not {"title", "text"} & set(fields):
        found = ", ".join(names)[:200]
        raise BadFileError(
            f"no column is named title or text (found: {found})",
            where="line 1",
            next_="name them so, or say which with --map text=COLUMN",
        )
    return Columns(tuple(fields), guessed)


def known_names(header: Sequence[str]) -> int:
    """How many columns have names that are known."""
    return sum(fold(cell.strip()) in _names() for cell in header)


def _said(names: Sequence[str], said: Sequence[tuple[str, str]]) -> list[str]:
    fields = [""] * len(names)
    for field, column in said:
        if column not in names:
            found = ", ".join(names)[:200]
            raise BadFileError(f"no column is named {column} (found: {found})", where="line 1", next_="correct --map")
        fields[names.index(column)] = field
    return fields


def _by_words(names: Sequence[str], fields: list[str]) -> dict[str, str]:
    """Fields by a word of a column's name (`نص الخبر`), where no column has the whole name, and one alone has the word."""
    guessed: dict[str, str] = {}
    for field in _GUESSED:
        words = {name for name, named in _names().items() if named == field}
        places = [place for place, name in enumerate(names) if fields[place] == name and words & set(fold(name).split())]
        if field not in fields and len(places) == 1:
            fields[places[0]] = field
            guessed[field] = names[places[0]]
    return guessed


def _by_contents(names: Sequence[str], fields: list[str], sample: Sequence[Sequence[str]]) -> dict[str, str]:
    """The text is in the column with the longest cells, if they are long."""
    lengths = [_mean_length(sample, place) for place in range(len(names))]
    place = lengths.index(max(lengths, default=0)) if lengths else 0
    if not lengths or lengths[place] < LONG or fields[place] != names[place]:
        return {}
    fields[place] = "text"
    return {"text": names[place] or f"column {place + 1}"}


def _mean_length(sample: Sequence[Sequence[str]], place: int) -> float:
    cells = [row[place] for row in sample if len(row) > place]
    return fmean(map(len, cells)) if cells else 0.0


@cache
def _names() -> Mapping[str, str]:
    """Folded column names → fields, from the data file."""
    data = resources.files("indexer.readers").joinpath("data", "column_names.json").read_text("utf-8")
    fields: Mapping[str, list[str]] = json.loads(data)
    return {fold(name): field for field, names in fields.items() for name in names}
