"""Facets: the values of a field among the matching documents, with exact counts.

tantivy has no filter that only the hits see, so a facet with a filter of its own is counted by a second query that leaves it
out; all facets that share a query are counted in one request.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, cast

from tantivy import Occur, Query

from engines.base import DATE_FIELDS, NONE, Bucket, Facet, MatchAll
from engines.clauses import bucket_order, selected_values, selects
from engines.dates import UNDATED, DateValue, within_bounds
from engines.embedded.queries import narrowed, values_query
from engines.embedded.schema import number_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engines.base import FacetRequest, Field, Filter
    from engines.base import Query as SearchQuery
    from engines.embedded.snapshot import Snapshot


def count_facets(snapshot: Snapshot, clause: Query, query: SearchQuery) -> tuple[Facet, ...]:
    """The answers to the facet requests of a query, in their order."""
    groups: dict[tuple[Filter, ...], list[FacetRequest]] = {}
    for request in query.facets:
        groups.setdefault(_others(query.filters, request.field), []).append(request)
    answers: dict[FacetRequest, Facet] = {}
    for filters, requests in groups.items():
        matching = narrowed(snapshot, clause, filters)
        columns = sorted({_column(request) for request in requests})
        everything = not filters and isinstance(query.clause, MatchAll)
        buckets = snapshot.all_buckets(columns) if everything else snapshot.buckets(matching, columns)
        for request in requests:
            counts = _values(request, buckets[_column(request)])
            included = {value: _count(snapshot, matching, request, value) for value in request.include if value not in counts}
            answers[request] = _facet(request, counts, included, selected_values(query.filters, request.field))
    return tuple(answers[request] for request in query.facets)


def _others(filters: Iterable[Filter], field: Field) -> tuple[Filter, ...]:
    return tuple(wanted for wanted in filters if not selects(wanted, field))


def _column(request: FacetRequest) -> str:
    if request.field in DATE_FIELDS:
        return number_field(request.field, request.granularity)
    return request.field


def _values(request: FacetRequest, buckets: Mapping[str | int, int]) -> Mapping[str, int]:
    """Counts by value as the seam writes it."""
    if request.field not in DATE_FIELDS:
        return cast("Mapping[str, int]", buckets)
    low, high = within_bounds(request.within, request.granularity)
    counts = {
        str(DateValue(request.granularity, int(number))): count for number, count in buckets.items() if low <= int(number) <= high
    }
    if UNDATED in buckets and not request.within:
        counts[NONE] = buckets[UNDATED]
    return counts


def _count(snapshot: Snapshot, matching: Query, request: FacetRequest, value: str) -> int:
    """The count of a value that is not among those of the request."""
    if request.field not in DATE_FIELDS:
        return 0  # all values were counted
    wanted = values_query(snapshot, request.field, [value])
    return snapshot.count(Query.boolean_query([(Occur.Must, matching), (Occur.Must, wanted)]))


def _facet(request: FacetRequest, counts: Mapping[str, int], included: Mapping[str, int], selected: set[str]) -> Facet:
    order = bucket_order(request)
    if request.field in DATE_FIELDS:
        listed = dict(counts)
    else:
        listed = dict(heapq.nsmallest(request.size, counts.items(), key=order))
        listed |= {value: counts[value] for value in (NONE, *request.include) if value in counts}
    listed |= included
    return Facet(
        request=request,
        buckets=tuple(Bucket(value, count, value in selected) for value, count in sorted(listed.items(), key=order)),
        distinct=len(counts) - (NONE in counts),
    )
