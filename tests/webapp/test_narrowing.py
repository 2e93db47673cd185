"""Clicks change nothing but what they say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from asked import read, requests
from hypothesis import given
from hypothesis import strategies as st

from engines.base import DATE_FIELDS, Label
from search.values import AnswerBucket, KnownEntity, SearchRequest
from webapp.narrowing import (
    Filter,
    add,
    chosen_filter,
    clicked,
    filters,
    narrowed_to,
    remove,
    with_date_of,
    with_every,
    without_dates,
    without_filters,
)
from webapp.state import VALUE_FIELDS, write_request

if TYPE_CHECKING:
    from engines.base import DateField, Field


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


@given(requests(), st.sampled_from(DATE_FIELDS))
def test_the_kind_of_date_changes_without_dates_of_the_other_kind(request: SearchRequest, date_of: DateField) -> None:
    switched = with_date_of(request, date_of)
    assert switched.date_of == date_of
    assert not [kept for kept in filters(switched) if kept.field in DATE_FIELDS]
    assert (switched.date_from, switched.date_to, switched.text) == (request.date_from, request.date_to, request.text)
    assert read(urlencode(write_request(switched))) == switched


@given(requests())
def test_without_filters_keeps_words_level_sort_and_size(request: SearchRequest) -> None:
    bare = without_filters(request)
    assert not filters(bare)
    assert (bare.date_from, bare.date_to) == (None, None)
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


def test_a_value_is_added_as_those_of_its_field_are() -> None:
    assert add(read("all_actor=a"), Filter("actor", "b")) == SearchRequest(all_of={"actor": ("a", "b")})


@pytest.mark.parametrize("query", ["actor=a", "all_actor=a", "not_actor=a"])
def test_a_click_undoes_what_chose_or_excluded_a_value(query: str) -> None:
    excluded = query.startswith("not")
    bucket = AnswerBucket("a", Label("a", "a"), 1, selected=not excluded, excluded=excluded)
    assert clicked(read(f"{query}&location=IQ&page=2"), "actor", bucket) == read("location=IQ")


def test_a_click_on_a_part_takes_the_place_of_the_whole() -> None:
    month = AnswerBucket("2024-01", Label("", ""), 1)
    assert clicked(read("date=2024"), "event", month) == read("date=2024-01")
    town = AnswerBucket("jurf", Label("", ""), 1, path=("IQ", "jurf"))
    assert clicked(read("location=IQ"), "location", town) == read("location=jurf")


def test_an_actor_or_a_place_narrows_by_its_way_down() -> None:
    town = KnownEntity("location", "jurf", Label("", ""), ("IQ", "jurf"), "town", "IQ", None, None)
    assert narrowed_to(read("location=IQ&q=x&page=3"), town) == read("location=jurf&q=x")
