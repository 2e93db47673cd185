"""`kashf export`: all hits of a search, or the whole index, as JSON lines or CSV."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from cli.exits import WrongUsage
from cli.filters import filter_options, narrowed_request
from cli.opening import engine_at, make_searcher
from cli.options import engine_option, json_option
from cli.output import note, print_json
from indexer.exporting import csv_lines, json_lines
from search.every_hit import every_hit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from typing import TextIO

    from engines.base import DateField, Document
    from search.values import SearchRequest

EXCEL_MARK: Final = "\ufeff"
"""Without it, Excel takes UTF-8 for the system's old encoding; with it, other programs see a strange first column."""


@click.command()
@click.argument("query", metavar="[QUERY]", default="")
@click.option("--format", "format_", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True, help="What to write.")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file.  [default: standard output]")
@click.option("--excel", is_flag=True, help="Begin the CSV with the mark that Excel tells UTF-8 by.")
@filter_options
@engine_option
@json_option
def export(
    query: str,
    *,
    format_: Literal["jsonl", "csv"],
    output: Path | None,
    excel: bool,
    date_from: dt.date | None,
    date_to: dt.date | None,
    date_of: DateField,
    engine_url: str,
    as_json: bool,
    **filters: tuple[str, ...],
) -> None:
    """Write all hits of a search to a file; without a query and filters, the whole index.

    The sources' own fields and metadata, and apart from them, under `extracted`, what was found. `kashf index` makes the same
    index of the JSON lines again, and ignores what was extracted. In CSV, cells that a spreadsheet would run get an apostrophe.

    \b
    Example:
      kashf export 'قصف' --from 2024 --format csv --excel --output hits.csv
    """
    narrowed = narrowed_request(query, filters, date_from=date_from, date_to=date_to, date_of=date_of)
    if excel and format_ != "csv":
        raise click.UsageError("--excel goes with --format csv.")
    if as_json and output is None:
        raise click.UsageError("--json is a summary; it needs --output FILE for the documents.")
    with engine_at(engine_url) as engine:
        count = _Count(engine.scan() if _is_everything(narrowed) else every_hit(make_searcher(engine), narrowed))
        with _written(output) as file:
            file.write(EXCEL_MARK if excel else "")
            file.writelines(csv_lines(count) if format_ == "csv" else json_lines(count))
    if as_json:
        print_json({"documents": count.number, "output": str(output)})
    elif output is not None:
        note(f"{count.number:,} documents written to {output}")


class _Count:
    """Documents, counted as they pass."""

    def __init__(self, documents: Iterator[Document]) -> None:
        self._documents = documents
        self.number = 0

    def __iter__(self) -> Iterator[Document]:
        for document in self._documents:
            self.number += 1
            yield document


def _is_everything(request: SearchRequest) -> bool:
    return not (request.text.strip() or request.any_of or request.none_of or request.all_of or request.date_from or request.date_to)


@contextmanager
def _written(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears under its name when it is whole."""
    if output is None:
        yield sys.stdout
        return
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            yield file
        part.replace(output)
    except OSError as error:
        raise WrongUsage(f"{output} can not be written: {error.strerror}; name another file with --output") from error
    finally:
        part.unlink(missing_ok=True)
