"""A document as Elasticsearch takes it, one line of JSON, and back from what it stores."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final

from analyzers.analysis import LEVELS
from engines import stored
from engines.base import DATE_FIELDS
from engines.dates import GRANULARITIES, UNDATED, date_numbers, date_spans
from engines.elastic.mapping import (
    DOCUMENT,
    DOCUMENT_BYTES,
    ID,
    PLACE,
    first_field,
    last_field,
    number_field,
    span_field,
    terms_field,
)
from engines.values import VALUE_FIELDS, field_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engines.base import DateField, Document, IndexedDocument
    from engines.dates import DateSpan
    from engines.elastic.cluster import Json

STORED: Final = (DOCUMENT, DOCUMENT_BYTES)
"""What of `_source` a stored document is read from."""


def source_line(indexed: IndexedDocument) -> bytes:
    """All fields of the mapping, filled. Raises ValueError for terms that are not valid Unicode."""
    document = indexed.document
    fields: Json = {ID: document.id}
    for level in LEVELS:
        fields[terms_field(level)] = indexed.terms[level]
    for field in VALUE_FIELDS:
        fields[field] = field_values(document, field)
    for date_field in DATE_FIELDS:
        fields |= _dates(date_field, date_spans(document, date_field))
    if points := _points(document):
        fields[PLACE] = points
    kept = stored.encode(document)
    try:
        kept.decode()
    except UnicodeDecodeError:  # a lone surrogate: no JSON for the server
        fields[DOCUMENT_BYTES] = base64.b64encode(kept).decode()
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    head = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    # Joined as they are: the codec's own JSON is a JSON object already.
    return b'%s,"%s":%s}' % (head[:-1], DOCUMENT.encode(), kept)


def read_source(source: Mapping[str, Any]) -> Document:
    """The stored document. Raises ValueError where there is none."""
    kept = source.get(DOCUMENT_BYTES)
    if kept is not None:
        return stored.decode(base64.b64decode(kept))
    return stored.decode_object(source.get(DOCUMENT))


def _dates(field: DateField, spans: tuple[DateSpan, ...]) -> Json:
    out: Json = {}
    for granularity in GRANULARITIES:
        numbers = date_numbers(spans, granularity) if spans else {UNDATED}
        out[number_field(field, granularity)] = sorted(numbers)
    if not spans:
        return out
    days = sorted({(first, last) for first, last, _ in spans})
    out[field] = sorted({first.isoformat() for first, _ in days})
    out[span_field(field)] = [{"gte": first.isoformat(), "lte": last.isoformat()} for first, last in days]
    out[first_field(field)] = days[0][0].isoformat()
    out[last_field(field)] = max(last for _, last in days).isoformat()
    return out


def _points(document: Document) -> list[Json]:
    """Where the places are. Coordinates that no map has would fail the whole document."""
    points: list[Json] = []
    for entity in document.entities:
        if entity.lat is None or entity.lon is None:
            continue
        if -90 <= entity.lat <= 90 and -180 <= entity.lon <= 180:
            points.append({"lat": entity.lat, "lon": entity.lon})
    return points
