import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import word_spans

RULES = [
    ("وقصفت الطائراتُ قاعدةَ", ["وقصفت", "الطائراتُ", "قاعدةَ"]),
    ("في العراق.وقد", ["في", "العراق", "وقد"]),
    ("#كتائب_حزب_الله", ["كتائب", "حزب", "الله"]),
    ("@centcom user@example.org", ["centcom", "user", "example", "org"]),
    ("https://example.org/a-b", ["https", "example", "org", "a", "b"]),
    ("1,500 و٣٫٥ و2.75", ["1,500", "و", "٣٫٥", "و", "2.75"]),
    ("20.1.2024", ["20", "1", "2024"]),
    ("2024-01-20 و 20/1", ["2024", "01", "20", "و", "20", "1"]),
    ("20يناير F16 الـF16", ["20", "يناير", "F16", "الـ", "F16"]),
    ("Kata'ib Sana’a", ["Kata'ib", "Sana’a"]),
    ("'quoted' words", ["quoted", "words"]),
    ("الموصـــل", ["الموصـــل"]),
    ("ـه", ["ه"]),
    ("حزب\u200cالله", ["حزب\u200cالله"]),
    ("\u202bالعراق\u202c", ["العراق"]),
    ("e\u0301te\u0301", ["e\u0301te\u0301"]),
    ("ﷲ ﻻ", ["ﷲ", "ﻻ"]),
    ("قصف🔥عنيف", ["قصف", "عنيف"]),
    ("«عين الأسد»؟", ["عين", "الأسد"]),
    ("\u064b", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), RULES)
def test_rule(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in word_spans(text)] == words


@given(st.text())
def test_spans_are_in_order_and_do_not_overlap(text: str) -> None:
    end_before = 0
    for start, end in word_spans(text):
        assert end_before <= start < end <= len(text)
        end_before = end


@given(st.text())
def test_a_word_taken_out_is_the_same_word(text: str) -> None:
    for start, end in word_spans(text):
        assert list(word_spans(text[start:end])) == [(0, end - start)]


@pytest.mark.parametrize("character", ["ا", "\u064b", "\u200d", "1", "a'", "1,111", "ـ"])
def test_a_long_run_of_one_character_is_read(character: str) -> None:
    text = "ا" + character * 200_000
    assert sum(end - start for start, end in word_spans(text)) <= len(text)
