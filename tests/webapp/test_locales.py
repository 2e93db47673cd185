"""How dates, numbers, names and directions are shown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from engines.base import EventDate, Label
from webapp.locales import (
    MONTHS,
    current_language,
    date_text,
    event_date_text,
    label_text,
    language_tag,
    number_text,
    text_direction,
)
from webapp.words import note_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture(params=["ar", "en"])
def language(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with app.test_request_context(f"/{request.param}/search"):
        yield request.param


def test_the_language_is_that_of_the_address(language: str) -> None:
    assert current_language() == language


def test_without_a_page_the_language_is_arabic() -> None:
    assert current_language() == "ar"


def test_arabic_months_have_both_of_their_names() -> None:
    assert MONTHS["ar"][0] == "كانون الثاني/يناير"
    assert MONTHS["ar"][7] == "آب/أغسطس"
    assert len(MONTHS["ar"]) == len(MONTHS["en"]) == 12


@pytest.mark.parametrize(
    ("value", "arabic", "english"),
    [
        ("2024", "2024", "2024"),
        ("2024-01", "كانون الثاني/يناير 2024", "January 2024"),
        ("2024-01-09", "9 كانون الثاني/يناير 2024", "9 January 2024"),
        ("none", "بلا تاريخ", "Undated"),
    ],
)
def test_date_values_are_worded(language: str, value: str, arabic: str, english: str) -> None:
    assert date_text(value) == (arabic if language == "ar" else english)


@pytest.mark.parametrize(
    ("start", "end", "precision", "english"),
    [
        ((2024, 1, 1), (2024, 12, 31), "year", "2024"),
        ((2024, 2, 1), (2024, 2, 29), "month", "February 2024"),
        ((2024, 2, 3), (2024, 2, 3), "day", "3 February 2024"),
        ((2024, 2, 3), (2024, 2, 5), "range", "3 February 2024 – 5 February 2024"),
    ],
)
def test_event_dates_are_as_precise_as_they_were_said(
    app: Flask, start: tuple[int, int, int], end: tuple[int, int, int], precision: str, english: str
) -> None:
    date = EventDate(dt.date(*start), dt.date(*end), precision)  # type: ignore[arg-type] - one of the literals
    with app.test_request_context("/en/search"):
        assert event_date_text(date) == english


def test_a_name_is_shown_in_the_language_that_it_has(language: str) -> None:
    assert label_text(Label("بابل", "Babil")) == ("بابل" if language == "ar" else "Babil")
    assert label_text(Label("بابل", "")) == "بابل"
    assert label_text(Label("", "Babil")) == "Babil"


def test_numbers_have_latin_digits_and_groups() -> None:
    assert number_text(1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("language_of_text", "text", "direction"),
    [
        ("ar", "Shelling near the base", "ltr"),
        ("en", "قصف", "rtl"),
        ("en", "CNN: قصف على القاعدة", "rtl"),
        ("ar", "Shelling, قصف in Arabic", "ltr"),
        ("", "12 - قصف CNN", "rtl"),
        ("Kurdish", "هێرش", "rtl"),
        ("ku", "2024", "rtl"),
        ("fa-AF", "", "rtl"),
        ("en", "12", "ltr"),
        ("", "123", "rtl"),
    ],
)
def test_a_text_runs_as_most_of_its_letters_or_its_language(language_of_text: str, text: str, direction: str) -> None:
    assert text_direction(language_of_text, text) == direction


def test_notes_are_worded_and_unknown_ones_shown(app: Flask) -> None:
    with app.test_request_context("/en/search"):
        assert note_text("words_cut", "64") == "The query has very many words; only the first 64 were searched."
        assert note_text("new_note", "x") == "new_note: x"


@pytest.mark.parametrize("language", ["ar", "en", "ku", "ckb", "fa-AF", "zh-Hant-TW", "AR"])
def test_codes_of_languages_are_tags(language: str) -> None:
    assert language_tag(language) == language


@pytest.mark.parametrize("language", ["", "Arabic", "عربي", "ar en", "a", "ar-", "ar_EG", "arabic-1"])
def test_names_of_languages_are_no_tags(language: str) -> None:
    assert language_tag(language) == ""


def test_an_open_quotation_mark_is_told_as_it_is_read(app: Flask) -> None:
    for language, said in (("en", "it was passed over"), ("ar", "أُهملت")):
        with app.test_request_context(f"/{language}/search"):
            assert said in note_text("quote_open", "")
