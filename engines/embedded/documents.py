"""A document as tantivy takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tantivy

from analyzers.analysis import LEVELS
from engines import stored
from engines.base import DATE_FIELDS
from engines.dates import GRANULARITIES, UNDATED, date_numbers, date_spans
from engines.embedded.schema import (
    DOCUMENT,
    ID,
    ID_PARTS,
    exact_field,
    first_field,
    id_parts,
    last_field,
    number_field,
    span_field,
    terms_field,
)
from engines.values import VALUE_FIELDS, field_values

if TYPE_CHECKING:
    from engines.base import DateField, IndexedDocument
    from engines.dates import DateSpan


def tantivy_document(indexed: IndexedDocument) -> tantivy.Document:
    """All fields of the schema, filled."""
    document = indexed.document
    out = tantivy.Document()
    out.add_text(ID, document.id)
    for name, number in zip(ID_PARTS, id_parts(document.id), strict=True):
        out.add_unsigned(name, number)
    out.add_bytes(DOCUMENT, stored.encode(document))
    for level in LEVELS:
        out.add_text(terms_field(level), indexed.terms[level])
    for field in VALUE_FIELDS:
        for value in field_values(document, field):
            out.add_text(field, value)
    for date_field in DATE_FIELDS:
        _add_dates(out, date_field, date_spans(document, date_field))
    return out


def _add_dates(out: tantivy.Document, field: DateField, spans: tuple[DateSpan, ...]) -> None:
    for granularity in GRANULARITIES:
        numbers = date_numbers(spans, granularity) if spans else {UNDATED}
        for number in sorted(numbers):
            out.add_integer(number_field(field, granularity), number)
    if not spans:
        return
    ordinals = {(first.toordinal(), last.toordinal()) for first, last, _ in spans}
    for first, last in sorted(ordinals):
        if first == last:
            out.add_integer(exact_field(field), first)
        else:
            out.add_text(span_field(field), f"{first}/{last}")
    out.add_integer(first_field(field), min(first for first, _ in ordinals))
    out.add_integer(last_field(field), max(last for _, last in ordinals))
