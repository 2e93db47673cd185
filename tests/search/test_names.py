"""Tests of search.names and search.name_index: whom a query names, in any spelling, and what is only offered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.tokenizer import WORD
from extraction.extractor import default_extractor
from search.names import NameFinder

ENGLISH = frozenset({"camp", "attack", "ships", "border", "soldiers", "the"})
FINDER = NameFinder(default_extractor, ENGLISH.__contains__)


def found(query: str) -> list[tuple[str, str, bool]]:
    words = WORD.findall(query)
    return [(" ".join(words[name.first : name.last + 1]), name.entities[0].id, name.sure) for name in FINDER.find(words)]


@pytest.mark.parametrize(
    ("query", "words", "entity"),
    [
        ("هجوم على عين الاسد", "عين الاسد", "plc:IQ-ain-al-asad-air-base"),
        ("attack on Ain al-Asad", "Ain al Asad", "plc:IQ-ain-al-asad-air-base"),
        ("ayn al asad", "ayn al asad", "plc:IQ-ain-al-asad-air-base"),
        ("Kataib Hezbollah", "Kataib Hezbollah", "grp:kataib-hezbollah"),
        ("kataeb hizbullah", "kataeb hizbullah", "grp:kataib-hezbollah"),
        ("كتايب حزب الله", "كتايب حزب الله", "grp:kataib-hezbollah"),
        ("houthi attack", "houthi", "grp:houthis"),
        ("hodeida", "hodeida", "plc:YE-hodeidah"),
        ("pkk", "pkk", "grp:pkk"),
        ("قصف بالموصل", "بالموصل", "plc:IQ-mosul"),
        ("محافظة صلاح الدين", "محافظة صلاح الدين", "adm:IQ-salah-al-din"),
        ("داعش", "داعش", "grp:islamic-state"),
    ],
)
def test_a_name_is_found_in_any_spelling(query: str, words: str, entity: str) -> None:
    assert (words, entity, True) in found(query)


@pytest.mark.parametrize(
    "query", ["camp", "attack on ships", "soldiers at the border", "is", "us", "النظام", "قصف عنيف", "قواعد", "مظاهرات في صور"]
)
def test_words_are_no_names(query: str) -> None:
    assert found(query) == []


def test_a_name_of_several_is_not_sure_and_names_them_all() -> None:
    (name,) = FINDER.find(["طرابلس"])
    assert not name.sure
    assert {entity.id for entity in name.entities} >= {"plc:LY-tripoli-libya", "plc:LB-tripoli-lebanon"}


def test_the_rest_of_a_query_decides_between_namesakes() -> None:
    assert ("طرابلس", "plc:LY-tripoli-libya", True) in found("هجوم حفتر على طرابلس")


def test_countries_and_governments_are_wide_and_groups_are_not() -> None:
    extractor = default_extractor()
    wide = {
        id_: FINDER.is_wide(known) for id_ in ("cty:IQ", "org:un", "grp:houthis", "plc:IQ-mosul") if (known := extractor.known(id_))
    }
    assert wide == {"cty:IQ": True, "org:un": True, "grp:houthis": False, "plc:IQ-mosul": False}


def test_a_value_of_a_field_is_resolved() -> None:
    assert FINDER.resolve("actor", "Kataib Hezbollah") == ("grp:kataib-hezbollah",)
    assert FINDER.resolve("location", "عين الأسد") == ("plc:IQ-ain-al-asad-air-base",)
    assert FINDER.resolve("actor", "عين الأسد") == ()
    assert FINDER.resolve("source", "Reuters") == ()
    assert FINDER.resolve("actor", "") == ()


def test_names_are_listed_by_their_beginning() -> None:
    listed = [name.text for name in FINDER.index.beginning("كتائب حزب", 5)]
    assert listed
    assert all(text.startswith("كتائب حزب") for text in listed)
    assert len(list(FINDER.index.beginning("ا", 3))) == 3
    assert list(FINDER.index.beginning("ا", 0)) == []


@settings(max_examples=60)
@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_words_are_taken(words: list[str]) -> None:
    last = -1
    for name in FINDER.find(words):
        assert last < name.first <= name.last < len(words)
        last = name.last
