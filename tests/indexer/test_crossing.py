"""indexer.crossing: what goes into another process comes out of it."""

from __future__ import annotations

import copyreg
import datetime as dt
import pickle
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from engines.base import Document, Entity, EventDate, IndexedDocument, Label, Span
from indexer.contents import Contents, FileStatus, Hashed
from indexer.crossing import CROSSING, pickle_by_fields
from indexer.values import ReadError, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = dt.date(2024, 1, 20)
LABEL = Label("بابل", "Babil")
PLACE = Entity("location", "loc:babil", "governorate", LABEL, ("iq", "loc:babil"), (Span(3, 7, "title"),), "IQ", 32.5)
DATE = EventDate(DAY, DAY, "day")
DOCUMENT = Document("7", "في بابل", "نص", DAY, "وكالة", entities=(PLACE,), event_dates=(DATE,), metadata={"a": "b"})
SOURCE = SourceDocument("t", "نص", date=DAY, metadata={"a": "b"})
VALUES = [
    IndexedDocument(DOCUMENT, {"exact": "نص"}),
    Contents(FileStatus(1, 2), None, (Hashed(SOURCE, "hash"), ReadError("p", "w"))),
]


@pytest.fixture
def prepared() -> Iterator[None]:
    before = dict(copyreg.dispatch_table)
    pickle_by_fields()
    yield
    copyreg.dispatch_table.clear()
    copyreg.dispatch_table.update(before)


@pytest.mark.parametrize("value", VALUES)
def test_there_and_back(prepared: None, value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value


def test_every_type_is_made_of_its_fields_in_order() -> None:
    for type_ in CROSSING:
        assert all(field.init and not field.kw_only for field in fields(type_)), type_
