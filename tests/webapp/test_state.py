"""The URL is the whole state: what is written is read back, and clicks change nothing but what they say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from analyzers.analysis import LEVELS
from search.values import MAX_PAGE_SIZE, QueryError, SearchRequest
from webapp.state import (
    DATES_OF,
    MAX_FACET_SIZE,
    MAX_FILTERS,
    MAX_VALUES,
    SORTS,
    VALUE_FIELDS,
    Filter,
    ParameterError,
    add,
    chosen_filter,
    filters,
    narrowed,
    read_request,
    remove,
    with_date_of,
    with_every,
    without_dates,
    without_filters,
    write_request,
)

if TYPE_CHECKING:
    from engines.base import DateField, Field

values = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3, unique=True).map(tuple)
days = st.dates(min_value=dt.date(1000, 1, 1))
dates = st.one_of(
    st.just("none"),
    days.map(dt.date.isoformat),
    days.map(lambda day: day.isoformat()[:7]),
    days.map(lambda day: day.isoformat()[:4]),
)
date_values = st.lists(dates, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    """Requests that a URL can stand for: dates are of the kind that the request narrows by."""
    date_of = draw(st.sampled_from(DATES_OF))

    def chosen() -> dict[Field, tuple[str, ...]]:
        found: dict[Field, tuple[str, ...]] = draw(st.dictionaries(st.sampled_from(VALUE_FIELDS), values))
        if draw(st.booleans()):
            found[date_of] = draw(date_values)
        return found

    any_of = chosen()
    together: dict[Field, tuple[str, ...]] = draw(st.dictionaries(st.sampled_from(VALUE_FIELDS), values, max_size=2))

    first, last = sorted((draw(days), draw(days)))
    return SearchRequest(
        text=draw(st.text(max_size=30)),
        any_of=any_of,
        none_of=chosen(),
        all_of={field: values for field, values in together.items() if field not in any_of},
        date_from=draw(st.sampled_from((None, first))),
        date_to=draw(st.sampled_from((None, last))),
        date_of=date_of,
        level=draw(st.sampled_from((None, *LEVELS))),
        sort=draw(st.sampled_from(SORTS)),
        page=draw(st.integers(1, 1000)),
        size=draw(st.integers(1, MAX_PAGE_SIZE)),
        facet_size=draw(st.integers(1, MAX_FACET_SIZE)),
    )


def read(query: str) -> SearchRequest:
    return read_request(MultiDict(parse_qsl(query, keep_blank_values=True)))


@given(requests())
def test_what_is_written_is_read_back(request: SearchRequest) -> None:
    assert read(urlencode(write_request(request))) == request


@given(requests(), st.sampled_from(VALUE_FIELDS), st.text(min_size=1, max_size=8), st.booleans())
def test_adding_and_removing_changes_that_value_and_the_page_alone(
    request: SearchRequest, field: Field, value: str, excluded: bool
) -> None:
    chosen = Filter(field, value, True) if excluded else chosen_filter(request, field, value)
    added = add(request, Filter(field, value, excluded))
    assert [kept for kept in filters(added) if (kept.field, kept.value) == (field, value)] == [chosen]
    assert added.page == 1
    rest = {kept for kept in filters(request) if (kept.field, kept.value) != (field, value)}
    assert {kept for kept in filters(added) if kept != chosen} == rest
    removed = remove(added, chosen)
    assert set(filters(removed)) == rest
    assert without_filters(removed) == without_filters(request)


@given(requests(), st.sampled_from(VALUE_FIELDS))
def test_any_of_the_values_and_all_of_them_are_two_sides_of_a_switch(request: SearchRequest, field: Field) -> None:
    switched = with_every(request, field)
    assert {(kept.field, kept.value, kept.excluded) for kept in filters(switched)} == {
        (kept.field, kept.value, kept.excluded) for kept in filters(request)
    }
    assert with_every(switched, field) == replace(request, page=1)


@given(requests(), st.sampled_from(DATES_OF))
def test_the_kind_of_date_changes_without_dates_of_the_other_kind(request: SearchRequest, date_of: DateField) -> None:
    switched = with_date_of(request, date_of)
    assert switched.date_of == date_of
    assert not [kept for kept in filters(switched) if kept.field in DATES_OF]
    assert (switched.date_from, switched.date_to, switched.text) == (request.date_from, request.date_to, request.text)
    assert read(urlencode(write_request(switched))) == switched


def test_values_that_belong_together_are_not_mixed_with_others() -> None:
    assert read("actor=a&all_actor=b&all_location=IQ") == SearchRequest(any_of={"actor": ("a",)}, all_of={"location": ("IQ",)})
    both = add(read("all_actor=a"), Filter("actor", "b"))
    assert both == SearchRequest(all_of={"actor": ("a", "b")})


@given(requests())
def test_without_filters_keeps_words_level_sort_and_size(request: SearchRequest) -> None:
    bare = without_filters(request)
    assert not narrowed(bare)
    assert (bare.text, bare.level, bare.sort, bare.size) == (request.text, request.level, request.sort, request.size)
    assert bare.page == 1


def test_a_place_replaces_its_selected_ancestors() -> None:
    country = SearchRequest(any_of={"location": ("IQ", "SY")}, page=3)
    town = add(country, Filter("location", "jurf"), ("IQ", "IQ-BB", "jurf"))
    assert town.any_of == {"location": ("SY", "jurf")}
    assert town.page == 1


def test_a_month_replaces_its_selected_year() -> None:
    assert add(SearchRequest(any_of={"event": ("2024",)}), Filter("event", "2024-01"), ("2024", "2024-01")).any_of == {
        "event": ("2024-01",)
    }


def test_excluding_a_selected_value_drops_its_selection() -> None:
    excluded = add(SearchRequest(any_of={"actor": ("a",)}), Filter("actor", "a", True))
    assert (excluded.any_of, excluded.none_of) == ({}, {"actor": ("a",)})


def test_dropping_the_span_of_days_keeps_selected_dates() -> None:
    asked = read("from=2024-01-01&to=2024-02-01&date=2024&page=2")
    assert without_dates(asked) == SearchRequest(any_of={"event": ("2024",)})


def test_dates_may_be_years_or_months() -> None:
    asked = read("from=2024&to=2024-02")
    assert (asked.date_from, asked.date_to) == (dt.date(2024, 1, 1), dt.date(2024, 2, 29))


def test_dates_are_of_the_report_when_asked() -> None:
    assert read("date=2024&date_of=report&not_date=none") == SearchRequest(
        any_of={"report": ("2024",)}, none_of={"report": ("none",)}, date_of="report"
    )


def test_empty_and_unknown_parameters_are_ignored() -> None:
    assert read("q=&actor=&from=&to=&size=&utm_source=x&date_of=") == SearchRequest()


def test_numbers_may_be_written_in_arabic_digits() -> None:
    assert read("page=٢&size=٢٠") == SearchRequest(page=2, size=20)


@pytest.mark.parametrize(
    ("query", "parameter", "reason"),
    [
        ("from=yesterday", "from", "date"),
        ("to=2024-02-30", "to", "date"),
        ("date=2024-13", "date", "date"),
        ("date=2024-00", "date", "date"),
        ("to=2024-01-00", "to", "date"),
        ("from=0000", "from", "date"),
        ("not_date=0000", "not_date", "date"),
        ("date_of=both", "date_of", "choice"),
        ("level=soft", "level", "choice"),
        ("sort=best", "sort", "choice"),
        ("page=0", "page", "number"),
        ("page=-1", "page", "number"),
        ("size=101", "size", "number"),
        ("size=" + "9" * 5000, "size", "number"),
        ("facet_size=x", "facet_size", "number"),
        ("from=2024-02-01&to=2024-01-01", "from", "order"),
        ("&".join(f"location={number}" for number in range(MAX_VALUES + 1)), "location", "many"),
        ("&".join(f"not_date={year}" for year in range(1900, 1901 + MAX_VALUES)), "not_date", "many"),
    ],
)
def test_a_bad_value_is_named_and_the_rest_is_kept(query: str, parameter: str, reason: str) -> None:
    with pytest.raises(ParameterError) as caught:
        read(f"q=words&actor=a&{query}")
    assert [(problem.parameter, problem.reason) for problem in caught.value.problems] == [(parameter, reason)]
    assert caught.value.rest.text == "words"
    assert caught.value.rest.any_of["actor"] == ("a",)
    assert isinstance(caught.value, QueryError)
    assert parameter in str(caught.value)


def test_as_many_values_as_the_limit_are_read() -> None:
    values = tuple(str(number) for number in range(MAX_VALUES))
    asked = read("&".join(f"location={value}" for value in (*values, *values)))
    assert asked.any_of == {"location": values}


def test_the_values_of_all_parameters_together_have_a_limit() -> None:
    names = VALUE_FIELDS[: MAX_FILTERS // MAX_VALUES + 1]
    query = "&".join(f"{name}={number}" for name in names for number in range(MAX_VALUES))
    with pytest.raises(ParameterError) as caught:
        read(f"q=words&{query}")
    assert [problem.reason for problem in caught.value.problems] == ["many"]
    assert caught.value.rest == SearchRequest(text="words")


def test_every_bad_value_is_named_at_once() -> None:
    with pytest.raises(ParameterError) as caught:
        read("from=x&size=y&sort=z")
    assert {problem.parameter for problem in caught.value.problems} == {"from", "size", "sort"}
