"""How our values cross between processes: as their fields, read in C.

A frozen dataclass with slots pickles through two functions in Python, field by field; for a document with its entities and
mentions that was more than half of all pickling (measured: 411 us a document there and back, now 193). Documents that go to the
engine cross as what it takes (`indexer.working.Ready`), which has no such values in it.
"""

from __future__ import annotations

import copyreg
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from engines.base import Document, Entity, EventDate, IndexedDocument, Label, Span
from indexer.contents import Contents, FileStatus, Hashed, Raw, Request
from indexer.values import Notice, ReadError, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Callable

CROSSING: Final = (
    Contents, Document, Entity, EventDate, FileStatus, Hashed, IndexedDocument, Label, Notice, Raw, ReadError,
    Request, SourceDocument, Span,
)  # fmt: skip


def pickle_by_fields() -> None:
    """From now on, and in this process, pickle these types by their fields; unpickling needs no preparation."""
    for type_ in CROSSING:
        copyreg.pickle(type_, _reducer(type_))


def _reducer(type_: type) -> Callable[[object], tuple[type, tuple[object, ...]]]:
    values = attrgetter(*(field.name for field in fields(type_)))

    def reduced(value: object) -> tuple[type, tuple[object, ...]]:
        return type_, values(value)

    return reduced
