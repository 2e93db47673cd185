"""Facets: filtered aggregations in the request that asks for the hits.

Filters that select values of a facet go into `post_filter`, which only the hits see; each facet counts what passes the others.
Most requests select nothing, and their facets count what the query finds, without a filter of their own.

Counts are exact on one shard, which hands in no more values than were asked for. Of several, each hands in its `SHARD_SIZE`
commonest values, and a count is too low where one of them left a value out: the server tells where that may be. Such a facet is
asked for again with as many values as a request may hold (`MOST_VALUES`); where even these leave something out, its answer says so
(`Facet.exact`). `distinct` is counted exactly up to some 40,000 values, and within a few per cent beyond.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from engines.base import DATE_FIELDS, NONE, Bucket, Facet
from engines.clauses import bucket_order, selected_values, selects
from engines.dates import DateValue, date_number, parse_date_value, within_bounds
from engines.elastic.mapping import REPORT, event_field
from engines.elastic.queries import all_of, values_query
from engines.values import storable_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines.base import FacetRequest, Filter
    from engines.elastic.cluster import Json

SHARD_SIZE: Final = 1_000
MOST_VALUES: Final = 60_000
"""Of one request; the server refuses more than 65,536 buckets."""

_COUNTED_EXACTLY: Final = 40_000
_TOP, _DISTINCT, _NUMBERS, _NAMED, _NONE = "top", "distinct", "numbers", "named", "none"


def aggregations(requests: Sequence[FacetRequest], selecting: Sequence[Filter], *, shard_size: int) -> Json:
    """What to ask. `selecting`: the filters that are in `post_filter`. `shard_size`: values that a shard hands in, at least."""
    asked: Json = {}
    for number, request in enumerate(requests):
        others = [wanted for wanted in selecting if not selects(wanted, request.field)]
        counting = _dates(request) if request.field in DATE_FIELDS else _values(request, shard_size)
        if others:
            asked[str(number)] = {"filter": all_of(others), "aggs": counting}
        else:
            asked |= {f"{number}-{name}": part for name, part in counting.items()}
    return asked


def read_facets(requests: Sequence[FacetRequest], answer: Json, filters: Sequence[Filter]) -> list[Facet]:
    """The facets of an answer; `filters` are all those of the query."""
    return [_read_facet(request, _part(answer, number), filters) for number, request in enumerate(requests)]


def _part(answer: Json, number: int) -> Json:
    """What was asked for one facet, below a filter or beside the others."""
    below: Json | None = answer.get(str(number))
    beside = f"{number}-"
    return below or {name.removeprefix(beside): part for name, part in answer.items() if name.startswith(beside)}


def _read_facet(request: FacetRequest, answer: Json, filters: Sequence[Filter]) -> Facet:
    named = _named_counts(request, answer)
    unasked = NONE in named and NONE not in request.include and named[NONE] == 0
    if unasked:
        del named[NONE]
    if request.field in DATE_FIELDS:
        counts = _date_counts(request, answer)
        distinct, exact = len(counts), True
    else:
        counts = {bucket["key"]: bucket["doc_count"] for bucket in answer[_TOP]["buckets"]} if request.size else {}
        distinct = answer[_DISTINCT]["value"] - (named.get(NONE, 0) > 0)
        exact = not request.size or _is_exact(answer[_TOP])
    selected = selected_values(filters, request.field)
    listed = sorted((counts | named).items(), key=bucket_order(request))
    return Facet(
        request=request,
        buckets=tuple(Bucket(value, count, value in selected) for value, count in listed),
        distinct=distinct,
        exact=exact,
    )


def _values(request: FacetRequest, shard_size: int) -> Json:
    asked: Json = {_DISTINCT: {"cardinality": {"field": request.field, "precision_threshold": _COUNTED_EXACTLY}}}
    if request.size:
        size = min(request.size, MOST_VALUES)
        asked[_TOP] = {
            "terms": {
                "field": request.field,
                "size": size,
                "shard_size": max(size, shard_size),
                "order": [{"_count": "desc"}, {"_key": "asc"}],
                "show_term_doc_count_error": True,
            }
        }
    named = [value for value in _named(request) if storable_length(value) is not None]
    if named:
        asked[_NAMED] = {"terms": {"field": request.field, "include": named, "size": len(named)}}
    return asked


def _dates(request: FacetRequest) -> Json:
    asked: Json = {_NUMBERS: _histogram(request)}
    named = _named(request)
    if NONE in named:
        asked[_NONE] = {"missing": {"field": request.field}}
    if dates := [value for value in named if value != NONE]:
        asked[_NAMED] = {"filters": {"filters": {value: values_query(request.field, [value]) for value in dates}}}
    return asked


def _histogram(request: FacetRequest) -> Json:
    counting: Json = {"field": request.field, "min_doc_count": 1}
    part = parse_date_value(request.within) if request.within else None
    if request.field == REPORT:
        counting |= {"calendar_interval": request.granularity, "format": "strict_date"}
        if part:
            counting["hard_bounds"] = {"min": part.first.isoformat(), "max": part.last.isoformat()}
        return {"date_histogram": counting}
    counting |= {"field": event_field(request.granularity), "interval": 1}
    if part:
        low, high = within_bounds(request.within, request.granularity)
        counting["hard_bounds"] = {"min": low, "max": high}
    return {"histogram": counting}


def _named(request: FacetRequest) -> list[str]:
    """Values to count beside the commonest."""
    always = () if request.within else (NONE,)
    return list(dict.fromkeys((*always, *request.include)))


def _named_counts(request: FacetRequest, answer: Json) -> dict[str, int]:
    counts = dict.fromkeys(_named(request), 0)
    buckets = answer.get(_NAMED, {}).get("buckets", ())
    if request.field not in DATE_FIELDS:
        return counts | {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    if NONE in counts:
        counts[NONE] = answer[_NONE]["doc_count"]
    return counts | {value: buckets[value]["doc_count"] for value in buckets}


def _date_counts(request: FacetRequest, answer: Json) -> dict[str, int]:
    counts: dict[str, int] = {}
    for bucket in answer[_NUMBERS]["buckets"]:
        if request.field == REPORT:
            number = date_number(dt.date.fromisoformat(bucket["key_as_string"]), request.granularity)
        else:
            number = int(bucket["key"])
        counts[str(DateValue(request.granularity, number))] = bucket["doc_count"]
    return counts


def _is_exact(top: Json) -> bool:
    """No listed count may be too low, and no value that was left out can be as common as the last that is listed."""
    buckets = top["buckets"]
    if not top["doc_count_error_upper_bound"]:
        return True
    if any(bucket["doc_count_error_upper_bound"] for bucket in buckets):
        return False
    return not buckets or top["doc_count_error_upper_bound"] < buckets[-1]["doc_count"]
