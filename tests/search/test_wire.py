"""The JSON of answers and documents: what programs read."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from engines.base import Document, Entity, EventDate, Label, Span
from search.values import (
    AnswerBucket,
    AnswerFacet,
    AnswerHit,
    SearchAnswer,
    SearchRequest,
    Snippet,
    UnderstoodWord,
)
from search.wire import answer_to_json, date_value, document_to_json

DAY = EventDate(dt.date(2024, 1, 20), dt.date(2024, 1, 20), "day", inferred=("year",), mentions=(Span(0, 4),))
DOCUMENT = Document(
    id="a",
    title="قصف بابل",
    text="قصف على بابل",
    report_date=dt.date(2024, 1, 21),
    source="وكالة",
    language="ar",
    entities=(
        Entity("actor", "grp:x", "armed_group", Label("س", "X"), ("grp:x",), (Span(0, 3),)),
        Entity(
            "location", "IQ-BB", "governorate", Label("بابل", "Babil"), ("IQ", "IQ-BB"), (Span(4, 8, "title"),), "IQ", 32.5, 44.4
        ),
    ),
    event_dates=(DAY,),
    metadata={"k": "v"},
)
REQUEST = SearchRequest(
    text="قصف", any_of={"actor": ("grp:x",)}, none_of={"source": ("s",)}, date_from=dt.date(2024, 1, 1), date_of="report"
)
ANSWER = SearchAnswer(
    request=REQUEST,
    total=1,
    more=2,
    group=1,
    took_ms=1.23456,
    words=(UnderstoodWord("word", ("قصف",), ({"exact": "قصف", "folded": "قصف", "stem": "قصف", "root": None},)),),
    hits=(AnswerHit(DOCUMENT, 1.5, 1, "stem", Snippet("قصف بابل", ((0, 3),)), Snippet("قصف على بابل", ((0, 3),), ("exact",))),),
    facets={
        "actor": AnswerFacet("actor", (AnswerBucket("grp:x", Label("س", "X"), 3, selected=True, path=("grp:x",)),), 1),
        "event": AnswerFacet("event", (AnswerBucket("2020", Label("2020", "2020"), 9),), 1),
        "report": AnswerFacet("report", (AnswerBucket("2024", Label("2024", "2024"), 1),), 1),
    },
    notes=(("query_cut", "9"),),
)


def test_an_answer_has_the_shape_that_the_guide_fixes() -> None:
    wire = json.loads(json.dumps(answer_to_json(ANSWER)))
    assert (wire["total"], wire["more"], wire["took_ms"]) == (1, 2, 1.235)
    hit = wire["hits"][0]
    assert {name: hit[name] for name in ("id", "title", "score", "report_date", "level")} == {
        "id": "a",
        "title": "قصف بابل",
        "score": 1.5,
        "report_date": "2024-01-21",
        "level": "stem",
    }
    assert hit["snippet"] == {"text": "قصف على بابل", "spans": [[0, 3]], "how": ["exact"]}
    assert (hit["actors"], hit["locations"], hit["dates"]) == (["grp:x"], ["IQ-BB"], ["2024-01-20"])
    assert wire["facets"]["actor"] == [
        {"value": "grp:x", "label": {"ar": "س", "en": "X"}, "count": 3, "selected": True, "path": ["grp:x"]}
    ]


def test_the_date_facet_is_of_the_dates_that_were_asked_for() -> None:
    facets = answer_to_json(ANSWER)["facets"]
    assert isinstance(facets, dict)
    assert [bucket["value"] for bucket in facets["date"]] == ["2024"]
    assert "event" not in facets


def test_an_answer_tells_how_the_query_was_understood() -> None:
    query = answer_to_json(ANSWER)["query"]
    assert isinstance(query, dict)
    assert query["text"] == "قصف"
    assert query["filters"] == {"actor": ["grp:x"]}
    assert query["not"] == {"source": ["s"]}
    assert (query["from"], query["to"], query["date_of"]) == ("2024-01-01", None, "report")
    assert query["words"][0]["forms"] == [{"exact": "قصف", "folded": "قصف", "stem": "قصف", "root": None}]
    assert query["notes"] == [{"id": "query_cut", "value": "9"}]


def test_a_document_s_mentions_are_slices_of_their_field() -> None:
    wire = json.loads(json.dumps(document_to_json(DOCUMENT)))
    assert wire["actors"][0]["mentions"] == [{"start": 0, "end": 3, "text": "قصف"}]
    assert wire["locations"][0]["mentions"] == [{"start": 4, "end": 8, "text": "بابل", "field": "title"}]
    assert (wire["locations"][0]["level"], wire["locations"][0]["lat"]) == ("governorate", 32.5)
    assert (wire["dates"][0]["value"], wire["dates"][0]["inferred"]) == ("2024-01-20", ["year"])
    assert wire["metadata"] == {"k": "v"}


@pytest.mark.parametrize(
    ("precision", "shown"),
    [("day", "2024-01-20"), ("month", "2024-01"), ("year", "2024"), ("range", "2024-01-20/2024-02-01")],
)
def test_a_date_is_as_precise_as_it_was_said(precision: str, shown: str) -> None:
    date = EventDate(dt.date(2024, 1, 20), dt.date(2024, 2, 1), precision)  # type: ignore[arg-type] - one of the literals
    assert date_value(date) == shown
