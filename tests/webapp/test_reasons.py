"""Why something is marked, and how the report's date was found, on the document page."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from engines.base import Document, Entity, EventDate, Label, Span
from extraction import default_extractor
from indexer.pipeline import shipped_pipeline
from indexer.values import SourceDocument
from webapp.reasons import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

DAY = dt.date(2024, 1, 20)
TEXT = "قصف حزب الله بلدة الفوعة في 20 كانون الثاني 2024، وقال حزب الله"
DOCUMENT = Document(
    "7",
    "",
    TEXT,
    DAY,
    entities=(
        Entity(
            "actor", "grp:h", "armed_group", Label("حزب الله", "Hezbollah"), ("grp:h",),
            (Span(4, 12, rule="gazetteer"), Span(55, 63, rule="gazetteer")),
        ),
        Entity(
            "location", "plc:f", "town", Label("الفوعة", "al-Fu'a"), ("plc:f",),
            (Span(18, 24, rule="place: needs evidence, after بلدة"),),
        ),
        Entity("actor", "grp:stated", "armed_group", Label("مذكور", "Stated"), ("grp:stated",)),
    ),
    event_dates=(EventDate(DAY, DAY, "day", mentions=(Span(28, 48, rule="day-month"),)),),
    metadata={
        "kashf.date_found": "dateline",
        "kashf.unresolved": "actor: جمعية: س\nlocation: قرية ص",
        "desk": "north",
    },
)  # fmt: skip


def page(app: Flask, language: str) -> str:
    response = app.test_client().get(f"/{language}/document/7")
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.text)).split())


def test_the_page_says_why_each_name_is_marked(app_over_documents: Callable[[Document], Flask]) -> None:
    shown = page(app_over_documents(DOCUMENT), "en")
    assert "Why? حزب الله 2 : a name in the gazetteer gazetteer · grp:h" in shown
    assert "a place whose name needs a word beside it ( بلدة ) place: needs evidence, after بلدة · plc:f" in shown
    assert "a date, by its form day-month" in shown
    assert shown.count("Why?") == 3  # what the source states has no mention, and needs no reason


def test_the_reasons_are_in_arabic_too(app_over_documents: Callable[[Document], Flask]) -> None:
    shown = page(app_over_documents(DOCUMENT), "ar")
    assert "اسم في المعجم" in shown
    assert "a name in" not in shown


def test_the_page_says_how_the_date_was_found_and_what_is_in_no_gazetteer(app_over_documents: Callable[[Document], Flask]) -> None:
    shown = page(app_over_documents(DOCUMENT), "en")
    assert "from the dateline" in shown
    assert "Not in the gazetteer جمعية: س ; قرية ص" in shown
    assert "desk north" in shown
    assert "kashf." not in shown


def test_documents_of_older_indexes_have_no_reasons(app_over_documents: Callable[[Document], Flask]) -> None:
    old = Document("7", "", "نص", entities=(Entity("actor", "a", "person", Label("أ", "a"), ("a",), (Span(0, 1),)),))
    assert "Why?" not in page(app_over_documents(old), "en")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_extracted_documents_are_explained(app_over_documents: Callable[[Document], Flask], language: str) -> None:
    text = "بغداد/ 20 كانون الثاني 2024: قال اللواء يحيى رسول إن الجيش العراقي قصف كتائب الفجر قرب قرية السدة"
    document = shipped_pipeline().index("7", SourceDocument("", text)).document
    assert document.report_date == DAY
    rules = {span.rule for entity in document.entities for span in entity.mentions}
    assert rules
    assert all(rule.startswith(tuple(RULES)) for rule in rules)
    assert page(app_over_documents(document), language)


def test_every_rule_of_actors_and_places_has_its_words() -> None:
    text = (
        "قال اللواء يحيى رسول إن كتائب حزب الله والجيش العراقي ولواء الفجر والفرقة الرابعة وعشيرة البو فهد اتفقوا، "
        "وأعلنت واشنطن أن قرى الفوعة وكفريا وشارع فلسطين ومجلس محافظة نينوى آمنة، وقال رسول إن الجيش باق"
    )
    found = default_extractor().extract("", text, country="IQ")
    for entity in (*found.actors, *found.locations):
        for mention in entity.mentions:
            assert mention.rule.startswith(tuple(RULES)), mention
