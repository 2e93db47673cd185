"""Facets: filtered aggregations in the request that asks for the hits.

Filters that select values of a facet go into `post_filter`, which only the hits see; each facet counts what passes the others.
Most requests select nothing, and their facets count what the query finds, without a filter of their own.

Of a facet's values more are asked for than it shows, up to `LISTED`: where there are no more, the list tells `distinct` and
`none` too, and the server goes over the values once instead of three times. Else these two are asked for in a second request
(`completing`), and at once where the request names values to count beside the commonest.

Counts are exact on one shard. Of several, each hands in its `SHARD_SIZE` commonest values, and a count is too low where one of them
left a value out: the server tells where that may be. Such a facet is asked for again with as many values as a request may hold
(`MOST_VALUES`); where even these leave something out, its answer says so (`Facet.exact`). `distinct` is counted exactly up to some
40,000 values, and within a few per cent beyond.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from engines.base import DATE_FIELDS, NONE, Bucket, Facet
from engines.clauses import bucket_order, selected_values, selects
from engines.dates import DateValue, date_number, parse_date_value, within_bounds
from engines.elastic.mapping import REPORT, event_field
from engines.elastic.queries import all_of, values_query
from engines.values import storable_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines.base import FacetRequest, Filter, Granularity
    from engines.elastic.cluster import Json

SHARD_SIZE: Final = 1_000
MOST_VALUES: Final = 60_000
"""Of one request; the server refuses more than 65,536 buckets."""

LISTED: Final = 1_000
"""To read so many values takes less than a second request."""

_COUNTED_EXACTLY: Final = 40_000
_TOP, _DISTINCT, _NUMBERS, _NAMED, _NONE = "top", "distinct", "numbers", "named", "none"


def aggregations(requests: Sequence[FacetRequest], selecting: Sequence[Filter], *, shard_size: int) -> Json:
    """What to ask. `selecting`: the filters that are in `post_filter`. `shard_size`: values that a shard hands in, at least."""
    asked = [_dates(request) if request.field in DATE_FIELDS else _values(request, shard_size) for request in requests]
    return _placed(requests, selecting, asked)


def answered(requests: Sequence[FacetRequest], answer: Json) -> list[Json]:
    """What an answer says of each facet, below a filter or beside the others."""
    return [_part(answer, number) for number in range(len(requests))]


def completing(requests: Sequence[FacetRequest], selecting: Sequence[Filter], parts: Sequence[Json], *, shard_size: int) -> Json:
    """What to ask beside, with so many values of each shard, before the facets can be told; nothing, as a rule."""
    lacking = [_lacking(request, part, shard_size) for request, part in zip(requests, parts, strict=True)]
    return _placed(requests, selecting, lacking)


def read_facets(requests: Sequence[FacetRequest], parts: Sequence[Json], filters: Sequence[Filter]) -> tuple[Facet, ...]:
    """The facets of what was answered; `filters` are all those of the query."""
    return tuple(_read_facet(request, part, filters) for request, part in zip(requests, parts, strict=True))


def _placed(requests: Sequence[FacetRequest], selecting: Sequence[Filter], asked: Sequence[Json]) -> Json:
    """What is asked for each facet, below the filters that it heeds."""
    placed: Json = {}
    for number, (request, counting) in enumerate(zip(requests, asked, strict=True)):
        others = [wanted for wanted in selecting if not selects(wanted, request.field)]
        if others and counting:
            placed[str(number)] = {"filter": all_of(others), "aggs": counting}
        else:
            placed |= {f"{number}-{name}": part for name, part in counting.items()}
    return placed


def _part(answer: Json, number: int) -> Json:
    below: Json | None = answer.get(str(number))
    beside = f"{number}-"
    return below or {name.removeprefix(beside): part for name, part in answer.items() if name.startswith(beside)}


def _lacking(request: FacetRequest, part: Json, shard_size: int) -> Json:
    if _TOP not in part:
        return {}
    lacking: Json = {}
    if not _is_exact(request, part[_TOP]):
        lacking[_TOP] = _top(request, request.size, shard_size)
    if _DISTINCT not in part and part[_TOP]["sum_other_doc_count"]:
        lacking |= _beside(request)
    return lacking


def _read_facet(request: FacetRequest, part: Json, filters: Sequence[Filter]) -> Facet:
    if request.field in DATE_FIELDS:
        counts, named = _date_counts(request, part), _named_dates(request, part)
        distinct, exact = len(counts), True
    else:
        counts, named, distinct = _value_counts(request, part)
        exact = _TOP not in part or _is_exact(request, part[_TOP])
    if NONE not in request.include and named.get(NONE) == 0:
        del named[NONE]
    selected = selected_values(filters, request.field)
    listed = sorted((counts | named).items(), key=bucket_order(request))
    return Facet(
        request=request,
        buckets=tuple(Bucket(value, count, value in selected) for value, count in listed),
        distinct=distinct,
        exact=exact,
    )


def _values(request: FacetRequest, shard_size: int) -> Json:
    if request.size and not request.include:
        return {_TOP: _top(request, max(request.size, shard_size or LISTED), shard_size)}
    asked = _beside(request)
    if request.size:
        asked[_TOP] = _top(request, request.size, shard_size)
    return asked


def _top(request: FacetRequest, size: int, shard_size: int) -> Json:
    size = min(size, MOST_VALUES)
    terms: Json = {"field": request.field, "size": size, "order": [{"_count": "desc"}, {"_key": "asc"}]}
    if shard_size:  # one shard makes no errors
        terms |= {"shard_size": max(size, shard_size), "show_term_doc_count_error": True}
    return {"terms": terms}


def _beside(request: FacetRequest) -> Json:
    """How many values there are, and the counts of those that are named."""
    asked: Json = {_DISTINCT: {"cardinality": {"field": request.field, "precision_threshold": _COUNTED_EXACTLY}}}
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


def _value_counts(request: FacetRequest, part: Json) -> tuple[dict[str, int], dict[str, int], int]:
    """The commonest values, those that are named, and how many there are."""
    listed = _counts(part[_TOP]["buckets"]) if _TOP in part else {}
    found = _counts(part[_NAMED]["buckets"]) if _NAMED in part else listed
    named = {value: found.get(value, 0) for value in _named(request)}
    values = part[_DISTINCT]["value"] if _DISTINCT in part else len(listed)
    return dict(islice(listed.items(), request.size)), named, values - (named.get(NONE, 0) > 0)


def _counts(buckets: Sequence[Json]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


def _named_dates(request: FacetRequest, part: Json) -> dict[str, int]:
    named = _named(request)
    counts = {NONE: part[_NONE]["doc_count"]} if NONE in named else {}
    buckets = part[_NAMED]["buckets"] if _NAMED in part else {}
    return counts | {value: buckets[value]["doc_count"] for value in named if value in buckets}


def _date_counts(request: FacetRequest, answer: Json) -> dict[str, int]:
    counts: dict[str, int] = {}
    for bucket in answer[_NUMBERS]["buckets"]:
        if request.field == REPORT:
            number = date_number(dt.date.fromisoformat(bucket["key_as_string"]), request.granularity)
        else:
            number = int(bucket["key"])
        counts[_date_text(request.granularity, number)] = bucket["doc_count"]
    return counts


@lru_cache(maxsize=4096)
def _date_text(granularity: Granularity, number: int) -> str:
    return str(DateValue(granularity, number))


def _is_exact(request: FacetRequest, top: Json) -> bool:
    """No shown count may be too low, and no value that was left out can be as common as the last that is shown."""
    if not top["doc_count_error_upper_bound"]:
        return True
    shown = top["buckets"][: request.size]
    # Without an error of its own, a bucket was asked for of one shard, and the index has several by now.
    if any(bucket.get("doc_count_error_upper_bound", 1) for bucket in shown):
        return False
    return not shown or top["doc_count_error_upper_bound"] < shown[-1]["doc_count"]
