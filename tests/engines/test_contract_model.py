"""The contract of every engine, against a model in plain Python: random documents, filters and facets."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.base import (
    MAX_RANGE_DAYS,
    NONE,
    Bool,
    DateFilter,
    EventDate,
    FacetRequest,
    MatchAll,
    Query,
    Term,
    ValueFilter,
)

if TYPE_CHECKING:
    from engines.base import Clause, Field, Filter
    from engines.dates import DateSpan
    from tests.engines.conftest import Fill, Make

Facts: TypeAlias = "dict[str, Any]"
"""A document of the model."""

DAYS = st.dates(dt.date(2023, 11, 1), dt.date(2024, 3, 1))
WORDS = ["base", "road", "rocket"]
ENTITIES = {"a": ("a",), "b": ("a", "b"), "c": ("a", "b", "c"), "d": ("d",)}
VALUES = ["a", "b", "c", "d", "x", NONE]
DATE_VALUES = ["2023", "2024", "2023-12", "2024-01", "2024-02", "2023-12-31", "2024-01-15", "2022", NONE]
FACETS = tuple(
    [FacetRequest(field, size=100) for field in ("actor", "location", "source")]
    + [FacetRequest(field, granularity=step) for field in ("event", "report") for step in ("year", "month", "day")]
)


@st.composite
def event_dates(draw: st.DrawFn) -> EventDate:
    first = draw(DAYS)
    precision = draw(st.sampled_from(["day", "month", "year", "range"]))
    if precision == "day":
        return EventDate(first, first, "day")
    if precision == "month":
        begin = first.replace(day=1)
        return EventDate(begin, (begin + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1), "month")
    if precision == "year":
        return EventDate(dt.date(first.year, 1, 1), dt.date(first.year, 12, 31), "year")
    return EventDate(first, first + dt.timedelta(days=draw(st.sampled_from([0, 1, 40, 365, 366, 700]))), "range")


DOCUMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "words": st.lists(st.sampled_from(WORDS), max_size=4),
            "actors": st.sets(st.sampled_from(sorted(ENTITIES)), max_size=2),
            "places": st.sets(st.sampled_from(sorted(ENTITIES)), max_size=2),
            "source": st.sampled_from(["", "a", "b"]),
            "report": st.none() | DAYS,
            "events": st.lists(event_dates(), max_size=3),
        }
    ),
    max_size=12,
)
VALUE_FILTERS = st.builds(
    ValueFilter,
    st.sampled_from(["actor", "location", "source"]),
    st.lists(st.sampled_from(VALUES), min_size=1, max_size=3).map(tuple),
    st.booleans(),
) | st.builds(
    ValueFilter,
    st.sampled_from(["event", "report"]),
    st.lists(st.sampled_from(DATE_VALUES), min_size=1, max_size=3).map(tuple),
    st.booleans(),
)
FILTERS = st.lists(
    VALUE_FILTERS | st.builds(DateFilter, st.sampled_from(["event", "report"]), st.none() | DAYS, st.none() | DAYS),
    max_size=3,
).map(tuple)
CLAUSES = st.sampled_from(
    [
        MatchAll(),
        Term("stem", "base"),
        Bool(should=(Term("stem", "base"), Term("stem", "road"))),
        Bool(must=(Term("stem", "rocket"),), must_not=(Term("stem", "road"),)),
    ]
)


def spans(document: Facts, field: Field) -> list[DateSpan]:
    if field == "event":
        return [(date.start, date.end, date.precision) for date in document["events"]]
    return [(document["report"], document["report"], "day")] if document["report"] else []


def values(document: Facts, field: Field) -> set[str]:
    """All that a document counts in, written out day by day."""
    if field == "source":
        return {document["source"] or NONE}
    if field in {"actor", "location"}:
        named = document["actors" if field == "actor" else "places"]
        return {value for id_ in named for value in ENTITIES[id_]} or {NONE}
    found = set()
    for start, end, precision in spans(document, field):
        days = [start + dt.timedelta(days=number) for number in range((end - start).days + 1)]
        found |= {f"{day:%Y}" for day in days}
        if precision != "year":
            found |= {f"{day:%Y-%m}" for day in days}
        if precision == "day" or (precision == "range" and len(days) <= MAX_RANGE_DAYS):
            found |= {day.isoformat() for day in days}
    return found or {NONE}


def passes(document: Facts, wanted: Filter) -> bool:
    if isinstance(wanted, ValueFilter):
        return bool(values(document, wanted.field) & set(wanted.values)) != wanted.exclude
    return any(
        (wanted.start is None or start >= wanted.start) and (wanted.end is None or end <= wanted.end)
        for start, end, _ in spans(document, wanted.field)
    )


def matches(document: Facts, clause: Clause) -> bool:
    words = set(document["words"])
    match clause:
        case MatchAll():
            return True
        case Term():
            return clause.term in words
        case Bool():
            return (
                all(matches(document, part) for part in clause.must)
                and (not clause.should or any(matches(document, part) for part in clause.should))
                and not any(matches(document, part) for part in clause.must_not)
            )


def expected_counts(documents: list[Facts], query: Query, request: FacetRequest) -> dict[str, int]:
    others = [
        wanted
        for wanted in query.filters
        if not (isinstance(wanted, ValueFilter) and wanted.field == request.field and not wanted.exclude)
    ]
    length = {"year": 4, "month": 7, "day": 10}[request.granularity]
    counts = {}
    for document in documents:
        if matches(document, query.clause) and all(passes(document, wanted) for wanted in others):
            for value in values(document, request.field):
                if request.field not in {"event", "report"} or value == NONE or len(value) == length:
                    counts[value] = counts.get(value, 0) + 1
    return counts


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(documents=DOCUMENTS, questions=st.lists(st.tuples(CLAUSES, FILTERS), min_size=1, max_size=5))
def test_filters_and_facets_are_those_of_the_model(
    filled: Fill, make: Make, documents: list[Facts], questions: list[tuple[Clause, tuple[Filter, ...]]]
) -> None:
    built = [
        make.document(
            f"d{number:02d}",
            " ".join(document["words"]),
            source=document["source"],
            report_date=document["report"],
            dates=document["events"],
            entities=[make.actor(id_, *ENTITIES[id_][:-1]) for id_ in sorted(document["actors"])]
            + [make.place(id_, *ENTITIES[id_][:-1]) for id_ in sorted(document["places"])],
        )
        for number, document in enumerate(documents)
    ]
    with closing(filled(built)) as engine:
        for clause, filters in questions:
            query = Query(clause, filters, FACETS, limit=100)
            result = engine.search(query)
            expected = {
                f"d{number:02d}"
                for number, document in enumerate(documents)
                if matches(document, clause) and all(passes(document, wanted) for wanted in filters)
            }
            assert {hit.document.id for hit in result.hits} == expected
            assert result.total == len(expected)
            for facet in result.facets:
                counted = {bucket.value: bucket.count for bucket in facet.buckets}
                assert counted == expected_counts(documents, query, facet.request), facet.request
                assert facet.distinct == len(counted.keys() - {NONE})
