"""`.csv` and `.tsv`: the first row names the fields, in English or Arabic; each other row is a document."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, BinaryIO, Final

from indexer.encoding import broken, open_text
from indexer.fields import FieldError, build
from indexer.values import ReadError, SourceDocument, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

MAX_CELL: Final = 64 << 20
"""Characters. The csv module's own limit of 131,072 is less than a long report."""

DELIMITERS: Final = (",", "\t", ";", "|", "\u060c")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The names of the columns, as fields, and what is between them."""

    names: tuple[str, ...]
    delimiter: str


def read(stream: BinaryIO, path: str) -> Iterator[SourceDocument | ReadError]:
    """The documents of a table."""
    csv.field_size_limit(MAX_CELL)
    with open_text(stream, newline="") as lines:
        columns = _columns(lines, tabs_first=path.lower().endswith(".tsv"))
        if isinstance(columns, ReadError):
            yield ReadError(shown(path), columns.what, columns.where, columns.next)
        else:
            yield from _rows(lines, columns, shown(path))


def _columns(lines: TextIO, *, tabs_first: bool) -> _Columns | ReadError:
    """The delimiter is the one that makes the most known names of the first row (csv.Sniffer guesses from texts: wrongly)."""
    header = lines.readline()
    if not header.strip():
        return ReadError("", "no header row", "line 1", "name the columns in the first row: title,text,date,…")
    order = sorted(DELIMITERS, key=lambda delimiter: delimiter != "\t") if tabs_first else DELIMITERS
    candidates = [_Columns(_names(header, delimiter), delimiter) for delimiter in order]
    best = max(candidates, key=lambda columns: (len(_known(columns)), len(columns.names)))
    if not _known(best) & {"title", "text"}:
        named = ", ".join(best.names)
        return ReadError("", f"no column is named title or text (found: {named[:200]})", "line 1", "name them so")
    twice = [name for name in best.names if name and best.names.count(name) > 1]
    if twice:
        return ReadError("", f"two columns are named {twice[0]}", "line 1", "rename one")
    return best


def _names(header: str, delimiter: str) -> tuple[str, ...]:
    (cells,) = csv.reader([header], delimiter=delimiter)
    return tuple(_field_name(cell.strip()) for cell in cells)


def _known(columns: _Columns) -> set[str]:
    return set(columns.names) & set(_synonyms().values())


def _field_name(name: str) -> str:
    return _synonyms().get(name.lower(), name)


@cache
def _synonyms() -> Mapping[str, str]:
    """Column names → fields, from the data file."""
    data = resources.files("indexer.readers").joinpath("data", "column_names.json").read_text("utf-8")
    fields: Mapping[str, list[str]] = json.loads(data)
    return {name: field for field, names in fields.items() for name in names}


def _rows(lines: TextIO, columns: _Columns, path: str) -> Iterator[SourceDocument | ReadError]:
    rows = csv.reader(lines, delimiter=columns.delimiter)
    line = 2
    while True:
        where = f"line {line}"
        try:
            cells = next(rows, None)
        except csv.Error as error:
            # An open quote swallows what follows: nothing after it can be trusted.
            yield ReadError(path, f"the table breaks off: {error}", where, "close the quotation mark that is open there")
            return
        if cells is None:
            return
        line = rows.line_num + 2
        if any(cell.strip() for cell in cells):
            yield _document(cells, columns, path, where)


def _document(cells: list[str], columns: _Columns, path: str, where: str) -> SourceDocument | ReadError:
    if any(map(broken, cells)):
        return ReadError(path, "bytes that are not in the file's encoding", where, "convert the row to UTF-8")
    if len(cells) > len(columns.names):
        what = f"{len(cells)} cells for {len(columns.names)} columns"
        return ReadError(path, what, where, "put cells that hold the separator in quotation marks")
    try:
        return build({name: cell for name, cell in zip(columns.names, cells, strict=False) if name})
    except FieldError as error:
        return ReadError(path, str(error), where)
