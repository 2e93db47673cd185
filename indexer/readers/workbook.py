"""`.xlsx`: each sheet is a table, its first row names the fields; each other row is a document."""

from __future__ import annotations

import datetime as dt
import warnings
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from indexer.fields import FieldError, build
from indexer.readers.columns import SAMPLE_ROWS, map_columns
from indexer.readers.opened import DAMAGED_PACKAGE, SPLIT, BadFileError, check_package
from indexer.values import Notice, ReadError, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.readers.columns import Columns
    from indexer.readers.opened import OpenFile

MAX_ROWS: Final = 1_048_576
"""Of a sheet, by the format. A file of three lines may name row two thousand million, and all before it would be read."""

MAX_CELLS: Final = 200_000_000
"""Of a sheet, with the empty ones: a few bytes a row stand for the widest rows there are."""

_DAMAGED: Final = (InvalidFileException, *DAMAGED_PACKAGE)


def read(file: OpenFile) -> Iterator[SourceDocument | ReadError | Notice]:
    """The documents of a workbook, then what was guessed of its columns, and which sheets hold none."""
    check_package(file)
    notices: list[Notice] = []
    unusable: list[BadFileError] = []
    read_sheets = 0
    for name, rows in _sheets(file):
        try:
            header, columns, rest = _table(rows, file)
        except BadFileError as error:
            unusable.append(BadFileError(error.what, where=f"sheet {name}, {error.where}", next_=error.next))
            continue
        if not header:
            continue
        read_sheets += 1
        yield from _documents(rest, columns, file.path, name)
        if columns.guessed:
            notices.append(Notice(file.path, f"sheet {name}: {columns.notice}"))
    if unusable and not read_sheets:
        raise unusable[0]
    if not read_sheets:
        raise BadFileError("is empty")
    yield from notices
    yield from (Notice(file.path, f"not read: {error.where}: {error.what}") for error in unusable)


def _sheets(file: OpenFile) -> Iterator[tuple[str, Iterator[Sequence[str]]]]:
    """Sheets with their rows as texts."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that do not matter here
            book = load_workbook(file.stream, read_only=True, data_only=True)
    except _DAMAGED as error:
        raise BadFileError("is damaged, or no workbook", next_="open it in an office program and save it again") from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its size is often wrong
            yield sheet.title, _rows(sheet.iter_rows(max_row=MAX_ROWS, values_only=True))
    finally:
        book.close()


def _rows(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[str]]:
    cells = 0
    try:
        for row in rows:
            cells += len(row)
            if cells > MAX_CELLS:
                raise BadFileError(f"a sheet of more than {MAX_CELLS:,} cells", next_=SPLIT)
            yield [_text(value) for value in row]
    except _DAMAGED as error:
        raise BadFileError("is damaged", next_="open it in an office program and save it again") from error


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _table(rows: Iterator[Sequence[str]], file: OpenFile) -> tuple[Sequence[str], Columns, Iterator[tuple[int, Sequence[str]]]]:
    """The first row that holds something, what its columns are, and the rows after it with their numbers."""
    numbered = enumerate(rows, start=1)
    _, header = next(((number, row) for number, row in numbered if any(cell.strip() for cell in row)), (0, ()))
    sample = list(islice(numbered, SAMPLE_ROWS))
    if not header:
        return (), map_columns(("text",), (), ()), iter(())
    columns = map_columns(_trimmed(header), [row for _, row in sample], file.options.columns)
    return header, columns, chain(sample, numbered)


def _trimmed(header: Sequence[str]) -> Sequence[str]:
    """Without the empty cells after the last name."""
    used = max(place for place, cell in enumerate(header) if cell.strip())
    return header[: used + 1]


def _documents(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Columns, path: str, sheet: str
) -> Iterator[SourceDocument | ReadError]:
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"sheet {sheet}, line {number}"
        if any(cell.strip() for cell in cells[len(columns.fields) :]):
            yield ReadError(path, f"a cell beyond the {len(columns.fields)} named columns", where, "name its column, or empty it")
            continue
        try:
            yield build(columns.fill(cells))
        except FieldError as error:
            yield ReadError(path, str(error), where)
