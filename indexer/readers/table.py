"""`.csv` and `.tsv`: the first row names the fields, in English or Arabic; each other row is a document."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING, Final

from indexer.encoding import broken, open_text
from indexer.fields import FieldError, build
from indexer.readers.columns import SAMPLE_ROWS, Columns, known_names, map_columns
from indexer.readers.opened import BadFileError
from indexer.values import Notice, ReadError, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from indexer.readers.opened import OpenFile

MAX_CELL: Final = 64 << 20
"""Characters. The csv module's own limit of 131,072 is less than a long report."""

CLOSE: Final = "close the quotation mark that is open there"

DELIMITERS: Final = (",", "\t", ";", "|", "\u060c")


class _Lines:
    """The lines of a table, with a count of quotation marks, and whether they have ended."""

    def __init__(self, lines: TextIO) -> None:
        self._lines = lines
        self.quotes = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.quotes += line.count('"')
            yield line
        self.ended = True


def read(file: OpenFile) -> Iterator[SourceDocument | ReadError | Notice]:
    """The documents of a table, then what was guessed of its columns."""
    csv.field_size_limit(MAX_CELL)
    with open_text(file.stream, newline="", told=file.options.encoding) as lines:
        delimiter = _delimiter(lines.readline(), file)
        columns = _columns(lines, delimiter, file.options.columns)
        lines.seek(0)
        lines.readline()
        yield from _rows(lines, delimiter, columns, file.path)
    if columns.guessed:
        yield Notice(file.path, columns.notice)


def _delimiter(header: str, file: OpenFile) -> str:
    """The one that makes the most known names of the first row (csv.Sniffer guesses from texts: wrongly)."""
    if not header.strip():
        raise BadFileError("no header row", where="line 1", next_="name the columns in the first row: title,text,date,…")
    tabs_first = file.path.lower().endswith(".tsv")
    order = sorted(DELIMITERS, key=lambda delimiter: delimiter != "\t") if tabs_first else DELIMITERS
    said = {column for _, column in file.options.columns}

    def fitness(delimiter: str) -> tuple[int, int]:
        names = _cells(header, delimiter)
        return known_names(names) + len(said.intersection(names)), len(names)

    return max(order, key=fitness)


def _cells(header: str, delimiter: str) -> Sequence[str]:
    return [cell.strip() for cell in next(csv.reader([header], delimiter=delimiter))]


def _columns(lines: TextIO, delimiter: str, said: Sequence[tuple[str, str]]) -> Columns:
    lines.seek(0)
    header = _cells(lines.readline(), delimiter)
    try:
        sample = list(islice(csv.reader(lines, delimiter=delimiter), SAMPLE_ROWS))
    except csv.Error:  # said with its line, when the rows are read
        sample = []
    return map_columns(header, sample, said)


def _rows(lines: TextIO, delimiter: str, columns: Columns, path: str) -> Iterator[SourceDocument | ReadError]:
    counted = _Lines(lines)
    rows = csv.reader(counted, delimiter=delimiter)
    line = 2
    while True:
        where = f"line {line}"
        counted.quotes = 0
        try:
            cells = next(rows, None)
        except csv.Error as error:
            # An open quote swallows what follows: nothing after it can be trusted.
            yield ReadError(path, f"the table breaks off: {error}", where, CLOSE)
            return
        if cells is None:
            return
        if counted.ended and counted.quotes % 2:  # the csv module takes the end of the file for the end of the row
            yield ReadError(path, "the table ends inside a quotation", where, CLOSE)
            return
        line = rows.line_num + 2
        if any(cell.strip() for cell in cells):
            yield _document(cells, columns, path, where)


def _document(cells: list[str], columns: Columns, path: str, where: str) -> SourceDocument | ReadError:
    if any(map(broken, cells)):
        return ReadError(path, "bytes that are not in the file's encoding", where, "convert the row to UTF-8")
    if len(cells) > len(columns.fields):
        what = f"{len(cells)} cells for {len(columns.fields)} columns"
        return ReadError(path, what, where, "put cells that hold the separator in quotation marks")
    try:
        return build(columns.fill(cells))
    except FieldError as error:
        return ReadError(path, str(error), where)
