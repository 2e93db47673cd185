"""Facets: the values of a field among the matching documents, with exact counts.

tantivy has no filter that only the hits see, so a facet with a filter of its own is counted by a second query that leaves it
out; all facets that share a query are counted in one request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tantivy import Occur, Query

from engines.base import DATE_FIELDS, NONE, Bucket, Facet, MatchAll
from engines.clauses import bucket_order, selected_values, selects
from engines.dates import UNDATED, DateValue, within_bounds
from engines.embedded.queries import narrowed, values_query
from engines.embedded.schema import number_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engines.base import FacetRequest, Field, Filter
    from engines.base import Query as SearchQuery
    from engines.embedded.counts import Counts
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
        counts = snapshot.all_counts(columns) if everything else snapshot.counts(matching, columns)
        for request in requests:
            selected = selected_values(query.filters, request.field)
            answers[request] = _facet(snapshot, matching, request, counts[_column(request)], selected)
    return tuple(answers[request] for request in query.facets)


def _others(filters: Iterable[Filter], field: Field) -> tuple[Filter, ...]:
    return tuple(wanted for wanted in filters if not selects(wanted, field))


def _column(request: FacetRequest) -> str:
    if request.field in DATE_FIELDS:
        return number_field(request.field, request.granularity)
    return request.field


def _facet(snapshot: Snapshot, matching: Query, request: FacetRequest, counts: Counts, selected: set[str]) -> Facet:
    if request.field in DATE_FIELDS:
        listed = _dates(request, counts)
        distinct = len(listed) - (NONE in listed)
        listed |= {value: _count(snapshot, matching, request, value) for value in request.include if value not in listed}
    else:
        included = dict.fromkeys(request.include, 0) | counts.of((NONE, *request.include))
        listed = counts.largest(request.size) | included
        distinct = len(counts) - (included.get(NONE, 0) > 0)
    buckets = sorted(listed.items(), key=bucket_order(request))
    return Facet(request, tuple(Bucket(value, count, value in selected) for value, count in buckets), distinct)


def _dates(request: FacetRequest, counts: Counts) -> dict[str, int]:
    """Counts by date, as the seam writes it, within the bounds of the request."""
    low, high = within_bounds(request.within, request.granularity)
    numbers = {int(number): count for number, count in counts}
    dates = {str(DateValue(request.granularity, number)): count for number, count in numbers.items() if low <= number <= high}
    if UNDATED in numbers and not request.within:
        dates[NONE] = numbers[UNDATED]
    return dates


def _count(snapshot: Snapshot, matching: Query, request: FacetRequest, value: str) -> int:
    """The count of a date that is not among those of the request."""
    wanted = values_query(snapshot, request.field, [value])
    return snapshot.count(Query.boolean_query([(Occur.Must, matching), (Occur.Must, wanted)]))
