"""A document as tantivy takes it, in two steps: what any process can do, and what only the one that writes can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import tantivy

from engines import stored
from engines.base import DATE_FIELDS, TERM_FIELDS, Prepared
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
from engines.values import VALUE_FIELDS, check, field_values

if TYPE_CHECKING:
    from engines.base import DateField, IndexedDocument
    from engines.dates import DateSpan


@dataclass(frozen=True, slots=True)
class EmbeddedDocument(Prepared):
    """The fields of the schema but the id's and the stored document, by name; a field with several values comes several times."""

    texts: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, int], ...]


def prepare(indexed: IndexedDocument) -> EmbeddedDocument:
    """Everything but what only tantivy can do. Raises ValueError for a document that no engine can hold."""
    check(indexed)
    document = indexed.document
    texts = [(terms_field(level), indexed.terms[level]) for level in TERM_FIELDS]
    texts += [(field, value) for field in VALUE_FIELDS for value in field_values(document, field)]
    numbers: list[tuple[str, int]] = []
    for date_field in DATE_FIELDS:
        _add_dates(texts, numbers, date_field, date_spans(document, date_field))
    return EmbeddedDocument(document.id, stored.encode(document), tuple(texts), tuple(numbers))


def tantivy_document(prepared: EmbeddedDocument) -> tantivy.Document:
    """All fields of the schema, filled."""
    out = tantivy.Document()
    out.add_text(ID, prepared.id)
    for name, number in zip(ID_PARTS, id_parts(prepared.id), strict=True):
        out.add_unsigned(name, number)
    out.add_bytes(DOCUMENT, prepared.stored)
    for name, value in prepared.texts:
        out.add_text(name, value)
    for name, number in prepared.numbers:
        out.add_integer(name, number)
    return out


def _add_dates(texts: list[tuple[str, str]], numbers: list[tuple[str, int]], field: DateField, spans: tuple[DateSpan, ...]) -> None:
    for granularity in GRANULARITIES:
        counted = date_numbers(spans, granularity) if spans else {UNDATED}
        name = number_field(field, granularity)
        numbers += [(name, number) for number in sorted(counted)]
    if not spans:
        return
    ordinals = {(first.toordinal(), last.toordinal()) for first, last, _ in spans}
    for first, last in sorted(ordinals):
        if first == last:
            numbers.append((exact_field(field), first))
        else:
            texts.append((span_field(field), f"{first}/{last}"))
    numbers.append((first_field(field), min(first for first, _ in ordinals)))
    numbers.append((last_field(field), max(last for _, last in ordinals)))
