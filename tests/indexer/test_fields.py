"""indexer.fields: named fields → source document."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.fields import FieldError, build, day_in_name, read_day, read_event_days

DAY = dt.date(2024, 1, 20)


def test_every_field_is_kept() -> None:
    document = build({
        "id": 7, "title": " عنوان ", "text": "نص\n", "date": "2024-01-20", "source": "وكالة", "url": "https://example.org/7",
        "language": "ar", "type": "news", "actors": ["الحشد  الشعبي", "grp:x"], "locations": "بابل؛ جرف النصر",
        "dates": ["2024", "2024-01-20/2024-01-24"], "extracted": {"actors": []}, "desk": "north", "rank": 3,
        "metadata": {"editor": "م", "tags": ["ا", "ب"]},
    })  # fmt: skip
    assert (document.id, document.title, document.text) == ("7", "عنوان", "نص\n")
    assert (document.date, document.date_found) == (DAY, "field")
    assert (document.source, document.url) == ("وكالة", "https://example.org/7")
    assert (document.language, document.type) == ("ar", "news")
    assert document.actors == ("الحشد الشعبي", "grp:x")
    assert document.locations == ("بابل", "جرف النصر")
    assert document.dates == ("2024", "2024-01-20/2024-01-24")
    assert document.metadata == {"desk": "north", "editor": "م", "rank": "3", "tags": '["ا", "ب"]'}


def test_a_title_alone_is_a_document() -> None:
    assert build({"title": "خبر عاجل"}).text == ""


def test_fields_named_inside_metadata_do_not_become_fields() -> None:
    document = build({"text": "نص", "metadata": {"actors": "grp:x"}})
    assert (document.actors, document.metadata) == ((), {"metadata.actors": "grp:x"})


def test_half_an_emoji_is_replaced_and_moves_nothing() -> None:
    assert build({"text": "قصف \ud83d هنا"}).text == "قصف \ufffd هنا"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "neither title nor text"),
        ({"title": "  ", "text": "\n"}, "neither title nor text"),
        ({"text": 3}, "text: expected text, not a number"),
        ({"title": ["x"]}, "title: expected text, not a list"),
        ({"text": "x", "date": "yesterday"}, "date: 'yesterday' is no day"),
        ({"text": "x", "date": "1/20/2024"}, "is no day"),
        ({"text": "x", "dates": ["2024-13"]}, "dates: '2024-13' is none"),
        ({"text": "x", "dates": ["2024-02-01/2024-01-01"]}, "is none"),
        ({"text": "x", "actors": [{"id": "grp:x"}]}, "actors: expected a list of texts"),
        ({"text": "x", "actors": 3}, "actors: expected a list of texts, not a number"),
        ({"text": "x", "id": True}, "id: expected text or a number"),
        ({"text": "x", "id": "a\nb"}, "control characters"),
        ({"text": "x", "id": "ا" * 257}, "longer than 512 bytes"),
        ({"text": "x", "source": "ا" * 4001}, "source: .* longer than 8,000 bytes"),
        ({"text": "x", "metadata": [1]}, "metadata: expected an object"),
    ],
)
def test_what_a_field_can_not_hold_is_named(fields: dict[str, object], message: str) -> None:
    with pytest.raises(FieldError, match=message):
        build(fields)


@pytest.mark.parametrize(
    "written",
    ["2024-01-20", "2024/1/20", "2024.01.20", "20240120", "2024-01-20T06:30:00Z", "2024-01-20 06:30", "20/1/2024", "20-01-2024",
     "٢٠٢٤-٠١-٢٠", "۲۰۲۴/۱/۲۰", " 2024-01-20 "],
)  # fmt: skip
def test_days_are_read_as_people_write_them(written: str) -> None:
    assert read_day(written) == DAY


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-01-20.txt", DAY),
        ("2024-01-20-عين-الأسد.md", DAY),
        ("report_20240120.txt", DAY),
        ("report 2024_01_20 final.txt", DAY),
        ("2024-02-31 2024-01-20.txt", DAY),
        ("2024-0120.txt", None),
        ("000_3500b00f1cc6945d.txt", None),
        ("1234567890.txt", None),
        ("report.txt", None),
    ],
)
def test_a_file_name_tells_the_day(name: str, day: dt.date | None) -> None:
    assert day_in_name(name) == day


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2024-12", dt.date(2024, 12, 1), dt.date(2024, 12, 31)),
        ("9999", dt.date(9999, 1, 1), dt.date(9999, 12, 31)),
        ("2024-01-20", DAY, DAY),
        ("2024-01-20/2024-01-24", DAY, dt.date(2024, 1, 24)),
    ],
)
def test_event_dates_span_days(value: str, first: dt.date, last: dt.date) -> None:
    assert read_event_days(value) == (first, last)


@given(st.dictionaries(st.text(max_size=8), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())))
def test_any_object_makes_a_document_or_a_field_error(fields: dict[str, object]) -> None:
    with contextlib.suppress(FieldError):
        document = build({"text": "نص", **fields})
        assert all(isinstance(value, str) and value for value in document.metadata.values())


@pytest.mark.parametrize("value", ["2024-00", "2024-01-00", "2024-13", "0000", "2024-01/2024-00"])
def test_no_month_and_no_day_is_nought(value: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        read_event_days(value)
