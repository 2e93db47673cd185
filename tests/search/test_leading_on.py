"""Tests of search.leading_on: offers, did-you-mean, and ways on from nothing, each with the count that its request finds."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from engines.base import Document, Entity, Label
from extraction.extractor import default_extractor
from search.assisting import assisted_searcher
from search.values import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.searching import Searcher

KATAIB_ID = "grp:kataib-hezbollah"
KATAIB = Entity("actor", KATAIB_ID, "armed_group", Label("كتائب حزب الله", "Kata'ib Hezbollah"), (KATAIB_ID,))
DOCUMENTS = (
    Document("kh", "", "قصف مقر كتائب حزب الله", report_date=dt.date(2024, 1, 2), source="وكالة", entities=(KATAIB,)),
    Document("brigades", "", "بيان عن الهدنة مع الكتائب", source="مكتب", entities=(KATAIB,)),
    Document("peace", "", "دعوة إلى السلام، وقوات اليونيفيل", source="مكتب"),
)


class Make(Protocol):
    def __call__(self, documents: Sequence[Document], /) -> Searcher: ...


@pytest.fixture
def searcher(make_searcher: Make) -> Searcher:
    return assisted_searcher(make_searcher(DOCUMENTS).engine, kashf_analyzer(), lambda _: None, default_extractor)


def test_an_actor_named_in_a_query_is_offered(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest("Kataib Hezbollah"))
    assert {hit.document.id for hit in answer.hits} == {"kh", "brigades"}
    (offer,) = answer.offers
    assert (offer.field, offer.id, offer.label.ar, offer.count) == ("actor", KATAIB_ID, "كتائب حزب الله", 2)
    assert searcher.count(offer.request) == offer.count
    assert searcher.search(offer.request).offers == ()


def test_a_misspelt_word_is_searched_for_as_it_was_meant_and_said(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest("قوات اليونيفل"))
    assert answer.hits[0].document.id == "peace"
    assert answer.did_you_mean is not None
    assert (answer.did_you_mean.kind, answer.did_you_mean.text) == ("spelling", "قوات اليونيفيل")
    assert answer.did_you_mean.count == searcher.count(answer.did_you_mean.request)


def test_a_misspelt_name_is_offered(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest("كتائب حزبالله"))
    assert {hit.document.id for hit in answer.hits if hit.group == 1} == {"kh", "brigades"}
    assert [(offer.id, offer.count) for offer in answer.offers] == [(KATAIB_ID, 2)]
    assert answer.did_you_mean is not None
    assert answer.did_you_mean.text == "كتائب حزب الله"


def test_a_place_that_no_report_names_leads_to_what_it_lies_in(make_searcher: Make) -> None:
    iraq = Entity("location", "cty:IQ", "country", Label("العراق", "Iraq"), ("cty:IQ",))
    engine = make_searcher([Document("iraq", "", "بيان من بغداد", entities=(iraq,))]).engine
    searcher = assisted_searcher(engine, kashf_analyzer(), lambda _: None, default_extractor)
    answer = searcher.search(SearchRequest("الفلوجة"))
    assert [(way.kind, way.text, way.count) for way in answer.ways_on] == [("name", "العراق", 1), ("without_words", "الفلوجة", 1)]


def test_a_single_word_that_nothing_holds_leads_to_all_reports(searcher: Searcher) -> None:
    (way,) = searcher.search(SearchRequest("مظاهرات")).ways_on
    assert (way.kind, way.count, way.request.text) == ("without_words", 3, "")


def test_the_other_keyboard_layout_is_told(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest("hgsghl"))
    assert answer.did_you_mean is not None
    assert (answer.did_you_mean.kind, answer.did_you_mean.text, answer.did_you_mean.count) == ("keyboard", "السلام", 1)


def test_nothing_is_meant_otherwise_where_enough_is_found_as_it_was_typed(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest("السلام"))
    assert answer.did_you_mean is None
    assert answer.ways_on == ()


@pytest.mark.parametrize(
    ("request_", "kind", "text", "count"),
    [
        (SearchRequest("السلام", any_of={"source": ("وكالة",)}), "without_filter", "وكالة", 1),
        (SearchRequest("السلام", none_of={"source": ("مكتب",)}), "without_filter", "مكتب", 1),
        (SearchRequest("قصف", date_to=dt.date(2020, 1, 1), date_of="report"), "without_dates", "..2020-01-01", 1),
        (SearchRequest("سلام", level="exact"), "without_level", "exact", 1),
        (SearchRequest("السلام -دعوة"), "without_word", "-دعوة", 1),
        (SearchRequest("السلام", any_of={"source": ("وكالة",)}), "without_words", "السلام", 1),
    ],
)
def test_nothing_found_leads_on(searcher: Searcher, request_: SearchRequest, kind: str, text: str, count: int) -> None:
    answer = searcher.search(request_)
    assert answer.hits == ()
    way = next(way for way in answer.ways_on if (way.kind, way.text) == (kind, text))
    assert way.count == count
    assert searcher.count(way.request) == count


def test_a_name_that_begins_so_leads_on(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest("كتائب حزب الل", any_of={"source": ("لا أحد",)}))
    assert any(way.kind == "name" and way.request.any_of == {"actor": (KATAIB_ID,)} for way in answer.ways_on)


def test_without_expansion_nothing_stands_for_the_words(searcher: Searcher) -> None:
    assert searcher.search(SearchRequest("Kataib Hezbollah", expand=False)).hits == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(max_size=40))
def test_any_text_leads_on(searcher: Searcher, text: str) -> None:
    answer = searcher.search(SearchRequest(text))
    for way in (*answer.ways_on, *([answer.did_you_mean] if answer.did_you_mean else [])):
        assert way.count > 0
