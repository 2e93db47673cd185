"""Numbers in words."""

from __future__ import annotations

import pytest

from extraction.dates.lexer import Lexer
from extraction.dates.lexicon import load_lexicon
from extraction.dates.numerals import read_numerals

LEXER = Lexer(load_lexicon())


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("الثالث", [3]),
        ("الثالث عشر", [13]),
        ("الثالث والعشرين", [23]),
        ("الحادي والثلاثون", [31]),
        ("واحد وعشرين", [21]),
        ("خمسة عشر", [15]),
        ("الأول والثاني", [1, 2]),
        ("الخامس والعاشر", [5, 10]),
        ("12 و13", [12, 13]),
        ("ألفين", [2000]),
        ("ألفان وثمانية عشر", [2018]),
        ("ألفين وأربعة وعشرين", [2024]),
        ("ألف وتسعمئة وثمانية وسبعون", [1978]),
        ("ألف وتسعمئة وواحد", [1901]),
        ("ثلاثة وثلاثة", [3, 3]),
    ],
)
def test_words_are_put_together(words: str, values: list[int]) -> None:
    lexed = LEXER.lex(words)

    assert [numeral.value for numeral in read_numerals(lexed, 0, len(lexed.symbols) - 1)] == values
