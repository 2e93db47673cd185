"""A document as Elasticsearch takes it, one line of JSON, and back from what it stores."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analyzers.analysis import GAP
from engines import stored
from engines.base import TERM_FIELDS, Prepared
from engines.dates import GRANULARITIES, date_numbers, date_spans
from engines.elastic.mapping import (
    DOCUMENT,
    DOCUMENT_BYTES,
    EVENT,
    EVENT_LAST,
    EVENT_SPAN,
    ID,
    PLACE,
    POSITION_GAP,
    REPORT,
    event_field,
    terms_field,
)
from engines.values import VALUE_FIELDS, check, field_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engines.base import Document, IndexedDocument
    from engines.elastic.cluster import Json

STORED: Final = (DOCUMENT, DOCUMENT_BYTES)
"""What of `_source` a stored document is read from."""

TEXTS: Final = (*(f"{DOCUMENT}.{name}" for name in ("id", "title", "text")), DOCUMENT_BYTES)
"""What its texts are read from: of a hundred hits that is half of what there is to send and to parse."""

_BORDER: Final = f" {' '.join([GAP] * POSITION_GAP)} "
"""Between title and text (see `engines.base.IndexedDocument`)."""


@dataclass(frozen=True, slots=True)
class ElasticDocument(Prepared):
    """The fields of the mapping but the stored document, as a JSON object."""

    fields: bytes


def prepare(indexed: IndexedDocument) -> ElasticDocument:
    """Everything but the sending. Raises ValueError for a document that no engine can hold."""
    check(indexed)
    document = indexed.document
    fields: Json = {ID: document.id}
    for level in TERM_FIELDS:
        fields[terms_field(level)] = _values(indexed.terms[level])
    for field in VALUE_FIELDS:
        fields[field] = field_values(document, field)
    fields |= _events(document)
    if document.report_date:
        fields[REPORT] = document.report_date.isoformat()
    if points := _points(document):
        fields[PLACE] = points
    return ElasticDocument(
        document.id, stored.encode(document), json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    )


def source_line(prepared: ElasticDocument) -> bytes:
    """All fields of the mapping, filled."""
    kept = prepared.stored
    try:
        kept.decode()
    except UnicodeDecodeError:  # a lone surrogate: no JSON for the server
        return b'%s,"%s":"%s"}' % (prepared.fields[:-1], DOCUMENT_BYTES.encode(), base64.b64encode(kept))
    # Joined as they are: the codec's own JSON is a JSON object already.
    return b'%s,"%s":%s}' % (prepared.fields[:-1], DOCUMENT.encode(), kept)


def read_source(source: Mapping[str, Any], *, texts_only: bool = False) -> Document:
    """The stored document, or its id, title and text. Raises ValueError where there is none."""
    kept = source.get(DOCUMENT_BYTES)
    if kept is not None:
        return stored.decode(base64.b64decode(kept), texts_only=texts_only)
    return stored.decode_object(source.get(DOCUMENT), texts_only=texts_only)


def _values(terms: str) -> str | list[str]:
    """The terms of a level. Title and text are two values: the server leaves as many places between them as the fillers would."""
    return terms.split(_BORDER, 1) if _BORDER in terms else terms


def _events(document: Document) -> Json:
    """The dates in the text, as the numbers that they count in, and as dates."""
    spans = date_spans(document, "event")
    if not spans:
        return {}
    out: Json = {event_field(granularity): sorted(date_numbers(spans, granularity)) for granularity in GRANULARITIES}
    days = sorted({(first.isoformat(), last.isoformat()) for first, last, _ in spans})
    out[EVENT] = sorted({first for first, _ in days})
    out[EVENT_SPAN] = [{"gte": first, "lte": last} for first, last in days]
    out[EVENT_LAST] = max(last for _, last in days)
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
