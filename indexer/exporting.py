"""Stored documents → files that other programs read, and that `kashf index` reads back as the same index.

What the source said (id, title, text, date, …, metadata) stands as fields, and what was found in it apart, under `extracted`,
which indexing ignores: a corrected gazetteer always applies. JSON lines lose nothing. CSV is for spreadsheets: cells that these
would run as formulas get an apostrophe before them.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from indexer.pipeline import to_source
from search.wire import document_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engines.base import Document

COLUMNS: Final = (
    "id", "title", "text", "date", "source", "url", "language", "type", "actors", "locations", "dates", "metadata", "extracted",
)  # fmt: skip

_EXTRACTED: Final = ("actors", "locations", "dates")

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A cell that begins so is a formula, or a command, to a spreadsheet; the last four are full-width (OWASP, CSV injection)."""


def json_lines(documents: Iterable[Document]) -> Iterator[str]:
    """A JSON object a line for each document."""
    for document in documents:
        fields = {**_fields(document), "extracted": _extracted(document)}
        kept = {name: value for name, value in fields.items() if value or name == "id"}
        yield json.dumps(kept, ensure_ascii=False) + "\n"


def csv_lines(documents: Iterable[Document]) -> Iterator[str]:
    """A table: the header, then a row for each document. Lists are joined by `;`, what was extracted is ids and dates."""
    yield _row(COLUMNS)
    for document in documents:
        fields = _fields(document)
        fields["extracted"] = _values(document)
        yield _row([_cell(fields.get(name)) for name in COLUMNS])


def _fields(document: Document) -> dict[str, object]:
    """What the source said."""
    source = to_source(document)
    return {
        "id": document.id,
        "title": source.title,
        "text": source.text,
        "date": source.date.isoformat() if source.date else "",
        "source": source.source,
        "url": source.url,
        "language": source.language,
        "type": source.type,
        "actors": list(source.actors),
        "locations": list(source.locations),
        "dates": list(source.dates),
        "metadata": dict(source.metadata),
    }


def _extracted(document: Document) -> dict[str, object]:
    wire = document_to_json(document)
    return {name: wire[name] for name in _EXTRACTED if wire[name]}


def _values(document: Document) -> str:
    wire: Mapping[str, object] = document_to_json(document)
    found: list[str] = []
    for name, key in (("actors", "id"), ("locations", "id"), ("dates", "value")):
        entities: list[dict[str, str]] = wire[name]  # type: ignore[assignment]  # a list of objects, by the wire's format
        found += [entity[key] for entity in entities]
    return ";".join(found)


def _cell(value: object) -> str:
    if isinstance(value, list):
        text = ";".join(value)
    elif isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False) if value else ""
    else:
        text = str(value or "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
