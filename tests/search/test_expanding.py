"""Tests of search.expanding: what stands for the words of a query, and only what the index holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from engines.base import Document
from extraction.extractor import default_extractor
from search.assisting import Assistance
from search.query import ParsedQuery
from search.query_language import parse_query

if TYPE_CHECKING:
    from search.searching import Searcher

TEXTS = (
    "غارة جوية على مقر كتائب حزب الله في جرف النصر، ومقتل المهندس",
    "هدنة وحصار، وقوات اليونيفيل تراقب",
    "An English report on a truce",
)
Expand = Callable[[str], ParsedQuery]


class Make(Protocol):
    def __call__(self, documents: Sequence[Document], /) -> Searcher: ...


@pytest.fixture
def expand(make_searcher: Make) -> Expand:
    engine = make_searcher([Document(str(number), "", text) for number, text in enumerate(TEXTS)]).engine
    expander = Assistance(engine, kashf_analyzer(), default_extractor).expander
    return lambda text: expander(parse_query(text, kashf_analyzer()))


def alternatives(parsed: ParsedQuery) -> list[tuple[tuple[str, ...], str, str]]:
    return [(part.texts, each.kind, each.label) for part in parsed.parts for each in part.alternatives]


def test_english_words_find_arabic_ones_that_documents_hold(expand: Expand) -> None:
    found = alternatives(expand("airstrikes siege"))
    assert (("airstrikes",), "translation", "غارة جوية") in found
    assert (("siege",), "translation", "حصار") in found
    assert not any(label == "تطويق" for _, _, label in found)  # a term of the list that no document holds


def test_arabic_words_find_english_ones(expand: Expand) -> None:
    assert (("الهدنة",), "translation", "truce") in alternatives(expand("الهدنة"))


def test_a_name_is_one_part_found_by_its_value_and_its_other_names(expand: Expand) -> None:
    parsed = expand("Kataib Hezbollah attack")
    name = parsed.parts[0]
    assert (name.kind, name.texts) == ("name", ("Kataib", "Hezbollah"))
    assert name.alternatives[0].tagged == ("actor", "grp:kataib-hezbollah")
    assert "كتائب حزب الله" in [each.label for each in name.alternatives[1:]]


def test_a_wide_place_is_found_by_its_names_alone(expand: Expand) -> None:
    assert all(each.tagged is None for part in expand("العراق").parts for each in part.alternatives)


def test_other_latin_words_are_read_as_arabic(expand: Expand) -> None:
    found = alternatives(expand("almuhandis al muhandis"))
    assert (("al", "muhandis"), "transliteration", "مهندس") in found
    assert alternatives(expand("zzyzx")) == []


def test_a_word_in_no_document_is_spelt_right(expand: Expand) -> None:
    assert (("اليونيفل",), "spelling", "اليونيفيل") in alternatives(expand("تقارير اليونيفل"))
    found = alternatives(expand("airstirkes"))
    assert not found or found[0][1] in {"spelling", "translation"}


def test_a_name_that_a_misspelt_word_is_part_of_is_meant(expand: Expand) -> None:
    (name,) = expand("كتائب حزبالله").parts
    assert (name.kind, name.texts) == ("name", ("كتائب", "حزبالله"))
    assert (name.alternatives[0].kind, name.alternatives[0].label) == ("spelling", "كتائب حزب الله")
    assert name.alternatives[1].tagged == ("actor", "grp:kataib-hezbollah")


def test_a_term_that_no_document_holds_is_read_word_by_word(expand: Expand) -> None:
    assert alternatives(expand("truce violation")) == [(("truce",), "translation", "هدنة")]
    assert alternatives(expand("suicide")) == []  # English, and no Arabic in Latin letters


def test_a_second_name_that_begins_that_of_another_actor_is_not_searched_for(make_searcher: Make) -> None:
    searcher = make_searcher([Document("a", "", "الجيش الوطني، الجيش الوطني الليبي، المقاومة الإسلامية، حزب الله")])
    expander = Assistance(searcher.engine, kashf_analyzer(), default_extractor).expander
    found = [label for _, _, label in alternatives(expander(parse_query("Libyan National Army", kashf_analyzer())))]
    assert "الجيش الوطني الليبي" in found
    assert "الجيش الوطني" not in found
    found = [label for _, _, label in alternatives(expander(parse_query("Hezbollah", kashf_analyzer())))]
    assert "حزب الله" in found  # its label
    assert "المقاومة الإسلامية" not in found


def test_a_city_in_latin_letters_is_also_the_governorate_of_its_name(make_searcher: Make) -> None:
    searcher = make_searcher([Document("a", "", "هدوء في الحديدة وطرابلس")])
    expander = Assistance(searcher.engine, kashf_analyzer(), default_extractor).expander
    (hodeidah,) = expander(parse_query("Hodeidah", kashf_analyzer())).parts
    tagged = [each.tagged for each in hodeidah.alternatives if each.tagged]
    assert tagged == [("location", "plc:YE-hodeidah"), ("location", "adm:YE-hodeidah-governorate")]
    assert "الحديدة" in [each.label for each in hodeidah.alternatives]
    found = alternatives(expander(parse_query("Tripoli", kashf_analyzer())))
    assert found == [(("Tripoli",), "name", "طرابلس")]  # there are two, of one name in Arabic
    assert alternatives(expander(parse_query("طرابلس", kashf_analyzer()))) == []


@pytest.mark.parametrize("query", ['"air strike"', "=airstrike", "-airstrike", "airstr*", "قصف في", "   ", "truce " * 60])
def test_what_is_asked_for_as_it_stands_has_no_alternatives(expand: Expand, query: str) -> None:
    assert alternatives(expand(query)) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(max_size=60))
def test_any_text_is_expanded(expand: Expand, text: str) -> None:
    parsed = parse_query(text, kashf_analyzer())
    expanded = expand(text)
    assert [word for part in expanded.parts for word in part.texts] == [word for part in parsed.parts for word in part.texts]
