"""indexer.pipeline: source document ↔ indexed document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import GAP, LEVELS, kashf_analyzer
from engines.base import EMPTY, Entity, EventDate, Label, Span
from extraction.values import Actor, DateExpression, Extraction, Location, Mention
from extraction.values import Label as ExtractedLabel
from indexer.pipeline import Pipeline, to_document, to_source
from indexer.values import SourceDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

ANALYZER = kashf_analyzer()
BARE = Pipeline(ANALYZER, None)
DAY = dt.date(2024, 1, 20)
LABEL = ExtractedLabel("بابل", "Babil")


@dataclass
class Finder:
    """An extractor that finds what it is told to, and keeps what it was asked."""

    found: Extraction
    asked: dict[str, object] = field(default_factory=dict)

    def extract(
        self,
        title: str,
        text: str,
        *,
        report_date: dt.date | None = None,
        country: str = "",
        actors: Sequence[str] = (),
        locations: Sequence[str] = (),
    ) -> Extraction:
        self.asked = {
            "title": title, "text": text, "report_date": report_date, "country": country, "actors": actors, "locations": locations,
        }  # fmt: skip
        return self.found


def terms(title: str, text: str) -> dict[str, str]:
    return dict(BARE.index("1", SourceDocument(title, text)).terms)


def test_title_and_text_are_one_field_with_a_hundred_gaps_between() -> None:
    found = terms("قصف الحلة", "أعلن الجيش")
    assert found.keys() == set(LEVELS)
    assert found["exact"].split(" ") == ["قصف", "الحلة", *[GAP] * 100, "أعلن", "الجيش"]


def test_without_title_or_text_there_are_no_gaps() -> None:
    assert terms("", "قصف")["exact"] == terms("قصف", "")["exact"] == "قصف"


def test_a_level_without_terms_holds_the_sentinel() -> None:
    assert terms("", "!")["exact"] == EMPTY
    stop_words_alone = terms("من", "على")
    assert stop_words_alone["stem"] == EMPTY
    assert stop_words_alone["exact"].split(" ") == ["من", *[GAP] * 100, "على"]


@given(st.text(), st.text())
def test_terms_hold_no_other_white_space(title: str, text: str) -> None:
    for level, joined in terms(title, text).items():
        parts = joined.split(" ")
        assert all(parts), level
        assert all(part in {GAP, EMPTY} or not any(map(str.isspace, part)) for part in parts)


def test_what_is_found_becomes_entities_and_dates() -> None:
    mention = Mention(3, 7, "بابل", "title", "gazetteer")
    place = Location("loc:babil", "governorate", LABEL, ("iq", "loc:babil"), (mention,), "IQ", 32.5, 44.4)
    actor = Actor("grp:x", "armed_group", LABEL, ("grp:y", "grp:x"), (), "IQ")
    date = DateExpression(DAY, DAY, "day", "hijri", ("year",), (mention,))
    finder = Finder(Extraction((actor,), (place,), (date,)))
    source = SourceDocument("في بابل", "نص", date=DAY, actors=("س",), locations=("ص",), metadata={"country": "iq"})
    document = Pipeline(ANALYZER, finder).index("7", source).document
    assert finder.asked == {
        "title": "في بابل", "text": "نص", "report_date": DAY, "country": "IQ", "actors": ("س",), "locations": ("ص",),
    }  # fmt: skip
    span = Span(3, 7, "title")
    label = Label("بابل", "Babil")
    assert document.entities == (
        Entity("actor", "grp:x", "armed_group", label, ("grp:y", "grp:x"), (), "IQ"),
        Entity("location", "loc:babil", "governorate", label, ("iq", "loc:babil"), (span,), "IQ", 32.5, 44.4),
    )
    assert document.event_dates == (EventDate(DAY, DAY, "day", "hijri", ("year",), (span,)),)
    assert (document.id, document.report_date, document.language) == ("7", DAY, "ar")


def test_dates_of_the_source_come_first_and_keep_their_mentions() -> None:
    mention = Mention(0, 4, "2024")
    year = DateExpression(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "year", "gregorian", (), (mention,))
    other = DateExpression(DAY, DAY, "day", "gregorian", (), (mention,))
    pipeline = Pipeline(ANALYZER, Finder(Extraction((), (), (other, year))))
    dates = pipeline.extract(SourceDocument("", "2024", dates=("2023-05", "2024"))).dates
    assert [(date.start, date.precision, len(date.mentions)) for date in dates] == [
        (dt.date(2023, 5, 1), "month", 0),
        (dt.date(2024, 1, 1), "year", 1),
        (DAY, "day", 1),
    ]


def test_a_source_can_be_read_back_from_its_stored_document() -> None:
    source = SourceDocument(
        "عنوان", "نص", id="7", date=DAY, source="وكالة", url="u", language="ar", type="news",
        actors=("س", "ص ع"), locations=("بابل",), dates=("2024",), metadata={"desk": "north"},
    )  # fmt: skip
    assert to_source(BARE.index("7", source).document) == source


@pytest.mark.parametrize("country", ["Iraq", "i", ""])
def test_a_country_that_is_no_code_is_not_passed_on(country: str) -> None:
    finder = Finder(Extraction((), (), ()))
    Pipeline(ANALYZER, finder).extract(SourceDocument("", "نص", metadata={"country": country}))
    assert finder.asked["country"] == ""


def test_a_language_of_its_own_is_kept() -> None:
    source = SourceDocument("", "Rockets", language="fr")
    assert to_document("1", source, Extraction((), (), ())).language == "fr"
