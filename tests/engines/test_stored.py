"""Stored documents come back as they were."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.base import Document, Entity, EventDate, Label, Span
from engines.stored import decode, encode

ANY_TEXT = st.text(st.characters())  # lone surrogates too
SPANS = st.lists(
    st.builds(Span, st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["text", "title"]), ANY_TEXT), max_size=3
).map(tuple)
DEGREES = st.none() | st.floats(-180, 180)
ENTITIES = st.builds(
    Entity,
    st.sampled_from(["actor", "location"]),
    ANY_TEXT,
    ANY_TEXT,
    st.builds(Label, ANY_TEXT, ANY_TEXT),
    st.lists(ANY_TEXT, max_size=3).map(tuple),
    SPANS,
    ANY_TEXT,
    DEGREES,
    DEGREES,
)
DATES = st.builds(
    EventDate,
    st.dates(),
    st.dates(),
    st.sampled_from(["day", "month", "year", "range"]),
    st.sampled_from(["gregorian", "hijri"]),
    st.lists(st.sampled_from(["year", "month", "day"]), max_size=3).map(tuple),
    SPANS,
)
DOCUMENTS = st.builds(
    Document,
    id=ANY_TEXT,
    title=ANY_TEXT,
    text=ANY_TEXT,
    report_date=st.none() | st.dates(),
    source=ANY_TEXT,
    url=ANY_TEXT,
    language=ANY_TEXT,
    type=ANY_TEXT,
    entities=st.lists(ENTITIES, max_size=3).map(tuple),
    event_dates=st.lists(DATES, max_size=3).map(tuple),
    metadata=st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3),
)


@given(DOCUMENTS)
def test_what_goes_in_comes_out(document: Document) -> None:
    assert decode(encode(document)) == document


def test_every_field_is_kept() -> None:
    document = Document(
        id="d1",
        title="بيان",
        text="قُصفت القاعدة\u200f",
        report_date=dt.date(2024, 1, 25),
        source="s",
        url="u",
        language="ar",
        type="news",
        entities=(
            Entity(
                "location",
                "p",
                "base",
                Label("ق", "b"),
                ("iq", "p"),
                (Span(0, 3, "title"), Span(1, 2, rule="place: after قرية"), Span(1, 2, "title", "r")),
                "IQ",
                0.0,
                -0.0,
            ),
        ),
        event_dates=(EventDate(dt.date(1, 1, 1), dt.date(9999, 12, 31), "range", "hijri", ("year",), (Span(3, 4),)),),
        metadata={"": ""},
    )
    assert decode(encode(document)) == document


def test_arabic_is_stored_as_utf_8() -> None:
    assert "قصف".encode() in encode(Document("d", "", "قصف"))


def test_empty_values_take_no_room() -> None:
    assert encode(Document("d", "", "")) == b'{"id":"d"}'


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b'{"report_date": "x"}', b'{"entities": [{}]}'])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="stored document"):
        decode(data)
