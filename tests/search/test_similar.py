"""More like a document: what comes first, and what is left out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeAlias

import pytest

from engines.base import Document, Entity, EventDate, Label
from search.folding import DUPLICATE_OF
from search.values import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from search.searching import Searcher

Make: TypeAlias = "Callable[[Sequence[Document]], Searcher]"

IRAQ = Entity("location", "cty:IQ", "country", Label("العراق", "Iraq"), ("cty:IQ",), country="IQ")
BASE = Entity("location", "site:ain", "base", Label("عين الأسد", "Ain al-Asad"), ("cty:IQ", "site:ain"), country="IQ")
KATAIB = Entity("actor", "grp:kh", "armed_group", Label("كتائب حزب الله", "Kataib Hezbollah"), ("grp:kh",))
ARMY = Entity("actor", "sta:iq", "army", Label("الجيش العراقي", "Iraqi army"), ("sta:iq",))


def on(day: str) -> EventDate:
    date = dt.date.fromisoformat(day)
    return EventDate(date, date, "day")


REPORT = Document(
    "report",
    "صواريخ على قاعدة عين الأسد",
    "سقطت صواريخ كاتيوشا على قاعدة عين الأسد الجوية في الأنبار، وأعلنت كتائب حزب الله مسؤوليتها عن الهجوم.",
    source="وكالة",
    entities=(IRAQ, BASE, KATAIB),
    event_dates=(on("2024-01-20"),),
)
FILLER = tuple(
    Document(
        f"filler-{number}",
        "نشرة يومية",
        f"عقد المجلس المحلي جلسته رقم {number} وناقش أسعار الخبز والمياه في المدينة.",
        source="محلي",
    )
    for number in range(12)
)
DOCUMENTS = (
    REPORT,
    Document(
        "same-base",
        "استهداف القاعدة مجدداً",
        "استهدفت صواريخ كاتيوشا قاعدة عين الأسد مرة أخرى.",
        source="مراسل",
        entities=(IRAQ, BASE),
    ),
    Document(
        "same-day",
        "بيان عسكري",
        "قال الجيش إن رشقة أصابت محيط المطار، واتهم كتائب حزب الله.",
        source="وكالة",
        entities=(IRAQ, ARMY, KATAIB),
        event_dates=(on("2024-01-20"),),
    ),
    Document("country", "الطقس في العراق", "أمطار على مناطق في العراق.", source="وكالة", entities=(IRAQ,)),
    Document(
        "copy",
        "صواريخ على قاعدة عين الأسد",
        REPORT.text + " (وكالات)",
        source="مراسل",
        entities=(IRAQ, BASE, KATAIB),
        event_dates=(on("2024-01-20"),),
        metadata={DUPLICATE_OF: "report"},
    ),
    *FILLER,
)


@pytest.fixture
def searcher(make_on_each: Make) -> Searcher:
    return make_on_each(DOCUMENTS)


def similar(searcher: Searcher, document: str, request: SearchRequest | None = None, *, duplicates: bool = False) -> list[str]:
    hits = searcher.similar(document, request or SearchRequest(size=5), duplicates=duplicates)
    assert hits is not None
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    return [hit.document.id for hit in hits]


def test_what_shares_telling_words_names_and_days_comes_first(searcher: Searcher) -> None:
    found = similar(searcher, "report")
    assert found[:3] == ["same-base", "same-day", "country"]
    assert not any(id_.startswith("filler") for id_ in found)


def test_near_duplicates_of_itself_are_left_out_unless_asked_for(searcher: Searcher) -> None:
    assert "copy" not in similar(searcher, "report")
    assert "report" not in similar(searcher, "copy")
    assert similar(searcher, "report", duplicates=True)[0] == "copy"
    assert "report" not in similar(searcher, "report", duplicates=True)


def test_what_is_shared_is_told(searcher: Searcher) -> None:
    hits = searcher.similar("report", SearchRequest(size=5))
    assert hits is not None
    shared = {hit.document.id: ([e.id for e in hit.entities], [d.start.isoformat() for d in hit.days]) for hit in hits}
    assert shared["same-base"] == (["cty:IQ", "site:ain"], [])
    assert shared["same-day"] == (["cty:IQ", "grp:kh"], ["2024-01-20"])


def test_filters_and_size(searcher: Searcher) -> None:
    assert similar(searcher, "report", SearchRequest(size=1)) == ["same-base"]
    assert similar(searcher, "report", SearchRequest(any_of={"source": ("وكالة",)})) == ["same-day", "country"]
    assert similar(searcher, "report", SearchRequest(none_of={"actor": ("sta:iq",)}))[:2] == ["same-base", "country"]


def test_what_can_not_be_compared(make_on_each: Make) -> None:
    searcher = make_on_each((Document("empty", "", ""), Document("alone", "قصف", "قصف"), Document("number", "", "12 12")))
    assert searcher.similar("nowhere", SearchRequest()) is None
    for document in ("empty", "alone", "number"):
        assert searcher.similar(document, SearchRequest()) == ()
