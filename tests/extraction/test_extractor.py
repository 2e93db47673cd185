"""The door to extraction, with the gazetteer that ships."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extraction
from extraction import Extraction, Extractor, default_extractor, load_gazetteer

REPORT = """\
قال المتحدث باسم القائد العام للقوات المسلحة اللواء سعد معن، الخميس، إن طائرات أميركية قصفت مقرا لكتائب حزب الله
شمال محافظة بابل. وأعلنت القيادة المركزية الأميركية أن الضربة رد على هجوم في 20 يناير على قاعدة عين الأسد.
"""
DAY = dt.date(2024, 1, 25)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return default_extractor()


def check_spans(found: Extraction, title: str, text: str) -> None:
    fields = {"title": title, "text": text}
    for entity in (*found.actors, *found.locations, *found.dates):
        for mention in entity.mentions:
            assert mention.text
            assert fields[mention.field][mention.start : mention.end] == mention.text
            assert mention.rule


def test_public_names_are_sorted_and_there() -> None:
    assert extraction.__all__ == sorted(extraction.__all__)
    assert all(hasattr(extraction, name) for name in extraction.__all__)


def test_who_where_when(extractor: Extractor) -> None:
    found = extractor.extract("غارة في بابل", REPORT, report_date=DAY)
    assert {"كتائب حزب الله", "سعد معن"} <= {actor.label.ar for actor in found.actors}
    assert {"cty:IQ", "adm:IQ-babil"} <= {part for location in found.locations for part in location.path}
    assert [location.level for location in found.locations] == ["governorate", "base"]
    assert [date.start for date in found.dates if date.precision == "day"] == [DAY, dt.date(2024, 1, 20)]
    check_spans(found, "غارة في بابل", REPORT)


def test_a_title_lends_its_mentions(extractor: Extractor) -> None:
    (babil, *_) = extractor.extract("غارة في بابل", REPORT).locations
    assert [mention.field for mention in babil.mentions] == ["title", "text"]


def test_names_inside_an_actor_are_no_places(extractor: Extractor) -> None:
    found = extractor.extract("", "أعلنت قيادة شرطة البصرة. وقالت المقاومة الإسلامية في العراق")
    assert found.locations == ()


def test_entities_are_known_by_id(extractor: Extractor) -> None:
    found = extractor.extract("", REPORT, report_date=DAY)
    for entity in (*found.actors, *found.locations):
        known = extractor.known(entity.id)
        if known is None:
            assert entity.id.startswith("x:")
        else:
            assert (known.label, known.path, known.country) == (entity.label, entity.path, entity.country)
    base = extractor.known("plc:IQ-ain-al-asad-air-base")
    assert base is not None
    assert (base.kind, base.type, base.path[0]) == ("location", "base", "cty:IQ")
    assert base.lat == pytest.approx(33.785, abs=0.1)
    assert extractor.known("grp:nobody") is None


def test_a_source_names_places(extractor: Extractor) -> None:
    found = extractor.extract("", "في بغداد", country="IQ", locations=("Babil", "بغداد", "لا مكان"))
    assert [(location.country, len(location.mentions)) for location in found.locations] == [("IQ", 0), ("IQ", 1)]


def test_the_fingerprint_follows_the_gazetteer() -> None:
    gazetteer = load_gazetteer()
    first = Extractor(gazetteer)
    assert Extractor(gazetteer).fingerprint == first.fingerprint
    fewer = dataclasses.replace(gazetteer, places=gazetteer.places[1:])
    words = dataclasses.replace(gazetteer.words, ranks=gazetteer.words.ranks | {"الكاهن"})
    others = {Extractor(fewer).fingerprint, Extractor(dataclasses.replace(gazetteer, words=words)).fingerprint}
    assert len({first.fingerprint, *others}) == 3


def test_the_default_is_loaded_once() -> None:
    assert default_extractor() is default_extractor()


PIECES = st.sampled_from([
    "وقال", "اللواء", "محمد", "العفجي", "أبو", "كتائب", "حزب", "الله", "الجيش", "ال", "ل", "لل", "وبال", "القوات",
    "الأمريكية", "واشنطن", "في", "بابل", "محافظة", "20", "يناير", "٣", "،", ".", "\n", "«", "»", "(", "\u0640",
    "\u064b", "\u200f", "KH", "IS", "\u200c", "عبد", "قسد", "لقسد",
])  # fmt: skip
TEXTS = st.text() | st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join)


@given(TEXTS, TEXTS, st.none() | st.dates(), st.sampled_from(["", "IQ", "PS", "XX"]))
def test_any_text_is_read_and_spans_slice_it(title: str, text: str, report_date: dt.date | None, country: str) -> None:
    found = default_extractor().extract(title, text, report_date=report_date, country=country)
    check_spans(found, title, text)
    for entities in (found.actors, found.locations):
        ids = [entity.id for entity in entities]
        assert len(ids) == len(set(ids))


@given(st.lists(PIECES, min_size=1).map(" ".join))
def test_what_is_found_twice_is_found_alike(text: str) -> None:
    assert default_extractor().extract("", text, report_date=DAY) == default_extractor().extract("", text, report_date=DAY)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_a_source_may_name_anything(text: str, names: list[str]) -> None:
    found = default_extractor().extract("", text, actors=names, locations=names)
    assert len({actor.id for actor in found.actors}) == len(found.actors)
