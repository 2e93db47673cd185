from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import GAP, LEVELS, MAX_TERM_LENGTH, Step, kashf_analyzer
from analyzers.kashf import MEMO_SIZE
from analyzers.memo import LONGEST

GOLDEN = Path(__file__).parent / "golden" / "terms.tsv"
WORDS = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ"), min_size=1, max_size=12)


@given(st.text())
def test_both_outputs_are_one(text: str) -> None:
    analyzer = kashf_analyzer()
    tokens = analyzer.tokens(text)
    terms = analyzer.terms(text)
    for level in LEVELS:
        assert terms[level] == [token.forms.at(level) or GAP for token in tokens]


@given(st.text() | st.text(st.sampled_from("على والقصفةُـ ,5.The'sÉﻻ\u200f\n")))
def test_content_is_the_folded_words_that_have_a_stem(text: str) -> None:
    analyzer = kashf_analyzer()
    assert analyzer.content(text) == " ".join(token.forms.folded for token in analyzer.tokens(text) if token.forms.stem is not None)


@given(st.text())
def test_terms_can_be_joined_by_spaces(text: str) -> None:
    for terms in kashf_analyzer().terms(text).values():
        for term in terms:
            assert term == GAP or (term and len(term) <= MAX_TERM_LENGTH)
            assert not any(character.isspace() or (character < " " and character != GAP) for character in term)


@given(st.text())
def test_a_marked_word_analysed_alone_gives_its_term(text: str) -> None:
    analyzer = kashf_analyzer()
    for token in analyzer.tokens(text):
        (alone,) = analyzer.tokens(text[token.start : token.end])
        assert alone.forms == token.forms


@given(WORDS, WORDS)
def test_words_that_agree_at_a_level_agree_at_coarser_ones(one: str, other: str) -> None:
    first, second = (kashf_analyzer().tokens(word)[0].forms for word in (one, other))
    if first.stem is None or second.stem is None:
        return  # stop words are told from others by their spelling
    agree = [first.at(level) == second.at(level) for level in LEVELS]
    assert agree == sorted(agree)


def test_stop_words_keep_their_place_and_leave_a_gap() -> None:
    terms = kashf_analyzer().terms("قصف على المدينة")
    assert terms["stem"][1] == GAP
    assert terms["exact"] == ["قصف", "على", "المدينة"]


@pytest.mark.parametrize("word", ["من", "في", "ومن", "فإن", "وان", "الى", "the", "And"])
def test_stop_words(word: str) -> None:
    assert kashf_analyzer().tokens(word)[0].forms.stem is None


@pytest.mark.parametrize("word", ["علي", "وهم", "فهم", "وعد", "وله", "فتحت", "واحد", "فلان", "فال"])
def test_words_that_only_look_like_stop_words(word: str) -> None:
    assert kashf_analyzer().tokens(word)[0].forms.stem is not None


def test_english_beside_arabic() -> None:
    terms = kashf_analyzer().terms("شنت airstrikes على Kata'ib")
    assert terms["stem"][1:] == ["airstrik", GAP, "kataib"]


def test_the_memo_is_bounded_and_keeps_what_came_first() -> None:
    analyzer = kashf_analyzer()
    analyzer._memo.clear()
    sizes = set()
    for number in range(2 * MEMO_SIZE):
        analyzer.terms(f"w{number}")
        sizes.add(len(analyzer._memo))
    assert max(sizes) == MEMO_SIZE
    assert "w0" in analyzer._memo


def test_overlong_words_are_not_remembered() -> None:
    analyzer = kashf_analyzer()
    word = "ا" * (LONGEST + 1)
    assert analyzer.forms(word).exact == word
    assert word not in analyzer._memo
    assert len(analyzer.forms(word * 10).exact) == MAX_TERM_LENGTH


def test_an_explanation_ends_at_the_stem() -> None:
    analyzer = kashf_analyzer()
    for word in GOLDEN.read_text(encoding="utf-8").split():
        why, forms = analyzer.explain(word), analyzer.forms(word)
        assert why.stop == (forms.stem is None)
        assert why.stop or why.forms == forms
        results = [outcome.result for outcome in why.trace if isinstance(outcome, Step)]
        assert why.forms.stem == (results[-1] if results else why.forms.folded)


def test_the_article_before_another_script_is_a_stop_word() -> None:
    assert kashf_analyzer().terms("الـCNN")["stem"] == [GAP, "cnn"]


def test_terms_are_those_of_the_golden_file(request: pytest.FixtureRequest) -> None:
    """A difference here changes every index: raise VERSION in analyzers/kashf.py and rewrite with `pytest --rewrite-golden`."""
    analyzer = kashf_analyzer()
    words = [line.split("\t")[0] for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    rows = []
    for word in words:
        forms = analyzer.tokens(word)[0].forms
        rows.append("\t".join([word, *(forms.at(level) or "" for level in LEVELS)]))
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8").splitlines() == rows
