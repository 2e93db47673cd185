import datetime as dt
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from engines.base import Document
from search.searching import Searcher
from search.values import QueryError, SearchRequest

FINDS_THE_BASE = ["القاعده الجوية", "والقصف", "عين الاسد", '"عين الأسد"', "قَاعِدَة", "عـيـن الأسد", "مسيرة", "قصف"]


def ids(searcher: Searcher, text: str, **options: object) -> list[str]:
    answer = searcher.search(SearchRequest(text=text, **options))  # type: ignore[arg-type]
    return [hit.document.id for hit in answer.hits]


@pytest.mark.parametrize("text", FINDS_THE_BASE)
def test_spelling_and_clitics_do_not_matter(searcher: Searcher, text: str) -> None:
    answer = searcher.search(SearchRequest(text=text))
    assert answer.group == 1
    assert "base" in [hit.document.id for hit in answer.hits if hit.group == 1]


@pytest.mark.parametrize("text", FINDS_THE_BASE)
def test_what_is_marked_is_whole_words_that_give_the_terms(searcher: Searcher, text: str) -> None:
    analyzer = kashf_analyzer()
    asked = {token.forms.root for token in analyzer.tokens(text)}
    for hit in searcher.search(SearchRequest(text=text)).hits:
        assert hit.snippet.spans or hit.title.spans
        for snippet in (hit.snippet, hit.title):
            for start, end in snippet.spans:
                tokens = analyzer.tokens(snippet.text[start:end])
                assert (tokens[0].start, tokens[-1].end) == (0, end - start)
                assert {token.forms.root for token in tokens} & asked


def test_every_word_comes_before_any_word(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(text="قصف بابل"))
    assert (answer.total, answer.more, answer.group) == (1, 1, 1)
    assert [(hit.document.id, hit.group) for hit in answer.hits] == [("babil", 1), ("base", 2)]


def test_the_second_group_is_counted_where_the_first_is_empty(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(text="قصف السيستاني"))
    assert (answer.group, answer.more) == (2, 0)
    assert answer.total == 3
    assert {hit.group for hit in answer.hits} == {2}


def test_the_counted_group_is_chosen_before_filters(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(text="قصف بابل", any_of={"source": ("مكتب",)}))
    assert (answer.group, answer.total) == (1, 0)


def test_a_phrase_is_adjacent_and_never_over_the_border_of_the_title(searcher: Searcher) -> None:
    assert ids(searcher, '"قاعدة عين الأسد"') == ["base"]
    assert ids(searcher, '"الأسد عين"') == []
    assert ids(searcher, '"عين الأسد قصفت"') == []
    assert ids(searcher, "«عين الأسد»") == ["base"]


def test_excluded_words_and_phrases(searcher: Searcher) -> None:
    assert set(ids(searcher, "القصف")) == {"base", "babil"}
    assert ids(searcher, "القصف -بابل") == ["base"]
    assert ids(searcher, 'القصف -"عين الأسد"') == ["babil"]
    assert set(ids(searcher, "-القصف")) == {"statement", "english"}


def test_stop_words_do_not_count_but_are_searched_alone(searcher: Searcher) -> None:
    assert ids(searcher, "القصف على") == ids(searcher, "القصف")
    assert "statement" in ids(searcher, "من قبل")


def test_a_name_that_folds_to_a_stop_word_is_no_stop_word(searcher: Searcher) -> None:
    assert ids(searcher, "علي") == ["statement"]


def test_levels(searcher: Searcher) -> None:
    def level(text: str, wanted: str) -> str | None:
        hits = searcher.search(SearchRequest(text=text)).hits
        return next(hit.level for hit in hits if hit.document.id == wanted)

    assert level("القصف", "base") == "exact"
    assert level("قاعده", "base") == "folded"
    assert level("للقصف", "base") == "stem"
    assert ids(searcher, "قصوف", level="stem") == []
    assert set(ids(searcher, "القصف", level="exact")) == {"base", "babil"}
    assert ids(searcher, "قاعده", level="exact") == []


def test_english_and_arabic_in_one_query(searcher: Searcher) -> None:
    assert ids(searcher, "AIRSTRIKES")[0] == "english"
    answer = searcher.search(SearchRequest(text="airstrikes بابل"))
    assert {hit.document.id for hit in answer.hits} == {"english", "babil"}


def test_facets_carry_labels_paths_and_counts(searcher: Searcher) -> None:
    facets = searcher.search(SearchRequest()).facets
    locations = {bucket.value: bucket for bucket in facets["location"].buckets}
    assert locations["cty:IQ"].count == 2
    assert locations["adm:IQ-babil"].path == ("cty:IQ", "adm:IQ-babil")
    assert locations["none"].count == 2
    actors = {bucket.value: bucket for bucket in facets["actor"].buckets}
    assert actors["grp:kh"].label.ar == "كتائب حزب الله"
    assert actors["x:لواء الفجر"].label.ar == "لواء الفجر"
    assert {bucket.value for bucket in facets["event"].buckets} >= {"2024", "2024-01", "2024-01-20", "2024-02-02", "none"}


def test_days_are_listed_of_few_documents_or_of_a_chosen_month(
    make_searcher: Callable[[Sequence[Document]], Searcher],
) -> None:
    first = dt.date(2024, 1, 1)
    many = [Document(str(number), "قصف", "قصف", report_date=first + dt.timedelta(days=number)) for number in range(60)]
    searcher = make_searcher(many)

    def days(request: SearchRequest) -> list[str]:
        return [bucket.value for bucket in searcher.search(request).facets["report"].buckets if len(bucket.value) == 10]

    assert days(SearchRequest(text="قصف", date_of="report")) == []
    february = SearchRequest(text="قصف", date_of="report", any_of={"report": ("2024-02",)})
    assert days(february) == [f"2024-02-{day:02}" for day in range(1, 30)]
    one = SearchRequest(text="قصف", date_of="report", any_of={"report": ("2024-02-03",)})
    assert [bucket.value for bucket in searcher.search(one).facets["report"].buckets if bucket.selected] == ["2024-02-03"]
    few = make_searcher(many[:3])
    assert len(few.search(SearchRequest(date_of="report")).facets["report"].buckets) == 1 + 1 + 3


def test_each_facet_value_leads_to_as_many_documents_as_it_says(searcher: Searcher) -> None:
    for field, facet in searcher.search(SearchRequest()).facets.items():
        for bucket in facet.buckets:
            assert searcher.search(SearchRequest(any_of={field: (bucket.value,)})).total == bucket.count, (field, bucket)


def test_selected_values_stay_and_siblings_keep_their_counts(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(text="السيستاني", any_of={"actor": ("grp:kh",)}))
    assert answer.total == 0
    actors = {bucket.value: bucket for bucket in answer.facets["actor"].buckets}
    assert actors["grp:kh"].selected
    assert actors["grp:kh"].count == 0
    assert actors["none"].count == 1


def test_dates_narrow_to_spans_wholly_inside(searcher: Searcher) -> None:
    january = SearchRequest(date_from=dt.date(2024, 1, 21), date_to=dt.date(2024, 1, 31))
    assert [hit.document.id for hit in searcher.search(january).hits] == ["base"]


def test_without_words_the_newest_report_comes_first(searcher: Searcher) -> None:
    assert ids(searcher, "") == ["babil", "base", "statement", "english"]
    assert ids(searcher, "", sort="event_oldest")[0] == "base"


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_hold_each_hit_once_over_both_groups(searcher: Searcher, size: int) -> None:
    whole = ids(searcher, "قصف بابل")
    paged: list[str] = []
    for page in range(1, 6):
        paged += ids(searcher, "قصف بابل", size=size, page=page)
    assert paged == whole


@pytest.mark.parametrize(
    ("request_", "word"),
    [
        (SearchRequest(page=0), "page"),
        (SearchRequest(size=1000), "size"),
        (SearchRequest(page=1_000_000), "narrow"),
        (SearchRequest(date_from=dt.date(2024, 2, 1), date_to=dt.date(2024, 1, 1)), "backwards"),
        (SearchRequest(level="loose"), "level"),  # type: ignore[arg-type]
    ],
)
def test_what_can_not_be_answered_is_said(searcher: Searcher, request_: SearchRequest, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        searcher.search(request_)


def test_the_query_is_told_as_understood(searcher: Searcher) -> None:
    words = searcher.search(SearchRequest(text='على "عين الأسد" -قصف')).words
    assert [(word.kind, word.words, word.stop) for word in words] == [
        ("word", ("على",), True),
        ("phrase", ("عين", "الأسد"), False),
        ("excluded", ("قصف",), False),
    ]
    assert words[1].forms[1] == {"exact": "الأسد", "folded": "الاسد", "stem": "اسد", "root": "سد"}


def test_occurrences_cover_title_and_text(searcher: Searcher) -> None:
    document = searcher.document("base")
    assert document is not None
    spans = searcher.occurrences(document, SearchRequest(text="الأسد"))
    assert [getattr(document, span.field)[span.start : span.end] for span in spans] == ["الأسد", "الأسد"]
    assert {span.field for span in spans} == {"title", "text"}
    assert searcher.document("nowhere") is None


def test_an_empty_index_answers(make_searcher: Callable[[Sequence[Document]], Searcher]) -> None:
    answer = make_searcher(()).search(SearchRequest(text="قصف"))
    assert (answer.total, answer.more, answer.hits) == (0, 0, ())


@pytest.mark.parametrize("text", ["قصف بابل", "القصف", "قصف السيستاني", '"عين الأسد"', "", "-قصف", "على"])
@pytest.mark.parametrize("source", [(), ("مكتب",), ("وكالة",)])
def test_the_count_is_that_of_both_groups(searcher: Searcher, text: str, source: tuple[str, ...]) -> None:
    request = SearchRequest(text=text, any_of={"source": source})
    answer = searcher.search(request)
    assert searcher.count(request) == answer.total + answer.more


def test_the_order_is_said(searcher: Searcher) -> None:
    assert searcher.search(SearchRequest(text="قصف")).sort == "relevance"
    assert searcher.search(SearchRequest(text="-قصف")).sort == "report_newest"


@given(text=st.text())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_query(searcher: Searcher, text: str) -> None:
    answer = searcher.search(SearchRequest(text=text))
    assert answer.total >= 0
