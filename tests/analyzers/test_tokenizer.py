import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import kashf_analyzer, tokenizer, word_spans
from analyzers.tokenizer import cut

RULES = {
    "words": [
        ("وقصفت الطائراتُ قاعدةَ", ["وقصفت", "الطائراتُ", "قاعدةَ"]),
        ("في العراق.وقد", ["في", "العراق", "وقد"]),
        ("«عين الأسد»؟ و/أو (توقف)", ["عين", "الأسد", "و", "أو", "توقف"]),
        ("الأمم،المتحدة...بداية", ["الأمم", "المتحدة", "بداية"]),
        ("", []),
    ],
    "hashtags and handles": [
        ("#كتائب_حزب_الله", ["كتائب", "حزب", "الله"]),
        ("#عين_الأسد2024", ["عين", "الأسد", "2024"]),
        ("@centcom @hashd_iq", ["centcom", "hashd", "iq"]),
    ],
    "URLs and e-mail addresses": [
        ("https://www.example.org/a-b/2024?q=قصف", ["https", "www", "example", "org", "a", "b", "2024", "q", "قصف"]),
        ("user.name+tag@mail.example.org", ["user", "name", "tag", "mail", "example", "org"]),
    ],
    "numbers": [
        ("1,500 و٣٫٥ و2.75 و2,5", ["1,500", "و", "٣٫٥", "و", "2.75", "و", "2,5"]),
        ("١٬٥٠٠ ۱۲۳ 1٬500٫5 1,500.25", ["١٬٥٠٠", "۱۲۳", "1٬500٫5", "1,500.25"]),
        ("3.5% $500 -5 0.5.", ["3.5", "500", "5", "0.5"]),
        ("1,2,3 5٫4٫3", ["1", "2", "3", "5", "4", "3"]),
    ],
    "dated numbers, times and versions": [
        ("20.1.2024 ٢٠/١/٢٠٢٤", ["20", "1", "2024", "٢٠", "١", "٢٠٢٤"]),
        ("2024-01-20 و 20/1", ["2024", "01", "20", "و", "20", "1"]),
        ("12:30 1.2.3", ["12", "30", "1", "2", "3"]),
    ],
    "scripts and digits side by side": [
        ("20يناير F16 الـF16", ["20", "يناير", "F16", "الـ", "F16"]),
        ("M-16 B52s كوفيد-19 كوفيد19 100km ١٦ط", ["M", "16", "B52s", "كوفيد", "19", "كوفيد", "19", "100km", "١٦", "ط"]),
        ("فTwitterي", ["ف", "Twitter", "ي"]),
    ],
    "apostrophes": [
        ("Kata'ib Sana’a O'Brien's Ka`b", ["Kata'ib", "Sana’a", "O'Brien's", "Ka`b"]),
        ("'quoted' words", ["quoted", "words"]),
    ],
    "tatweel and marks": [
        ("الموصـــل مـحـمـد محمدـ", ["الموصـــل", "مـحـمـد", "محمدـ"]),
        ("ـه", ["ه"]),
        ("مُحَمَّدٌ هٰذا ٱلأسد", ["مُحَمَّدٌ", "هٰذا", "ٱلأسد"]),
        ("قَالُوٓا۟ ۩", ["قَالُوٓا۟"]),
        ("\u064b", []),
    ],
    "zero-width characters and bidi controls": [
        ("حزب\u200cالله ال\u200fعراق", ["حزب\u200cالله", "ال\u200fعراق"]),
        ("\u202bالعراق\u202c \u2067x\u2069", ["العراق", "x"]),
        ("\ufeffقصف\u200d", ["قصف"]),
    ],
    "decomposed text": [
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        (unicodedata.normalize("NFD", "أحمد مسؤول"), list(unicodedata.normalize("NFD", "أحمد مسؤول").split())),
    ],
    "presentation forms and ligatures": [("ﷲ ﻻ ﷺ ﻣﺤﻤﺪ", ["ﷲ", "ﻻ", "ﷺ", "ﻣﺤﻤﺪ"])],
    "Persian, Urdu and Kurdish": [("گرگان ٹرمپ کوردستان هێز", ["گرگان", "ٹرمپ", "کوردستان", "هێز"])],
    "emoji": [
        ("قصف🔥عنيف", ["قصف", "عنيف"]),
        ("👨\u200d👩\u200d👧 ✌🏽 🇮🇶 بغداد🇮🇶", ["بغداد"]),
    ],
    "other scripts": [("русский ёлка 中文", ["русский", "ёлка", "中文"])],
    "the limit: vowels written as spacing signs": [("हिन्दी", ["ह", "न", "द"])],
}
CASES = [
    pytest.param(text, words, id=f"{name} {number}") for name, rules in RULES.items() for number, (text, words) in enumerate(rules)
]


@pytest.mark.parametrize(("text", "words"), CASES)
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


RUNS = ["ا", "\u064b", "\u200d", "1", "a'", "1,111", "1٬111", "ـ", "ا\u200d", "ﷺ", "1.", "é", "e\u0301"]


@pytest.mark.parametrize("run", RUNS)
def test_a_megabyte_of_one_run_does_not_hang(run: str) -> None:
    """Time that grows with the square of the length would be hours here."""
    text = "ا" + run * (1_000_000 // len(run.encode()))
    tokens = kashf_analyzer().tokens(text)
    assert tokens[0].start == 0
    assert tokens[-1].end <= len(text)


@given(st.text(max_size=200))
def test_what_is_cut_is_the_text_and_its_words(text: str) -> None:
    pieces = cut(text)
    assert "".join(pieces) == text
    assert list(pieces[1::2]) == [text[start:end] for start, end in word_spans(text)]


def test_a_long_text_is_not_remembered() -> None:
    before = tokenizer._remembered.cache_info().misses
    assert len(cut("قصف " * tokenizer.REMEMBERED)) == 2 * tokenizer.REMEMBERED + 1
    assert tokenizer._remembered.cache_info().misses == before
