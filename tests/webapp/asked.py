"""Requests that a URL can stand for: made ones, and those of a query string."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from analyzers.analysis import LEVELS
from engines.base import DATE_FIELDS, SORTS
from search.values import MAX_PAGE_SIZE, SearchRequest
from webapp.state import MAX_FACET_SIZE, VALUE_FIELDS, read_request

if TYPE_CHECKING:
    from engines.base import Field

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
    date_of = draw(st.sampled_from(DATE_FIELDS))

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
