"""The contract of every engine: filters, and facets with their counts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from engines.base import NONE, QUALITY, Bool, DateFilter, FacetRequest, MatchAll, Query, Term, ValueFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Clause, DateField, Engine, Facet, Field, Filter
    from tests.engines.conftest import Fill, Ids, Make

ALL = MatchAll()
ALL_FACETS = (
    FacetRequest("actor", size=1000),
    FacetRequest("location", size=1000),
    FacetRequest("source", size=1000),
    FacetRequest("language", size=1000),
    FacetRequest("type", size=1000),
    FacetRequest("quality", size=1000),
    FacetRequest("event", granularity="year"),
    FacetRequest("event", granularity="month"),
    FacetRequest("event", granularity="day"),
    FacetRequest("report", granularity="year"),
    FacetRequest("report", granularity="month"),
    FacetRequest("report", granularity="day"),
)


@pytest.fixture(scope="module")
def corpus(filled: Fill, make: Make) -> Iterator[Engine]:
    iraq, ramadi, anbar = make.place("iq"), make.place("ramadi", "iq", "anbar"), make.place("anbar", "iq")
    documents = [
        make.document(
            "d1", "base", entities=[make.actor("grp:a"), ramadi], dates=[make.day("2024-01-20")],
            report_date=dt.date(2024, 1, 21), source="agency", language="ar", type="news",
        ),
        make.document(
            "d2", "base road", entities=[make.actor("grp:b", "grp:a"), anbar, iraq], dates=[make.month("2024-01")],
            report_date=dt.date(2024, 2, 1), source="Agency", language="ar",
        ),
        make.document(
            "d3", "base", entities=[make.actor("grp:b", "grp:a"), make.actor("grp:c")], dates=[make.year(2024)],
            source="a source: with spaces / and \"quotes\"",
        ),
        make.document(
            "d4", "road", entities=[make.place("sy")], dates=[make.range("2023-12-30", "2024-01-02")],
            report_date=dt.date(2024, 1, 21),
        ),
        make.document("d5", "road", entities=[make.actor("grp:c")], dates=[make.range("2020-01-01", "2021-06-30")]),
        make.document(
            "d6", "base", dates=[make.day("1453-05-29"), make.day("2024-01-20"), make.day("2400-01-01")],
            metadata={QUALITY: "doubtful"},
        ),
        make.document("d7", ""),
    ]  # fmt: skip
    engine = filled(documents)
    yield engine
    engine.close()


def facet(engine: Engine, request: FacetRequest, clause: Clause = ALL, filters: tuple[Filter, ...] = ()) -> Facet:
    (answer,) = engine.search(Query(clause, filters, (request,))).facets
    assert answer.request == request
    return answer


def counts(engine: Engine, request: FacetRequest, clause: Clause = ALL, filters: tuple[Filter, ...] = ()) -> list[tuple[str, int]]:
    return [(bucket.value, bucket.count) for bucket in facet(engine, request, clause, filters).buckets]


def any_of(field: Field, *values: str) -> ValueFilter:
    return ValueFilter(field, values)


def none_of(field: Field, *values: str) -> ValueFilter:
    return ValueFilter(field, values, exclude=True)


def between(field: DateField, start: str | None, end: str | None) -> DateFilter:
    """From and to, both counted in."""
    return DateFilter(field, *(dt.date.fromisoformat(day) if day else None for day in (start, end)))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (any_of("actor", "grp:a"), "d1 d2 d3"),
        (any_of("actor", "grp:b"), "d2 d3"),
        (any_of("actor", "grp:b", "grp:c"), "d2 d3 d5"),
        (any_of("actor", NONE), "d4 d6 d7"),
        (any_of("actor", NONE, "grp:c"), "d3 d4 d5 d6 d7"),
        (any_of("actor", "grp"), ""),
        (any_of("actor"), ""),
        (none_of("actor", "grp:b"), "d1 d4 d5 d6 d7"),
        (none_of("actor", NONE), "d1 d2 d3 d5"),
        (none_of("actor"), "d1 d2 d3 d4 d5 d6 d7"),
        (any_of("location", "iq"), "d1 d2"),
        (any_of("location", "ramadi"), "d1"),
        (none_of("location", "anbar"), "d3 d4 d5 d6 d7"),
        (any_of("source", "agency"), "d1"),
        (any_of("source", 'a source: with spaces / and "quotes"'), "d3"),
        (any_of("source", NONE), "d4 d5 d6 d7"),
        (any_of("language", "ar"), "d1 d2"),
        (any_of("type", "news"), "d1"),
        (any_of("quality", "doubtful"), "d6"),
        (none_of("quality", NONE), "d6"),
        (any_of("event", "2024"), "d1 d2 d3 d4 d6"),
        (any_of("event", "2024-01"), "d1 d2 d4 d6"),
        (any_of("event", "2024-01-20"), "d1 d6"),
        (any_of("event", "2024-01-01"), "d4"),
        (any_of("event", "2023-12"), "d4"),
        (any_of("event", "2020-07"), "d5"),
        (any_of("event", "2020-07-15"), ""),
        (any_of("event", "1453"), "d6"),
        (any_of("event", "2400-01-01"), "d6"),
        (any_of("event", NONE), "d7"),
        (any_of("event", NONE, "2021", "2024-01-20"), "d1 d5 d6 d7"),
        (none_of("event", "2024"), "d5 d7"),
        (any_of("report", "2024-01"), "d1 d4"),
        (any_of("report", "2024-01-21"), "d1 d4"),
        (any_of("report", NONE), "d3 d5 d6 d7"),
        (any_of("actor", "\ud800"), ""),
    ],
)
def test_value_filters(corpus: Engine, ids: Ids, wanted: Filter, expected: str) -> None:
    assert sorted(ids(corpus, MatchAll(), filters=(wanted,))) == expected.split()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (between("event", "2024-01-20", "2024-01-20"), "d1 d6"),
        (between("event", "2024-01-01", "2024-01-31"), "d1 d2 d6"),
        (between("event", "2024-01-02", "2024-01-31"), "d1 d6"),
        (between("event", "2024-01-01", "2024-12-31"), "d1 d2 d3 d6"),
        (between("event", "2024-01-01", "2024-12-30"), "d1 d2 d6"),
        (between("event", "2023-12-30", "2024-01-02"), "d4"),
        (between("event", "2023-12-31", "2024-01-02"), ""),
        (between("event", "2020-01-01", "2021-06-30"), "d5"),
        (between("event", None, "2023-12-31"), "d5 d6"),
        (between("event", "2024-01-21", None), "d6"),
        (between("event", None, None), "d1 d2 d3 d4 d5 d6"),
        (between("event", "2024-02-01", "2024-01-01"), ""),
        (between("report", "2024-01-21", "2024-01-31"), "d1 d4"),
        (between("report", None, None), "d1 d2 d4"),
    ],
)
def test_from_and_to_take_dates_that_lie_wholly_inside(corpus: Engine, ids: Ids, wanted: DateFilter, expected: str) -> None:
    assert sorted(ids(corpus, MatchAll(), filters=(wanted,))) == expected.split()


def test_the_days_of_two_dates_do_not_make_one(filled: Fill, make: Make, ids: Ids) -> None:
    engine = filled([make.document("a", dates=[make.year(2023), make.range("2024-03-01", "2024-08-01")])])
    wanted = DateFilter("event", dt.date(2023, 6, 1), dt.date(2024, 6, 1))
    assert ids(engine, MatchAll(), filters=(wanted,)) == []
    engine.close()


def test_filters_join_by_and_and_change_no_score(corpus: Engine) -> None:
    clause = Term("stem", "base")
    plain = {hit.document.id: hit.score for hit in corpus.search(Query(clause)).hits}
    filters = (any_of("actor", "grp:a"), none_of("location", "ramadi"), any_of("event", "2024"))
    narrowed = corpus.search(Query(clause, filters))
    assert {hit.document.id for hit in narrowed.hits} == {"d2", "d3"}
    assert all(hit.score == plain[hit.document.id] for hit in narrowed.hits)


def test_ten_thousand_values_in_one_filter(corpus: Engine, ids: Ids) -> None:
    values = [f"grp:{number}" for number in range(10_000)]
    assert ids(corpus, MatchAll(), filters=(any_of("actor", "grp:c", *values),)) == ["d3", "d5"]


@pytest.mark.parametrize("value", ["2024-13", "2023-02-29", "24", "2024-1", "", "soon", "٢٠٢٤", "2024-01-20T00:00"])
def test_a_value_that_is_no_date_is_refused(corpus: Engine, value: str) -> None:
    with pytest.raises(ValueError, match="date"):
        corpus.search(Query(MatchAll(), (any_of("event", value),)))


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (FacetRequest("actor"), [("grp:a", 3), (NONE, 3), ("grp:b", 2), ("grp:c", 2)]),
        (FacetRequest("actor", size=1), [("grp:a", 3), (NONE, 3)]),
        (FacetRequest("actor", size=3), [("grp:a", 3), (NONE, 3), ("grp:b", 2)]),
        (FacetRequest("actor", size=0), [(NONE, 3)]),
        (FacetRequest("actor", size=1, include=("grp:c", "grp:x")), [("grp:a", 3), (NONE, 3), ("grp:c", 2), ("grp:x", 0)]),
        (FacetRequest("location"), [(NONE, 4), ("anbar", 2), ("iq", 2), ("ramadi", 1), ("sy", 1)]),
        (FacetRequest("type"), [(NONE, 6), ("news", 1)]),
        (FacetRequest("quality"), [(NONE, 6), ("doubtful", 1)]),
        (
            FacetRequest("event"),
            [("1453", 1), ("2020", 1), ("2021", 1), ("2023", 1), ("2024", 5), ("2400", 1), (NONE, 1)],
        ),
        (FacetRequest("event", granularity="month", within="2024"), [("2024-01", 4)]),
        (FacetRequest("event", granularity="month", within="2023"), [("2023-12", 1)]),
        (
            FacetRequest("event", granularity="day", within="2024-01"),
            [("2024-01-01", 1), ("2024-01-02", 1), ("2024-01-20", 2)],
        ),
        (
            FacetRequest("event", granularity="day"),
            [("1453-05-29", 1), ("2023-12-30", 1), ("2023-12-31", 1), ("2024-01-01", 1), ("2024-01-02", 1),
             ("2024-01-20", 2), ("2400-01-01", 1), (NONE, 1)],
        ),
        (
            FacetRequest("event", granularity="day", within="2024-01", include=("2024", "2024-05-01", "2023-12", NONE)),
            [("2023-12", 1), ("2024", 5), ("2024-01-01", 1), ("2024-01-02", 1), ("2024-01-20", 2), ("2024-05-01", 0),
             (NONE, 1)],
        ),
        (FacetRequest("report", granularity="month"), [("2024-01", 2), ("2024-02", 1), (NONE, 4)]),
        (FacetRequest("report", granularity="day"), [("2024-01-21", 2), ("2024-02-01", 1), (NONE, 4)]),
    ],
)  # fmt: skip
def test_facets(corpus: Engine, request_: FacetRequest, expected: str) -> None:
    assert counts(corpus, request_) == expected


def test_distinct_counts_the_values_before_size_cut_them(corpus: Engine) -> None:
    assert facet(corpus, FacetRequest("actor", size=1)).distinct == 3
    assert facet(corpus, FacetRequest("event")).distinct == 6
    assert facet(corpus, FacetRequest("event", granularity="month", within="2024")).distinct == 1
    assert facet(corpus, FacetRequest("actor", include=("grp:x",))).distinct == 3


def test_facets_count_what_matches_the_clause(corpus: Engine) -> None:
    assert counts(corpus, FacetRequest("actor"), Term("stem", "road")) == [
        ("grp:a", 1), ("grp:b", 1), ("grp:c", 1), (NONE, 1),
    ]  # fmt: skip
    assert counts(corpus, FacetRequest("actor"), Bool(must=(Term("stem", "nothing"),))) == []


def test_a_facet_leaves_out_its_own_filter_and_no_other(corpus: Engine) -> None:
    own = any_of("actor", "grp:b")
    assert counts(corpus, FacetRequest("actor"), filters=(own,)) == counts(corpus, FacetRequest("actor"))
    assert counts(corpus, FacetRequest("location"), filters=(own,)) == [("anbar", 1), ("iq", 1), (NONE, 1)]
    both = (own, any_of("location", "iq"))
    assert counts(corpus, FacetRequest("actor"), filters=both) == [("grp:a", 2), ("grp:b", 1)]
    assert counts(corpus, FacetRequest("location"), filters=both) == [("anbar", 1), ("iq", 1), (NONE, 1)]


def test_a_facet_heeds_an_excluded_value_and_from_and_to_of_its_own(corpus: Engine) -> None:
    assert counts(corpus, FacetRequest("actor"), filters=(none_of("actor", "grp:b"),)) == [
        (NONE, 3), ("grp:a", 1), ("grp:c", 1),
    ]  # fmt: skip
    january = DateFilter("event", dt.date(2024, 1, 1), dt.date(2024, 1, 31))
    assert counts(corpus, FacetRequest("event"), filters=(january,)) == [("1453", 1), ("2024", 3), ("2400", 1)]


def test_a_facet_heeds_a_fixed_value_of_its_own(corpus: Engine, ids: Ids) -> None:
    fixed = ValueFilter("actor", ("grp:a",), fixed=True)
    both = (fixed, ValueFilter("actor", ("grp:b",), fixed=True))
    result = corpus.search(Query(ALL, filters=both, facets=(FacetRequest("actor"),)))
    assert result.total == 2
    assert {bucket.value: bucket.count for bucket in result.facets[0].buckets} == {"grp:a": 2, "grp:b": 2, "grp:c": 1}
    assert ids(corpus, ALL, filters=(fixed, ValueFilter("actor", ("grp:c",)))) == ["d3"]


def test_several_facets_of_one_field_in_one_request(corpus: Engine) -> None:
    requests = (FacetRequest("event"), FacetRequest("actor"), FacetRequest("event", granularity="month", within="2023"))
    answers = corpus.search(Query(MatchAll(), (any_of("event", "2023"),), requests)).facets
    assert [answer.request for answer in answers] == list(requests)
    assert [bucket.value for bucket in answers[2].buckets] == ["2023-12"]
    assert [(bucket.value, bucket.count) for bucket in answers[1].buckets] == [(NONE, 1)]


def test_selected_values_are_marked_and_stay_listed_at_0(corpus: Engine) -> None:
    request = FacetRequest("actor", include=("grp:c",))
    filters = (any_of("actor", "grp:c"), none_of("actor", "grp:b"), any_of("location", "ramadi"))
    buckets = facet(corpus, request, filters=filters).buckets
    assert [(bucket.value, bucket.count, bucket.selected) for bucket in buckets] == [
        ("grp:a", 1, False), ("grp:c", 0, True),
    ]  # fmt: skip
    years = facet(corpus, FacetRequest("event"), filters=(any_of("event", "2024"),)).buckets
    assert [bucket.value for bucket in years if bucket.selected] == ["2024"]


def test_an_empty_index_has_no_facets(engine: Engine) -> None:
    result = engine.search(Query(MatchAll(), (any_of("actor", "x"),), (*ALL_FACETS, FacetRequest("type", include=("x",)))))
    assert [answer.buckets for answer in result.facets[:-1]] == [()] * len(ALL_FACETS)
    assert [(bucket.value, bucket.count) for bucket in result.facets[-1].buckets] == [("x", 0)]


@pytest.mark.parametrize("clause", [MatchAll(), Term("stem", "base"), Term("stem", "road")])
@pytest.mark.parametrize("base", [(), (any_of("location", "iq", NONE),), (none_of("source", "agency"),)])
def test_each_count_is_the_total_after_the_click(corpus: Engine, clause: Clause, base: tuple[Filter, ...]) -> None:
    for answer in corpus.search(Query(clause, base, ALL_FACETS)).facets:
        field = answer.request.field
        others = tuple(wanted for wanted in base if wanted.field != field or wanted.exclude)
        for bucket in answer.buckets:
            clicked = corpus.search(Query(clause, (*others, any_of(field, bucket.value)), limit=0))
            assert clicked.total == bucket.count, bucket


def test_a_second_value_widens_the_total_to_the_union(corpus: Engine) -> None:
    first, second = "grp:b", "grp:c"
    total = corpus.search(Query(MatchAll(), (any_of("actor", first, second),))).total
    assert total == 3
    answer = facet(corpus, FacetRequest("actor"), filters=(any_of("actor", first, second),))
    assert {bucket.value: bucket.count for bucket in answer.buckets if bucket.selected} == {first: 2, second: 2}


def test_more_values_than_one_request_holds(filled: Fill, make: Make) -> None:
    """Exact counts and order, however many values there are."""
    engine = filled(
        make.document(f"d{number}", entities=[make.actor(f"a{number * 10 + part}") for part in range(10)] + [make.actor("all")])
        for number in range(500)
    )
    answer = facet(engine, FacetRequest("actor", size=3))
    assert [(bucket.value, bucket.count) for bucket in answer.buckets] == [("all", 500), ("a0", 1), ("a1", 1)]
    assert answer.distinct == 5001
    engine.close()
