"""The matcher: proclitics, spellings, longest match, and spans that slice the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.matcher import Matcher, clitic_readings, name_key
from extraction.words import words

NAMES = (
    ("الحشد الشعبي", "pmf"),
    ("الموصل", "mosul"),
    ("كتائب حزب الله", "kh"),
    ("حزب الله", "hezbollah"),
    ("جرف النصر", "jurf"),
    ("النصر", "nasr"),
    ("قاعدة عين الأسد", "base"),
    ("عبد الملك الحوثي", "abdulmalik"),
    ("أبو فلاح العفجي", "abu-falah"),
    ("اللجنة الدولية", "icrc"),
    ("غزة", "gaza"),
    ("قسد", "sdf"),
    ("ليبيا", "libya"),
    ("بابل", "babil"),
    ("حماس", "hamas"),
    ("Kata'ib Hezbollah", "kh"),
    ("الأمم المتحدة", "un"),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher[str]:
    return Matcher(NAMES, short=("غزة", "قسد"))


def found(matcher: Matcher[str], text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(text[m.start : m.end], m.clitic, m.values) for m in matcher.matches(words(text))]


@pytest.mark.parametrize(
    ("text", "surface", "clitic", "value"),
    [
        ("في الموصل", "الموصل", "", "mosul"),
        ("وبالموصل", "الموصل", "وب", "mosul"),
        ("فالموصل", "الموصل", "ف", "mosul"),
        ("للموصل", "لموصل", "ل", "mosul"),
        ("وللحشد الشعبي", "لحشد الشعبي", "ول", "pmf"),
        ("للجنة الدولية", "لجنة الدولية", "ل", "icrc"),
        ("لليبيا", "ليبيا", "ل", "libya"),
        ("بغزّة", "غزّة", "ب", "gaza"),
        ("وقسد", "قسد", "و", "sdf"),
        ("بابل", "بابل", "", "babil"),
        ("وبابل", "بابل", "و", "babil"),
        ("وَبِالمَوصِلِ", "المَوصِلِ", "وب", "mosul"),
        ("الحشـــد الشعبي", "الحشـــد الشعبي", "", "pmf"),
        ("عبدالملك الحوثي", "عبدالملك الحوثي", "", "abdulmalik"),
        ("لعبد الملك الحوثي", "عبد الملك الحوثي", "ل", "abdulmalik"),
        ("أبي فلاح العفجي", "أبي فلاح العفجي", "", "abu-falah"),
        ("وابوفلاح العفجي", "ابوفلاح العفجي", "و", "abu-falah"),
        ("kata'ib hezbollah", "kata'ib hezbollah", "", "kh"),
        ("Kata’ib Hezbollah", "Kata’ib Hezbollah", "", "kh"),
        ("الأمم  المتحدة", "الأمم  المتحدة", "", "un"),
        ("حزب الله", "حزب الله", "", "hezbollah"),
    ],
)
def test_finds_a_name_behind_proclitics_and_in_any_spelling(
    matcher: Matcher[str], text: str, surface: str, clitic: str, value: str
) -> None:
    assert found(matcher, text) == [(surface, clitic, (value,))]


@pytest.mark.parametrize(
    "text",
    [
        "موصل",  # the name has the article
        "حشد شعبي",
        "الحشد، الشعبي",
        "الحشد\nالشعبي",
        "الحشد. الشعبي",
        "حزب. الله",
        "والموصلي",
        "بقس",
    ],
)
def test_finds_nothing_where_the_name_is_not(matcher: Matcher[str], text: str) -> None:
    assert found(matcher, text) == []


def test_the_longest_name_masks_what_lies_inside_it(matcher: Matcher[str]) -> None:
    text = "كتائب حزب الله في جرف النصر وقاعدة عين الأسد وحزب الله"
    assert [values for _, _, values in found(matcher, text)] == [("kh",), ("jurf",), ("base",), ("hezbollah",)]


def test_a_short_rest_is_no_name_unless_listed() -> None:
    text = "وان"
    assert found(Matcher([("ان", "x")]), text) == []
    assert found(Matcher([("قسد", "sdf")]), "وقسد") == []
    assert found(Matcher([("قسد", "sdf")], short=("قسد",)), "وقسد") == [("قسد", "و", ("sdf",))]


def test_a_name_of_several_entries_gives_all_of_them() -> None:
    matcher = Matcher([("طرابلس", "LY"), ("طرابلس", "LB"), ("طرابلس", "LB")])
    assert found(matcher, "طرابلس") == [("طرابلس", "", ("LY", "LB"))]
    assert matcher.lookup("طَرابلس") == ("LY", "LB")
    assert matcher.lookup("بيروت") == ()


def test_a_match_says_where_it_is_and_whether_it_has_the_article(matcher: Matcher[str]) -> None:
    text = "قال للحشد الشعبي"
    (match,) = matcher.matches(words(text))
    assert (match.first, match.last, match.article) == (1, 2, True)


def test_a_name_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="without a word"):
        Matcher([("،", "x")])


def test_spellings_of_a_name_have_one_key() -> None:
    assert name_key("عبد الله") == name_key("عَبدالله")
    assert name_key("أبي فلاح") == name_key("ابوفلاح")
    assert name_key("هيئة الحشد") == name_key("هيية الحشد")


def test_clitic_readings_come_with_the_whole_word_first() -> None:
    assert list(clitic_readings("بلد")) == [("", "بلد"), ("ب", "لد")]
    assert list(clitic_readings("الموصل")) == [("", "الموصل")]


@given(st.text(alphabet=st.one_of(st.sampled_from("وفبلك اللهحزبغةكتائ\u064eـ-'’\n"), st.characters()), max_size=60))
def test_any_text_gives_spans_inside_it_that_do_not_overlap(text: str) -> None:
    matcher = Matcher(NAMES, short=("غزة", "قسد"))
    end = 0
    for match in matcher.matches(words(text)):
        assert end <= match.start < match.end <= len(text)
        assert match.first <= match.last
        end = match.end
