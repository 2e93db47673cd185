"""Tests of search.transliteration: the Arabic spelling is among the guesses, of which there are not many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.transliteration import WIDTH, arabic_spellings


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("muhandis", "مهندس"),
        ("Qassam", "قسام"),
        ("shabab", "شباب"),
        ("maliki", "مالكي"),
        ("sadr", "صدر"),
        ("khazali", "خزعلي"),
        ("hweija", "حويجه"),
        ("tikrit", "تكريت"),
        ("jubouri", "جبوري"),
        ("ahmed", "احمد"),
        ("abdulrahman", "عبدالرحمن"),
        ("nasrallah", "نصرالله"),
        ("baath", "بعث"),
        ("Sa'ad", "سعد"),
        ("fadhil", "فاضل"),
    ],
)
def test_the_spelling_is_among_the_guesses(latin: str, arabic: str) -> None:
    assert arabic in arabic_spellings(latin)


@pytest.mark.parametrize("word", ["", "f16", "قصف", "étude", "a" * 25, "دمشقdamascus"])
def test_what_is_no_word_in_latin_letters_has_none(word: str) -> None:
    assert arabic_spellings(word) == []


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", max_size=24))
def test_guesses_are_arabic_words_and_bounded(word: str) -> None:
    guesses = arabic_spellings(word)
    assert len(guesses) == len(set(guesses)) <= WIDTH
    assert all("\u0621" <= letter <= "\u064a" for guess in guesses for letter in guess)


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    arabic_spellings(text)
