"""indexer.legibility: words that exist."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.legibility import Legibility, exists, legibility


@pytest.mark.parametrize("word", ["قصف", "والقصف", "القَصْف", "إيران", "ايران", "وبالقاعدة"])
def test_words_exist_in_any_spelling_and_behind_a_letter(word: str) -> None:
    assert exists(word)


@pytest.mark.parametrize("word", ["فصق", "ةدعاقلا", "خخخظظ"])
def test_words_turned_round_do_not(word: str) -> None:
    assert not exists(word)


def test_letters_of_words_that_exist_are_counted() -> None:
    assert legibility("قصف ةدعاقلا في hello") == Legibility(letters=10, known=3)
    assert legibility("hello").share == 0.0


@given(st.text())
def test_a_share_is_one(text: str) -> None:
    assert 0.0 <= legibility(text).share <= 1.0
