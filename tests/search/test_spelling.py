"""Tests of search.spelling: what is corrected, to what, how sure; and what is left alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from engines.base import Document
from search.searching import Searcher
from search.slips import WordList
from search.spelling import SpellingCorrector

KNOWN = WordList(["airstrike", "hostage", "سليماني", "hezbollah"])
TEXTS = (
    "قصف الجيش مواقع داعش قرب المستشفى، وقال الضابط إن النظام أرسل صاروخاً إلى الحاضر.",
    "مؤتمر قوات اليونيفيل مع قاسم سليماني، وقوات الدعم السريع في الإدارة.",
    "نصر الله",
)

Make = Callable[[Sequence[Document]], Searcher]


@pytest.fixture
def corrector(make_searcher: Make) -> SpellingCorrector:
    documents = [Document(str(number), "", text) for number, text in enumerate(TEXTS)]
    return SpellingCorrector(make_searcher(documents).engine, kashf_analyzer(), lambda: KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("النضام", "النظام"),
        ("الضابت", "الضابط"),
        ("الحاظر", "الحاضر"),
        ("اليونيفل", "اليونيفيل"),
        ("داعشش", "داعش"),
        ("نصرالله", "نصر الله"),
        ("سليمامي", "سليماني"),
        ("الدعمالسريع", "الدعم السريع"),
        ("airstirke", "airstrike"),
        ("hostge", "hostage"),
        ("hezbolah", "hezbollah"),
    ],
)
def test_a_word_in_no_document_is_corrected(corrector: SpellingCorrector, typed: str, meant: str) -> None:
    found = corrector.correct([typed])
    assert found[typed].meant == meant
    assert found[typed].absent
    assert found[typed].documents >= 1


@pytest.mark.parametrize(
    "word", ["قصف", "بالقصف", "من", "والنظام", "الاداريه", "المستشفا", "زلزال", "لن", "airstrike", "2024", "xqzjv"]
)
def test_what_is_found_known_or_like_nothing_is_left_alone(corrector: SpellingCorrector, word: str) -> None:
    assert corrector.correct([word]) == {}


def test_a_slip_of_letters_that_look_alike_is_sure_and_a_wrong_letter_is_not(corrector: SpellingCorrector) -> None:
    found = corrector.correct(["النضام", "الضامط"])
    assert found["النضام"].sure
    assert found["الضامط"].meant == "الضابط"
    assert not found["الضامط"].sure


def test_a_rare_word_is_doubted_beside_one_far_more_frequent(make_searcher: Make) -> None:
    documents = [Document(str(number), "", "عقد اللواء مؤتمرا") for number in range(60)]
    documents.append(Document("slip", "", "عقد اللواا مؤتمرا"))
    few = [Document(str(number), "", "عقد اللواء مؤتمرا") for number in range(5)]
    for texts, expected in ((documents, {"اللواا"}), ([*few, documents[-1]], set())):
        corrector = SpellingCorrector(make_searcher(texts).engine, kashf_analyzer(), lambda: KNOWN)
        found = corrector.correct(["اللواا"])
        assert set(found) == expected
        assert all(not correction.absent and not correction.sure for correction in found.values())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(words=st.lists(st.text(), max_size=5))
def test_any_words_are_taken(corrector: SpellingCorrector, words: list[str]) -> None:
    for typed, correction in corrector.correct(words).items():
        assert typed in words
        assert correction.meant
