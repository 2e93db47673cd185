"""The URL is the whole state: what is written is read back, and what can not be read is named."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import pytest
from asked import read, requests
from hypothesis import given

from analyzers import kashf_analyzer
from search.query_language import parse_query
from search.values import MAX_QUERY_LENGTH, QueryError, SearchRequest
from webapp.narrowing import filters
from webapp.state import MAX_FILTERS, MAX_FILTERS_LENGTH, MAX_VALUES, VALUE_FIELDS, ParameterError, write_request


@given(requests())
def test_what_is_written_is_read_back(request: SearchRequest) -> None:
    assert read(urlencode(write_request(request))) == request


def test_values_that_belong_together_are_not_mixed_with_others() -> None:
    assert read("actor=a&all_actor=b&all_location=IQ") == SearchRequest(any_of={"actor": ("a",)}, all_of={"location": ("IQ",)})


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


def test_no_more_of_a_query_is_kept_than_tells_that_it_is_cut() -> None:
    asked = read(f"q={'x' * (MAX_QUERY_LENGTH + 50)}")
    assert len(asked.text) == MAX_QUERY_LENGTH + 1
    assert parse_query(asked.text, kashf_analyzer()).notes[0][0] == "query_cut"


def test_the_values_of_all_parameters_together_have_a_length() -> None:
    value = "a" * (MAX_FILTERS_LENGTH // 40)
    assert len(filters(read("&".join(f"not_actor={value}" for _ in range(50))))) == 1
    with pytest.raises(ParameterError) as caught:
        read("q=words&" + "&".join(f"not_source={number}{value}" for number in range(40)))
    assert [(problem.parameter, problem.reason) for problem in caught.value.problems] == [("filters", "many")]
    assert caught.value.rest == SearchRequest(text="words")


def test_every_bad_value_is_named_at_once() -> None:
    with pytest.raises(ParameterError) as caught:
        read("from=x&size=y&sort=z")
    assert {problem.parameter for problem in caught.value.problems} == {"from", "size", "sort"}
