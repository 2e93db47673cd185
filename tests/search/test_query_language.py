from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from search.describing import describe_query
from search.notes import describe as describe_note
from search.query import Alternative
from search.query_dates import read_query_date
from search.query_language import MAX_UNWRITTEN, MAX_WORDS, parse_query
from search.query_text import unparse
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
    ("", []),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_parts(text: str, parts: list[tuple[str, tuple[str, ...], bool]]) -> None:
    parsed = parse_query(text, kashf_analyzer())
    assert [(part.kind, part.texts, part.excluded) for part in parsed.parts] == parts
    assert parsed.notes == ()


def test_signs_without_words_are_said() -> None:
    parsed = parse_query("- — * ()", kashf_analyzer())
    assert (parsed.parts, parsed.notes) == ((), (("nothing_read", ""),))


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


PLAIN = [
    ("قصف | غارة بغداد", "قصف | غارة بغداد"),
    ('( قصف أو  غارة )  -«عين الأسد» ، date:"يناير 2024" العنوان: هجوم', '(قصف | غارة) -"عين الأسد" date:"يناير 2024" title:هجوم'),
    ('actor:(كتائب | "حزب الله") قصف＊', '(actor:كتائب | actor:"حزب الله") قصف*'),
    ("المكان : بغداد", "location:بغداد"),
    ("-(قصف | غارة)", "-(قصف | غارة)"),
    ("-(قصف غارة)", "-(قصف غارة)"),
    ("-(-(قصف غارة))", "قصف غارة"),
    ("(((قصف)))", "قصف"),
    ('"قصف بغداد"~٥ الأسد~ =علي ="عين الأسد"', '"قصف بغداد"~5 الأسد~1 =علي ="عين الأسد"'),
    ('("أو" قصف)', '"أو" قصف'),
    ("12:30 http://x", "12 30 http x"),
    ("(a (b | c) | d) e", "(a (b | c) | d) e"),
    ("actor:grp:kataib-hezbollah", "actor:grp:kataib-hezbollah"),
    ("العنوان:", "العنوان"),
]


@pytest.mark.parametrize(("text", "plain"), PLAIN)
def test_a_query_is_written_plainly(text: str, plain: str) -> None:
    assert unparse(parse_query(text, kashf_analyzer())) == plain


SIGNS = ['"', "(", ")", "|", " ", "-", "=", "*", "~", "~2", "أو", "و", "OR", "title:", "actor:", "المكان: ", "date:", "2024", ".."]
WORDS = ["قصف", "عين الأسد", "على", "“", "\u200f", "،", "none", "-(", "Kata'ib", "12:30", "2,5", "#عين_الأسد"]


@given(st.lists(st.sampled_from([*SIGNS, *WORDS]) | st.text(max_size=3), max_size=25).map("".join) | st.text())
@settings(max_examples=300)
def test_what_is_written_plainly_reads_the_same(text: str) -> None:
    parsed = parse_query(text, kashf_analyzer())
    plain = unparse(parsed)
    assert parse_query(plain, kashf_analyzer()) == parsed
    assert unparse(parse_query(plain, kashf_analyzer())) == plain


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("(قصف", ("bracket_open", "")),
        ("قصف)", ("bracket_close", "")),
        ("(" * 9 + "قصف" + ")" * 9, ("brackets_deep", "8")),
        ("*قصف", ("sign_ignored", "*")),
        ("م*", ("word_short", "م")),
        ("قص~", ("word_short", "قص")),
        ("title:على", ("title_stop", "على")),
        ("title:=قصف", ("sign_ignored", "=")),
        ('actor:"؟"', ("field_empty", "actor")),
        ("date:غدا", ("date_unread", "غدا")),
        ("قصف* " * (MAX_UNWRITTEN + 1), ("unwritten_cut", str(MAX_UNWRITTEN))),
    ],
)
def test_what_was_not_understood_is_said(text: str, note: tuple[str, str]) -> None:
    assert parse_query(text, kashf_analyzer()).notes == (note,)
    assert describe_note(note)


def test_a_query_is_told_in_both_languages() -> None:
    text = '(قصف | غارة) -"عين الأسد" =علي مسير* قصفت~ "a b"~3 title:هجوم actor:الحشد date:2024-01..'
    told = describe_query(parse_query(text, kashf_analyzer()))
    assert told.en == (
        "(“قصف” or “غارة”) and “علي” as written and words that begin with “مسير” and words spelt like “قصفت” and “a”, “b” within 3 "
        "words of each other and “هجوم” in the title and actor “الحشد” and date from 2024-01-01, without the phrase “عين الأسد”"
    )
    assert told.ar.startswith("(«قصف» أو «غارة») و«علي» كما هي مكتوبة وكلمات تبدأ بـ «مسير»")
    aleppo = parse_query("حلب", kashf_analyzer()).with_runs(
        lambda run: [replace(part, alternatives=(Alternative("name", "حلب"), Alternative("name", "Aleppo"))) for part in run]
    )
    assert describe_query(aleppo).en == "“حلب” (or “Aleppo”)"
    assert describe_query(parse_query("", kashf_analyzer())).en == "all reports"
    assert describe_query(parse_query("-قصف", kashf_analyzer())).en == "all reports without “قصف”"


@pytest.mark.parametrize(
    ("text", "values", "days"),
    [
        ("2024", ("2024",), None),
        ("٢٠٢٤-٠١", ("2024-01",), None),
        ("2024/1/5", ("2024-01-05",), None),
        ("20 كانون الثاني 2024", ("2024-01-20",), None),
        ("January 2024", ("2024-01",), None),
        ("بلا", ("none",), None),
        ("2023..2024-02", (), ("2023-01-01", "2024-02-29")),
        ("يناير 2024 .. مارس 2024", (), ("2024-01-01", "2024-03-31")),
        ("..2024", (), (None, "2024-12-31")),
        ("2024…", (), ("2024-01-01", None)),
        ("من 3 إلى 5 يناير 2024", (), ("2024-01-03", "2024-01-05")),
    ],
)
def test_dates(text: str, values: tuple[str, ...], days: tuple[str | None, str | None] | None) -> None:
    read = read_query_date(text)
    assert read is not None
    assert read.values == values
    found = tuple(day.isoformat() if day else None for day in (read.start, read.end))
    assert found == (days or (None, None))


@pytest.mark.parametrize("text", ["", "يناير", "2024-13", "2024-00", "0000", "..", "2024..2023", "2023..2024..2025", "2024..x"])
def test_what_is_no_date(text: str) -> None:
    assert read_query_date(text) is None
