"""indexer.pipeline: source document ↔ indexed document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import GAP, LEVELS, kashf_analyzer
from engines.base import EMPTY, TITLE, Entity, EventDate, Label, Span
from extraction.origin import DayFound, Origin
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
    assert found.keys() == {*LEVELS, TITLE}
    assert found[TITLE] == "قصف حله"
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
    mention = Mention(3, 7, "بابل", "title", "named:loc:babil")
    place = Location("loc:babil", "governorate", LABEL, ("iq", "loc:babil"), (mention,), "IQ", 32.5, 44.4)
    actor = Actor("grp:x", "armed_group", LABEL, ("grp:y", "grp:x"), (), "IQ")
    date = DateExpression(DAY, DAY, "day", "hijri", ("year",), (mention,))
    finder = Finder(Extraction((actor,), (place,), (date,)))
    source = SourceDocument("في بابل", "نص", date=DAY, actors=("س",), locations=("ص",), metadata={"country": "iq"})
    document = Pipeline(ANALYZER, finder).index("7", source).document
    assert finder.asked == {
        "title": "في بابل", "text": "نص", "report_date": DAY, "country": "IQ", "actors": ("س",), "locations": ("ص",),
    }  # fmt: skip
    span = Span(3, 7, "title", "named")  # of the entity's own id, nothing is stored twice
    label = Label("بابل", "Babil")
    assert document.entities == (
        Entity("actor", "grp:x", "armed_group", label, ("grp:y", "grp:x"), (), "IQ"),
        Entity("location", "loc:babil", "governorate", label, ("iq", "loc:babil"), (span,), "IQ", 32.5, 44.4),
    )
    assert document.event_dates == (EventDate(DAY, DAY, "day", "hijri", ("year",), (Span(3, 7, "title", "named:loc:babil"),)),)
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
        "عنوان", "نص", id="7", date=DAY, date_found="field", source="وكالة", url="u", language="ar", type="news",
        actors=("س", "ص ع"), locations=("بابل",), dates=("2024",), metadata={"desk": "north"},
    )  # fmt: skip
    assert to_source(BARE.index("7", source).document) == source


@dataclass
class Dated:
    """Finds the day of a report."""

    origin: Origin

    def find(self, _title: str, _text: str) -> Origin:
        return self.origin


def dating(day: dt.date | None, found: DayFound) -> Pipeline:
    return Pipeline(ANALYZER, Finder(Extraction((), (), ())), Dated(Origin(day, found, "IQ")))  # type: ignore[arg-type]  # has its method


def test_a_report_without_a_date_gets_the_one_that_its_text_says() -> None:
    document = dating(DAY, "dateline").index("7", SourceDocument("", "نص")).document
    assert (document.report_date, document.metadata) == (DAY, {"kashf.date_found": "dateline"})
    # Reindexing finds it anew, by the rules as they then are.
    again = to_source(document)
    assert (again.date, again.date_found, again.metadata) == (None, "", {})


def test_a_date_from_elsewhere_wins_over_the_text() -> None:
    other = dt.date(2023, 5, 5)
    for found in ("option", "file name", "field"):
        document = dating(DAY, "head").index("7", SourceDocument("", "نص", date=other, date_found=found)).document
        assert document.report_date == other
        assert document.metadata.get("kashf.date_found", "field") == found
        assert (to_source(document).date, to_source(document).date_found) == (other, found)


def test_a_report_that_says_no_date_stays_without() -> None:
    document = dating(None, "").index("7", SourceDocument("", "نص")).document
    assert (document.report_date, document.metadata) == (None, {})
    assert BARE.dated(SourceDocument("", "بغداد/ 3 شباط 2024")).date is None


def test_names_that_nobody_knows_are_kept_as_given() -> None:
    found = Extraction((), (), (), unresolved=(("actor", "س"), ("location", "ص")))
    document = Pipeline(ANALYZER, Finder(found)).index("7", SourceDocument("", "نص", actors=("س",), locations=("ص",))).document
    assert document.metadata == {"actors": "س", "locations": "ص", "kashf.unresolved": "actor: س\nlocation: ص"}
    assert to_source(document).metadata == {}


def test_a_source_can_not_give_what_kashf_makes() -> None:
    source = SourceDocument("", "نص", metadata={"kashf.date_found": "dateline", "kashf.unresolved": "x", "desk": "north"})
    assert BARE.index("7", source).document.metadata == {"desk": "north"}


@pytest.mark.parametrize("country", ["Iraq", "i", ""])
def test_a_country_that_is_no_code_is_not_passed_on(country: str) -> None:
    finder = Finder(Extraction((), (), ()))
    Pipeline(ANALYZER, finder).extract(SourceDocument("", "نص", metadata={"country": country}))
    assert finder.asked["country"] == ""


def test_a_language_of_its_own_is_kept() -> None:
    source = SourceDocument("", "Rockets", language="fr")
    assert to_document("1", source, Extraction((), (), ())).language == "fr"
