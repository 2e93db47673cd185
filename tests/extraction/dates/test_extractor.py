"""The extractor as a whole: what an expression carries, one expression for each date, any text at all."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.dates import DateExtractor, merge_dates
from extraction.values import DateExpression, Mention

EXTRACTOR = DateExtractor()
THURSDAY = dt.date(2024, 3, 14)

WORDS = """
20 ٣ 2024 1445 31 يناير كانون الثاني رمضان آب السبت أمس اليوم غدا من إلى بين و في عام الشهر الماضي منه الجاري
هـ م / - ، ( ) . قبل ثلاثة أيام ألفين أول 20/1/2024 3-7 January last ago ـ َ
"""
PIECES = st.sampled_from([*WORDS.split(), "تشرين الأول", "29 شباط", "30 صفر", "\u200f", "\n\n", "the 3rd of May"])
EXPRESSIONS = st.lists(PIECES, max_size=25).map(" ".join)
DATES = st.none() | st.dates()


def one(text: str, report_date: dt.date | None = THURSDAY) -> DateExpression:
    (expression,) = EXTRACTOR.extract(text, report_date=report_date)
    return expression


@given(st.text() | EXPRESSIONS | st.lists(PIECES, max_size=25).map("".join), DATES)
def test_any_text_gives_dates_whose_mentions_are_slices(text: str, report_date: dt.date | None) -> None:
    found = EXTRACTOR.extract(text, report_date=report_date)

    assert len({(expression.start, expression.end) for expression in found}) == len(found)
    for expression in found:
        assert expression.start <= expression.end
        assert expression.mentions
        for mention in expression.mentions:
            assert text[mention.start : mention.end] == mention.text != ""
        if report_date is None:
            assert "day" not in expression.inferred


@given(EXPRESSIONS)
def test_the_same_text_always_gives_the_same_dates(text: str) -> None:
    assert EXTRACTOR.extract(text, report_date=THURSDAY) == DateExtractor().extract(text, report_date=THURSDAY)


@pytest.mark.parametrize(
    ("text", "inferred"),
    [
        ("في 20 يناير 2024", ()),
        ("في 20 يناير", ("year",)),
        ("في حزيران", ("year",)),
        ("في مارس من العام الماضي", ("year",)),
        ("في 11 الجاري", ("year", "month")),
        ("الشهر الماضي", ("year", "month")),
        ("أمس", ("year", "month", "day")),
        ("يوم الأحد", ("year", "month", "day")),
        ("الثلاثاء 16 كانون الثاني 2024", ()),
        ("في 20 و24 يناير 2024", ()),
    ],
)
def test_inferred_names_what_the_report_date_supplied(text: str, inferred: tuple[str, ...]) -> None:
    assert {expression.inferred for expression in EXTRACTOR.extract(text, report_date=THURSDAY)} == {inferred}


def test_a_hijri_date_says_so() -> None:
    assert one("في 10 محرم 1445 هـ").calendar == "hijri"
    assert one("شوال 1444").precision == "month"


def test_a_hijri_date_beside_a_gregorian_one_is_one_gregorian_date() -> None:
    expression = one("الخميس 20 جمادى الآخرة 1436هـ الموافق 9/4/2015م")

    assert (expression.start, expression.calendar) == (dt.date(2015, 4, 9), "gregorian")
    assert [mention.text for mention in expression.mentions] == ["الخميس 20 جمادى الآخرة 1436هـ", "9/4/2015م"]


def test_expressions_for_one_day_are_one_with_several_mentions() -> None:
    expression = one("قُصف الحي أمس الأربعاء، 13 آذار، ثم قُصف الأربعاء مجددا")

    assert [mention.text for mention in expression.mentions] == ["أمس الأربعاء", "13 آذار", "الأربعاء"]
    assert expression.inferred == ("year",)


def test_days_of_a_list_share_their_month() -> None:
    found = EXTRACTOR.extract("في 12 و13 ديسمبر", report_date=THURSDAY)

    assert [mention.text for expression in found for mention in expression.mentions] == ["12 و13 ديسمبر", "13 ديسمبر"]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("مساء يوم الثلاثاء", "الثلاثاء"),
        ("وبالأمس", "الأمس"),
        ("خلال الفترة من 5 إلى 9 نيسان", "من 5 إلى 9 نيسان"),
        ("ليل السبت-الأحد", "السبت-الأحد"),
        ("في أواخر شباط", "أواخر شباط"),
        ("في شهر شباط", "شباط"),
        ("في 5 ينَـايرٍ 2024م.", "5 ينَـايرٍ 2024م"),
        ("للثلاثاء", "لثلاثاء"),
        ("على مدى عام 2014", "عام 2014"),
    ],
)
def test_mentions_leave_out_what_only_leads_to_the_date(text: str, mention: str) -> None:
    assert [found.text for found in one(text).mentions] == [mention]


def test_a_weekday_off_by_a_day_corrects_a_report_date() -> None:
    assert one("اليوم الأربعاء").start == dt.date(2024, 3, 13)


def test_a_weekday_far_from_its_date_does_not_move_it() -> None:
    assert one("الجمعة 16 كانون الثاني 2024").start == dt.date(2024, 1, 16)


def test_the_29th_of_february_is_that_of_the_latest_leap_year() -> None:
    assert one("في 29 شباط", dt.date(2023, 6, 1)).start == dt.date(2020, 2, 29)


@pytest.mark.parametrize("report_date", [dt.date.min, dt.date.max])
def test_the_ends_of_time_are_no_trouble(report_date: dt.date) -> None:
    text = "أمس وغداً والأحد المقبل والأسبوع الماضي والشهر المقبل والعام الماضي وفي 3 محرم وقبل شهرين وبعد غد وفي 5 مايو"
    for expression in EXTRACTOR.extract(text, report_date=report_date):
        assert dt.date.min <= expression.start <= expression.end <= dt.date.max


def test_an_empty_line_ends_an_expression() -> None:
    found = EXTRACTOR.extract("قُتل 20\n\nيناير 2024 كان داميا", report_date=THURSDAY)

    assert [expression.precision for expression in found] == ["month"]


def test_the_field_of_the_mentions_is_the_one_asked_for() -> None:
    (expression,) = EXTRACTOR.extract("حصيلة 20 يناير", report_date=THURSDAY, field="title")

    assert expression.mentions == (Mention(6, 14, "20 يناير", "title", "day-month"),)


def test_merging_unites_a_title_and_a_text() -> None:
    title = EXTRACTOR.extract("حصيلة 20 يناير 2024", report_date=THURSDAY, field="title")
    text = EXTRACTOR.extract("في 20 يناير وفي 3 آذار", report_date=THURSDAY)

    first, second = merge_dates([*title, *text])

    assert [(mention.field, mention.text) for mention in first.mentions] == [("title", "20 يناير 2024"), ("text", "20 يناير")]
    assert (first.inferred, second.start) == ((), dt.date(2024, 3, 3))
    assert merge_dates([first, second]) == [first, second]
