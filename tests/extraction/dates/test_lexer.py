"""Words become symbols, with offsets into the original."""

from __future__ import annotations

import pytest

from extraction.dates.lexer import Lexer
from extraction.dates.lexicon import load_lexicon
from extraction.dates.symbols import OTHER, SYMBOLS

NAMES = {symbol: name for name, symbol in SYMBOLS.items()} | {OTHER: "-"}
LEXER = Lexer(load_lexicon())


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("في 20 يناير 2024", "in day_number month year_number"),
        ("والثلاثاء", "and weekday"),
        ("وبالأمس", "and prep offset"),
        ("للعام 2014", "prep the_year year_number"),
        ("وليل", "and time"),
        ("تشرين الأول", "month_head ordinal"),
        ("آب اب أب", "month_exact month_dated month_dated"),
        ("16/10/2017", "date"),
        ("27-28", "pair"),
        ("2014-2017", "year_pair"),
        ("20/1/2024-25/1/2024", "date dash date"),
        ("12.7", "number"),
        ("3/2011", "year_month"),
        ("1442هـ", "hijri_number era_hijri"),
        ("لـ66", "prep number"),
        ("F16 K1 5", "- - day_number"),
        ("May may", "english_month -"),
        ("the 20th", "day_number"),
        ("99999999999999999999999", "number"),
        ("قصف المدينة", "- -"),
    ],
)
def test_symbols(text: str, symbols: str) -> None:
    assert [NAMES[symbol] for symbol in LEXER.lex(text).symbols] == symbols.split()


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("وَالثُّلاثَاءِ", ["وَ", "الثُّلاثَاءِ"]),
        ("وبـالأمس", ["و", "بـ", "الأمس"]),
        ("للأحد", ["ل", "لأحد"]),
        ("٢٠ ينـايرـ", ["٢٠", "ينـاير"]),
        ("5 هـ", ["5", "هـ"]),
    ],
)
def test_forms_are_slices_of_the_original(text: str, forms: list[str]) -> None:
    lexed = LEXER.lex(text)

    assert [lexed.form(at) for at in range(len(lexed.symbols))] == forms


def test_the_memo_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extraction.words.MEMO_SIZE", 3)
    lexer = Lexer(load_lexicon())

    texts = ["أمس", "غد", "20 يناير", "الأحد الماضي", "أمس"]

    assert [lexer.lex(text).symbols for text in texts] == [LEXER.lex(text).symbols for text in texts]
    assert len(lexer._symbols) <= 3
    assert len(lexer._forms) <= 3


def test_what_is_known_covers_all_that_prefixes_make_of_the_lexicon() -> None:
    """A word outside it is never looked at more closely."""
    lexicon = load_lexicon()
    unhurried = Lexer(lexicon)
    unhurried._known = _Everything()

    for form in (*lexicon.folded, *lexicon.exact):
        for prefix in ("", *"وفبلك", "وب", "فل", "لل", "ولل", "وبال", "كال"):
            for word in (prefix + form, prefix + form.removeprefix("ال"), f"{prefix}{form}ا", f"«{prefix}{form}،"):
                assert LEXER.lex(word).symbols == unhurried.lex(word).symbols


class _Everything(frozenset[str]):
    def __contains__(self, _word: object) -> bool:
        return True
