"""Words in columns: they are the tokenizer's, and a memo of their forms stays small."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import fold, word_spans
from extraction.words import Memo, key, words

TEXT = st.text(st.one_of(st.sampled_from("ابوفيلئىءةـ\u064e\u200f 1,.-/'\nAz"), st.characters()), max_size=60)


@given(TEXT)
def test_words_are_those_of_the_tokenizer(text: str) -> None:
    found = words(text)

    assert list(zip(found.starts, found.ends, strict=True)) == list(word_spans(text))
    assert list(found.folded) == [fold(text[start:end]) for start, end in word_spans(text)]
    assert list(found.keys) == [key(form) for form in found.folded]
    assert found.gaps == [text[end:start] for end, start in zip(found.ends[:-1], found.starts[1:], strict=True)]


@pytest.mark.parametrize(
    ("text", "joined"),
    [("عين الأسد", True), ("عين-الأسد", True), ("عين_الأسد", True), ("عين، الأسد", False), ("عين\nالأسد", False)],
)
def test_what_ends_a_clause_or_a_line_ends_a_name(text: str, joined: bool) -> None:
    assert words(text).joined(0) is joined


def test_nothing_is_joined_beyond_the_ends() -> None:
    found = words("عين الأسد")

    assert not found.joined(-1)
    assert not found.joined(1)
    assert not words("").joined(0)


def test_proclitics_are_counted_in_folded_letters() -> None:
    text = "وَبِـالموصل"

    assert text[words(text).letter(0, 2) :] == "الموصل"


def test_a_memo_works_once_for_each_form_and_keeps_what_came_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extraction.words.MEMO_SIZE", 2)
    asked: list[str] = []
    memo = Memo(lambda form: asked.append(form) or len(form))

    assert [memo[form] for form in ("أ", "أ", "بب", "تتت", "أ")] == [1, 1, 2, 3, 1]
    assert asked == ["أ", "بب", "تتت"]
    assert memo.keys() == {"أ", "تتت"}
