"""Tests of search.suggesting: words, names and titles by their beginning; only what documents hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from engines.base import Document, Engine, Entity, Label
from extraction.extractor import default_extractor
from search.assisting import Assistance
from search.suggesting import MAX_LIMIT, MAX_TEXT, Suggester

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.searching import Searcher

KATAIB = Entity(
    "actor", "grp:kataib-hezbollah", "armed_group", Label("كتائب حزب الله", "Kata'ib Hezbollah"), ("grp:kataib-hezbollah",)
)
ASAD_PATH = ("cty:IQ", "plc:IQ-ain-al-asad-air-base")
ASAD = Entity("location", ASAD_PATH[-1], "base", Label("قاعدة عين الأسد", "Ain al-Asad Air Base"), ASAD_PATH)
DOCUMENTS = (
    Document("1", "قصف قاعدة عين الأسد", "قصف عنيف، قصور في الدفاع، والقصف مستمر على المستشفى", entities=(KATAIB, ASAD)),
    Document("2", "بيان", "دعا إلى السلام بعد القصف في المستشفى", entities=(KATAIB,)),
)


class Make(Protocol):
    def __call__(self, documents: Sequence[Document], /) -> Searcher: ...


@pytest.fixture
def engine(make_searcher: Make) -> Engine:
    return make_searcher(DOCUMENTS).engine


@pytest.fixture
def suggester(engine: Engine) -> Suggester:
    return Assistance(engine, kashf_analyzer(), default_extractor).suggester


def texts(suggester: Suggester, text: str, kind: str = "term") -> list[str]:
    return [each.text for each in suggester.suggest(text) if each.kind == kind]


def test_a_word_is_completed_from_the_index_the_most_frequent_first(suggester: Suggester) -> None:
    assert texts(suggester, "قص")[0] == "القصف"
    assert "قصور" in texts(suggester, "قص")
    assert texts(suggester, "مستش") == ["المستشفى"]


def test_earlier_words_are_kept(suggester: Suggester) -> None:
    assert texts(suggester, "هجوم عنيف على المستش") == ["هجوم عنيف على المستشفى"]


def test_a_name_is_completed_over_its_words_in_either_script(suggester: Suggester) -> None:
    assert "هجوم كتائب حزب الله" in texts(suggester, "هجوم كتائب ح", "actor")
    assert texts(suggester, "kata", "actor")
    found = suggester.suggest("ضربة على عين ال")
    assert found[0].kind == "location"
    assert found[0].id == "plc:IQ-ain-al-asad-air-base"
    assert found[0].count == 1


def test_a_name_that_no_document_has_is_not_suggested(suggester: Suggester) -> None:
    assert texts(suggester, "الموص", "location") == []


def test_a_title_is_suggested(suggester: Suggester) -> None:
    assert texts(suggester, "قاعدة عين", "title") == ["قصف قاعدة عين الأسد"]
    assert [each.id for each in suggester.suggest("قاعدة عين") if each.kind == "title"] == ["1"]


def test_the_other_keyboard_layout_is_understood(suggester: Suggester) -> None:
    assert "السلام" in texts(suggester, "hgsghl")


def test_an_engine_without_a_list_of_terms_is_asked_for_those_of_the_lexicon(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(engine), "completions", lambda *_: None)
    suggester = Assistance(engine, kashf_analyzer(), default_extractor).suggester
    assert "المستشفى" in texts(suggester, "المستش")


def test_the_lexicon_s_words_are_asked_for_behind_the_article(make_searcher: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_searcher([Document("1", "", "المستوصف والجريدة")]).engine
    monkeypatch.setattr(type(engine), "completions", lambda *_: None)
    suggester = Assistance(engine, kashf_analyzer(), default_extractor).suggester
    assert "المستوصف" in texts(suggester, "المستو")


@pytest.mark.parametrize("beginning", ["والق", "بالق", "للق", "القو"])
def test_few_letters_behind_an_article_are_completed_by_the_lexicon_s_words(
    make_searcher: Make, monkeypatch: pytest.MonkeyPatch, beginning: str
) -> None:
    engine = make_searcher([Document("1", "", "قوات القوات والقوات بالقوات للقوات")]).engine
    listed = engine.completions
    asked: list[str] = []
    monkeypatch.setattr(type(engine), "completions", lambda _, *asks: asked.append(asks[1]) or listed(*asks))
    found = texts(Assistance(engine, kashf_analyzer(), default_extractor).suggester, beginning)
    assert any(word.startswith(beginning) for word in found)
    assert beginning not in asked


def test_titles_that_begin_alike_come_in_the_order_of_their_ids(make_searcher: Make) -> None:
    documents = [Document(f"{number:02d}", f"قصفت مدينة {number}", "") for number in range(60, 0, -1)]
    suggester = Assistance(make_searcher(documents).engine, kashf_analyzer(), default_extractor).suggester
    titles = [each.text for each in suggester.suggest("قصف", MAX_LIMIT) if each.kind == "title"]
    assert titles == ["قصفت مدينة 1", "قصفت مدينة 2", "قصفت مدينة 3"]


def test_a_stop_word_is_not_suggested(suggester: Suggester) -> None:
    assert "إلى" not in texts(suggester, "إل")
    assert "الي" not in texts(suggester, "ال")


def test_limits_hold(suggester: Suggester) -> None:
    assert suggester.suggest("") == suggester.suggest("   ") == suggester.suggest("قص", 0) == ()
    assert suggester.suggest("ق" * (MAX_TEXT + 1)) == ()
    assert len(suggester.suggest("ا", 3)) <= 3
    assert len(suggester.suggest("ا", 1000)) <= MAX_LIMIT


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(text=st.text(max_size=40))
def test_any_text_is_completed(suggester: Suggester, text: str) -> None:
    for suggestion in suggester.suggest(text):
        assert suggestion.text
        assert suggestion.count > 0
        assert replace(suggestion) == suggestion
