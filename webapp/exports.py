"""The whole answer as a file, written while it is sent: what `kashf export` writes, with the filters of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Response

from indexer.exporting import csv_lines, json_lines
from indexer.geojson import geojson_lines
from search.every_hit import every_hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from engines.base import Document
    from search.values import SearchRequest
    from webapp.collection import Searching

EXCEL_MARK: Final = "\ufeff"
"""Without it, Excel takes UTF-8 for the system's old encoding; with it, other programs see a strange first column."""


@dataclass(frozen=True, slots=True)
class Format:
    """How an answer is written, under which type and name."""

    write: Callable[[Iterable[Document]], Iterator[str]]
    mimetype: str
    name: str


FORMATS: Final[Mapping[str, Format]] = {
    "csv": Format(csv_lines, "text/csv", "kashf.csv"),
    "jsonl": Format(json_lines, "application/jsonl", "kashf.jsonl"),
    "geojson": Format(geojson_lines, "application/geo+json", "kashf.geojson"),
}


def export_response(request: SearchRequest, written: Format, searcher: Searching, *, excel: bool = False) -> Response:
    """All hits of a request as a download. Raises QueryError, before anything is sent, where there are too many."""
    documents = every_hit(searcher, request)
    lines = _with_mark(written.write(documents)) if excel else written.write(documents)
    response = Response((line.encode("utf-8", "surrogatepass") for line in lines), mimetype=written.mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{written.name}"'
    return response


def _with_mark(lines: Iterable[str]) -> Iterator[str]:
    yield EXCEL_MARK
    yield from lines
