"""What a document can be narrowed by, the same for every engine: the values of its fields, and what may be a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engines.base import MAX_ID_BYTES, MAX_VALUE_BYTES, NONE, QUALITY, TERM_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Document, IndexedDocument

ValueField: TypeAlias = Literal["actor", "location", "source", "language", "type", "quality"]
VALUE_FIELDS: Final[tuple[ValueField, ...]] = ("actor", "location", "source", "language", "type", "quality")


def field_values(document: Document, field: ValueField) -> tuple[str, ...]:
    """The distinct values of a field; `NONE` alone where there is no other. Entities count under their ancestors too."""
    if field == "actor" or field == "location":  # noqa: PLR1714 - mypy narrows the literal by ==, not by `in`
        named = dict.fromkeys(value for entity in document.entities if entity.kind == field for value in (*entity.path, entity.id))
        return tuple(named) or (NONE,)
    value: str = document.metadata.get(QUALITY, "") if field == "quality" else getattr(document, field)
    return (value or NONE,)


def check(indexed: IndexedDocument) -> None:
    """Raise ValueError for a document that no engine can hold, before anything of it is written."""
    document = indexed.document
    for name, value, most in _named(document):
        length = storable_length(value)
        if length is None:
            raise ValueError(f"document {document.id!r}: its {name} {value!r} is not valid Unicode (a lone surrogate)")
        if length > most:
            raise ValueError(f"document {document.id!r}: its {name} is {length} bytes long, {most} is the most")
    if not document.id:
        raise ValueError(f"a document without an id can not be indexed (title {document.title[:80]!r})")
    if set(indexed.terms) != set(TERM_FIELDS):
        raise ValueError(f"document {document.id!r} has terms for {sorted(indexed.terms)}, not for {sorted(TERM_FIELDS)}")


def storable_length(value: str) -> int | None:
    """Bytes of a value in UTF-8; None where it has none, being a lone surrogate or holding one."""
    try:
        return len(value.encode())
    except UnicodeEncodeError:
        return None


def _named(document: Document) -> Iterator[tuple[str, str, int]]:
    yield "id", document.id, MAX_ID_BYTES
    for field in VALUE_FIELDS:
        for value in field_values(document, field):
            yield field, value, MAX_VALUE_BYTES
