"""Tests of search.bilingual: the list is large, is read strictly, and translates both ways, by stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from search.bilingual import BilingualList, BilingualListError, is_arabic, parse_bilingual, shipped_concepts

ANALYZER = kashf_analyzer()
SHIPPED = BilingualList(shipped_concepts(), ANALYZER)


def translations(text: str) -> list[str]:
    return [term for found in SHIPPED.find([token.forms for token in ANALYZER.tokens(text)]) for term in found.terms]


def test_the_list_has_hundreds_of_concepts_in_both_languages() -> None:
    concepts = shipped_concepts()
    assert len(concepts) >= 300
    for english, arabic in concepts:
        assert not any(is_arabic(term) for term in english), english
        assert all(is_arabic(term) for term in arabic), arabic


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("airstrikes", "غارة جوية"),
        ("sieges", "حصار"),
        ("truces", "هدنة"),
        ("shelling", "قصف مدفعي"),
        ("drones", "طائرة مسيرة"),
        ("IEDs", "عبوة ناسفة"),
        ("improvised explosive devices", "عبوة ناسفة"),
        ("Checkpoints", "حاجز"),
        ("displacement", "نزوح"),
        ("prisoner exchange", "تبادل أسرى"),
        ("ambushes", "كمين"),
        ("mine field", "لغم"),
    ],
)
def test_english_becomes_arabic(english: str, arabic: str) -> None:
    assert arabic in translations(english)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("والغارات", "airstrike"), ("بحصارها", "siege"), ("الهدنة", "truce"), ("عبوات ناسفة", "IED"), ("للنازحين", "displaced")],
)
def test_arabic_becomes_english(arabic: str, english: str) -> None:
    assert english in translations(arabic)


def test_the_longest_term_is_taken() -> None:
    small = BilingualList([(("air",), ("هواء",)), (("air strike",), ("غارة",)), (("strike",), ("إضراب",))], ANALYZER)
    found = small.find([token.forms for token in ANALYZER.tokens("an air strike of air strikers")])
    assert [(each.first, each.last, each.terms) for each in found] == [(1, 2, ("غارة",)), (4, 4, ("هواء",))]


def test_terms_of_several_concepts_are_joined() -> None:
    small = BilingualList([(("raid",), ("غارة",)), (("raid",), ("مداهمة", "غارة"))], ANALYZER)
    assert small.find([ANALYZER.forms("raids")])[0].terms == ("غارة", "مداهمة")


@pytest.mark.parametrize("line", ["airstrike", "airstrike\t", "\tغارة", "a\tb\tc", "|\t|"])
def test_a_line_that_is_no_pair_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(BilingualListError, match="line 2"):
        list(parse_bilingual(f"# a comment\n{line}"))


@given(st.text())
def test_any_text_is_looked_up(text: str) -> None:
    forms = [token.forms for token in ANALYZER.tokens(text)]
    ends = [-1]
    for found in SHIPPED.find(forms):
        assert ends[-1] < found.first <= found.last < len(forms)
        ends.append(found.last)
