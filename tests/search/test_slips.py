"""Tests of search.slips: what hands, ears and eyes confuse is near, and cheaper than chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.latin import distance
from search.slips import ALIKE, MAX_LENGTH, MISSED, SWAPPED, WRONG, WordList, near_words, split_words


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("حاظر", "حاضر", ALIKE),
        ("نضام", "نظام", ALIKE),
        ("ازاعه", "اذاعه", ALIKE),
        ("ثلاح", "سلاح", ALIKE),
        ("سوريه", "سوريا", ALIKE),
        ("طاءره", "طائره", ALIKE),
        ("داعشش", "داعش", ALIKE),
        ("هجوووم", "هجووم", ALIKE),
        ("يونيفل", "يونيفيل", SWAPPED),
        ("صاورخ", "صاروخ", SWAPPED),
        ("مستسفي", "مستشفي", MISSED),
        ("مدرع", "مدرعه", MISSED),
        ("hostge", "hostage", SWAPPED),
        ("airstirke", "airstrike", SWAPPED),
        ("بندقيه", "بندقيع", WRONG),
    ],
)
def test_a_slip_has_its_cost(typed: str, meant: str, cost: float) -> None:
    assert near_words(typed)[meant] == cost


def test_a_wrong_first_letter_is_less_likely() -> None:
    assert near_words("بلاح")["سلاح"] > near_words("سلاب")["سلاح"]


def test_words_written_as_one_are_read_apart() -> None:
    assert ("عبد", "الكريم") in split_words("عبدالكريم")
    assert split_words("في") == []


def test_a_word_beyond_all_length_has_no_near_words() -> None:
    assert near_words("ا" * (MAX_LENGTH + 1)) == {}
    assert split_words("ا" * (MAX_LENGTH + 1)) == []


def test_known_words_two_letters_away_are_found() -> None:
    known = WordList(["سليماني", "مهندس", "حفتر"])
    assert known.near("سلماني", 2) == {"سليماني": 1}
    assert known.near("سلييمان", 2) == {"سليماني": 2}
    assert known.near("سلييمان", 1) == {}
    assert known.near("حفتر", 2) == {}
    assert "حفتر" in known
    assert known.near("ح" * 30, 2) == {}


@given(st.text(alphabet="ابتسشصضطظعغفقكلمنهوي", min_size=1, max_size=10))
def test_near_words_are_one_edit_away(word: str) -> None:
    near = near_words(word)
    assert word not in near
    assert all(distance(word, other, 1) <= 1 for other in near)
    assert all(ALIKE <= cost <= WRONG + 1 for cost in near.values())


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    near_words(text)
    split_words(text)
    WordList([text]).near(text[1:], 2)
