"""Tests of search.keyboard: both layouts, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.keyboard import in_arabic, in_latin


@pytest.mark.parametrize(("typed", "meant"), [("hgsghl", "السلام"), ("rwt", "قصف"), ("Hldv", "أمير"), ("b", "لا")])
def test_arabic_typed_in_the_english_layout(typed: str, meant: str) -> None:
    assert in_arabic(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), [("شهقسفقهنث", "airstrike"), ("لاشسث", "base"), ("أخعفاه", "houthi")])
def test_english_typed_in_the_arabic_layout(typed: str, meant: str) -> None:
    assert in_latin(typed) == meant


@given(st.text(alphabet="acdefghijklmnopqrstuvwxyz ;,./[]"))
def test_there_and_back(text: str) -> None:
    assert in_latin(in_arabic(text)) == text or "gh" in text  # the keys of ل and ا write what the key of لا does


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    in_arabic(text)
    in_latin(text)
