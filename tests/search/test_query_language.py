import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from search.query_language import MAX_WORDS, parse_query
from search.values import MAX_QUERY_LENGTH

CASES = [
    ("قصف عين", [("word", ("قصف",), False), ("word", ("عين",), False)]),
    ('"عين الأسد"', [("phrase", ("عين", "الأسد"), False)]),
    ("“عين الأسد”", [("phrase", ("عين", "الأسد"), False)]),
    ('"الأسد"', [("word", ("الأسد",), False)]),
    ("-قصف", [("word", ("قصف",), True)]),
    ("−قصف", [("word", ("قصف",), True)]),
    ('-"عين الأسد"', [("phrase", ("عين", "الأسد"), True)]),
    ("\u200f-قصف \u200b", [("word", ("قصف",), True)]),
    ('\u200f-"عين الأسد"', [("phrase", ("عين", "الأسد"), True)]),
    ('-\u200f"عين الأسد"', [("phrase", ("عين", "الأسد"), True)]),
    ("-al-Asad", [("phrase", ("al", "Asad"), True)]),
    ("al-Asad", [("word", ("al",), False), ("word", ("Asad",), False)]),
    ("M-16", [("word", ("M",), False), ("word", ("16",), False)]),
    ("قصف و غارة", [("word", ("قصف",), False), ("word", ("و",), False), ("word", ("غارة",), False)]),
    ('قصف"عين الأسد"غارة', [("word", ("قصف",), False), ("phrase", ("عين", "الأسد"), False), ("word", ("غارة",), False)]),
    ("- — * ()", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_parts(text: str, parts: list[tuple[str, tuple[str, ...], bool]]) -> None:
    parsed = parse_query(text, kashf_analyzer())
    assert [(part.kind, part.texts, part.excluded) for part in parsed.parts] == parts
    assert parsed.notes == ()


def test_a_quotation_mark_without_a_partner_is_said() -> None:
    parsed = parse_query('عين "الأسد', kashf_analyzer())
    assert [part.kind for part in parsed.parts] == ["word", "word"]
    assert parsed.notes == (("quote_open", ""),)


def test_long_queries_are_cut_and_said() -> None:
    parsed = parse_query("ا" * (MAX_QUERY_LENGTH + 1), kashf_analyzer())
    assert ("query_cut", str(MAX_QUERY_LENGTH)) in parsed.notes
    parsed = parse_query("قصف " * (MAX_WORDS + 5), kashf_analyzer())
    assert len(parsed.parts) == MAX_WORDS
    assert ("words_cut", str(MAX_WORDS)) in parsed.notes


@pytest.mark.parametrize("minus", ["", "-"])
def test_a_phrase_that_is_too_long_is_looked_for_by_its_beginning(minus: str) -> None:
    parsed = parse_query(f'{minus}"{"قصف " * (MAX_WORDS + 5)}"', kashf_analyzer())
    assert [(part.kind, len(part.tokens), part.excluded) for part in parsed.parts] == [("phrase", MAX_WORDS, bool(minus))]
    assert parsed.notes == (("words_cut", str(MAX_WORDS)),)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for part in parse_query(text, kashf_analyzer()).parts:
        assert part.tokens
        assert len(part.tokens) == len(part.texts)
