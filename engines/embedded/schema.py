"""What the embedded index stores of a document: the fields, their names, and how they are opened.

===================  ==========================================================================================
id                   whole; stored, to order ties by
id_0 … id_3          its first 32 bytes as four numbers: they order ids without looking one up
document             the stored document (`engines.stored`)
terms_LEVEL          analysed terms with positions, one field a level, and `terms_title`
actor, location …    whole values, `none` where there is none; columns to count
DATE_year …          the distinct years, months and days that a date field counts in (`engines.dates`), 0 if undated
DATE_exact           the distinct dates of one day: what a DateFilter looks through
DATE_span            the others, as `first/last` in ordinals: few distinct ones, which it enumerates
DATE_first, _last    the earliest first day and the latest last day, to sort by
===================  ==========================================================================================

Dates are numbers: tantivy's own date fields end in 1677 and 2262, and it has no calendar months.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import tantivy

from analyzers.analysis import GAP
from engines.base import DATE_FIELDS, TERM_FIELDS
from engines.clauses import checked_level
from engines.dates import GRANULARITIES
from engines.values import VALUE_FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    from engines.base import DateField, Field, Granularity

ID: Final = "id"
ID_PARTS: Final = ("id_0", "id_1", "id_2", "id_3")
DOCUMENT: Final = "document"

_WHOLE = "raw"
_TERMS = "kashf_terms"


def terms_field(level: str) -> str:
    """The field with the terms of a level."""
    return f"terms_{checked_level(level)}"


def number_field(field: Field, granularity: Granularity) -> str:
    """The field with the years, months or days of a date field."""
    return f"{field}_{granularity}"


def exact_field(field: DateField) -> str:
    """The field with the dates of one day."""
    return f"{field}_exact"


def span_field(field: DateField) -> str:
    """The field with the dates of several days."""
    return f"{field}_span"


def first_field(field: DateField) -> str:
    """The field with the earliest day of a date field."""
    return f"{field}_first"


def last_field(field: DateField) -> str:
    """The field with the latest day of a date field."""
    return f"{field}_last"


def id_parts(id_: str) -> tuple[int, ...]:
    """The first bytes of an id as numbers for `ID_PARTS`, which order as they do."""
    return struct.unpack(">4Q", id_.encode()[:32].ljust(32, b"\0"))


def create_index(directory: Path) -> tantivy.Index:
    """Make an empty index in an empty directory."""
    return _prepared(tantivy.Index(_schema(), path=str(directory), reuse=False))


def open_index(directory: Path) -> tantivy.Index:
    """Open the index in a directory."""
    return _prepared(tantivy.Index.open(str(directory)))


def _prepared(index: tantivy.Index) -> tantivy.Index:
    terms = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    # The gap filler keeps the position of a word that a level leaves out; it is no term itself.
    index.register_tokenizer(_TERMS, terms.filter(tantivy.Filter.custom_stopword([GAP])).build())
    # Readers look for a new commit themselves, before each request: the default policy is half a second late.
    index.config_reader("manual")
    return index


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, fast=True, tokenizer_name=_WHOLE, index_option="basic")
    for part in ID_PARTS:
        builder.add_unsigned_field(part, indexed=True, fast=True)
    builder.add_bytes_field(DOCUMENT, stored=True)
    for level in TERM_FIELDS:
        builder.add_text_field(terms_field(level), tokenizer_name=_TERMS, index_option="position")
    for name in VALUE_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name=_WHOLE, index_option="basic")
    for field in DATE_FIELDS:
        for granularity in GRANULARITIES:
            builder.add_integer_field(number_field(field, granularity), indexed=True, fast=True)
        builder.add_integer_field(exact_field(field), indexed=True, fast=True)
        builder.add_text_field(span_field(field), tokenizer_name=_WHOLE, index_option="basic")
        builder.add_integer_field(first_field(field), indexed=True, fast=True)
        builder.add_integer_field(last_field(field), indexed=True, fast=True)
    return builder.build()
