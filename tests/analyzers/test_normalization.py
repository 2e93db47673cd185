import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import exact_form, fold, fold_word

EXACT = [
    ("مُحَمَّد", "محمد"),
    ("مـحـمـد", "محمد"),
    ("أحمد", "أحمد"),
    (unicodedata.normalize("NFD", "أحمد"), "أحمد"),
    ("ﻻ", "لا"),
    ("ﷲ", "الله"),
    ("ﻣﺤﻤﺪ", "محمد"),
    ("٢٠٢٠", "2020"),
    ("۲۰۲۰", "2020"),
    ("١٬٥٠٠", "1500"),
    ("1,500", "1500"),
    ("٣٫٥", "3.5"),
    ("2,5", "2.5"),
    ("1,500.25", "1500.25"),
    ("1٬500٫5", "1500.5"),
    ("20", "20"),
    ("حزب\u200cالله", "حزبالله"),
    ("العراق\u200f", "العراق"),
    ("هٰذا", "هذا"),
    ("الرحمٰن", "الرحمن"),
    ("ٱلأسد", "ٱلأسد"),
    ("ﷺ", "صلىاللهعليهوسلم"),
    ("ﻷ", "لأ"),
    ("ال\u202bعراق\u2069\ufeff", "العراق"),
    ("ایران", "ایران"),
    (unicodedata.normalize("NFD", "مسؤول"), "مسؤول"),
    ("e\u0301", "é"),
    ("CENTCOM", "centcom"),
    ("Sana’a", "sana'a"),
    ("É", "é"),
]
FOLDED = [
    ("أإآٱا", "ااااا"),
    ("إدارة", "اداره"),
    ("على", "علي"),
    ("ک ی ە ھ گ پ چ ژ ڤ".replace(" ", ""), "كيههكبجزف"),
    ("ٹ ڈ ڑ ں ۇ ۋ".replace(" ", ""), "تدرنوو"),
    ("ڨ ڧ ڢ ݣ".replace(" ", ""), "ققفك"),
    ("١٢３", "123"),
    ("½", "1⁄2"),
    ("kata'ib", "kataib"),
    ("iran's", "iran"),
    ("é", "e"),
    ("ﬁn", "fin"),
    ("مسؤول", "مسؤول"),
]


@pytest.mark.parametrize(("word", "exact"), EXACT)
def test_exact(word: str, exact: str) -> None:
    assert exact_form(word) == exact


@pytest.mark.parametrize(("word", "folded"), FOLDED)
def test_folded(word: str, folded: str) -> None:
    assert fold_word(exact_form(word)) == folded


@given(st.text(min_size=1))
def test_folding_twice_is_folding_once(word: str) -> None:
    exact = exact_form(word)
    assert exact_form(exact) == exact
    assert fold_word(fold_word(exact)) == fold_word(exact)


@given(st.text())
def test_composed_and_decomposed_fold_alike(text: str) -> None:
    arabic = "".join(character for character in text if "\u0621" <= character <= "\u064a")
    assert fold(unicodedata.normalize("NFD", arabic)) == fold(arabic)


def test_fold_keeps_words_apart() -> None:
    assert fold("  قَاعِدَة \n عين الأسد") == "قاعده عين الاسد"
