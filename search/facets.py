"""Facets: which are asked of the engine, and their buckets with labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engines.base import NONE, FacetRequest
from search.values import AnswerBucket, AnswerFacet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engines.base import Facet, Field, Granularity
    from search.labels import Labels
    from search.values import SearchRequest

PLAIN_FACETS: Final[tuple[Field, ...]] = ("actor", "location", "source", "language", "type", "quality")
_YEAR, _MONTH, _DAY = len("2024"), len("2024-01"), len("2024-01-20")

FEW_DOCUMENTS: Final = 50
"""Documents up to which months and days are listed without being asked for."""

FEW_YEARS: Final = 3
"""Years up to which their months are listed."""


def facet_requests(request: SearchRequest) -> tuple[FacetRequest, ...]:
    """The facets of every answer; dates of the kind that the request narrows by, by year (finer: `finer_requests`)."""

    def chosen(field: Field) -> tuple[str, ...]:
        return (*request.any_of.get(field, ()), *request.all_of.get(field, ()), *request.none_of.get(field, ()))

    plain = [FacetRequest(field, size=request.facet_size, include=chosen(field)) for field in PLAIN_FACETS]
    return (*plain, FacetRequest(request.date_of, include=_of_length(chosen(request.date_of), _YEAR)))


def finer_requests(request: SearchRequest, facets: Sequence[Facet], total: int) -> tuple[FacetRequest, ...]:
    """Months and days, where a person can read them: those of the years and months that are selected, or all of few documents.

    A collection has thousands of days, and a page shows none of them before a month is chosen.
    """
    field = request.date_of
    chosen = (*request.any_of.get(field, ()), *request.none_of.get(field, ()))
    few = 0 < total <= FEW_DOCUMENTS
    years = next((facet.distinct for facet in facets if facet.request.field == field), 0)
    return (
        *_within(field, "month", _MONTH, chosen, _YEAR, everywhere=few or 0 < years <= FEW_YEARS),
        *_within(field, "day", _DAY, chosen, _MONTH, everywhere=few),
    )


def _within(
    field: Field, granularity: Granularity, length: int, chosen: Sequence[str], outer: int, *, everywhere: bool
) -> Iterator[FacetRequest]:
    """Requests for one granularity: within each chosen value of the next coarser one (`outer` long), else perhaps everywhere."""
    parts = dict.fromkeys(value[:outer] for value in chosen if len(value) >= outer and value != NONE)
    if everywhere and not parts:
        yield FacetRequest(field, granularity=granularity)
    for part in parts:
        include = tuple(value for value in _of_length(chosen, length) if value.startswith(part))
        yield FacetRequest(field, granularity=granularity, within=part, include=include)


def _of_length(values: Sequence[str], length: int) -> tuple[str, ...]:
    return tuple(value for value in values if len(value) == length and value != NONE)


def answer_facets(facets: Sequence[Facet], request: SearchRequest, labels: Labels) -> dict[Field, AnswerFacet]:
    """The engine's facets with labels; the granularities of a date are one facet, of which `distinct` counts the years."""
    answer: dict[Field, AnswerFacet] = {}
    for facet in facets:
        field = facet.request.field
        buckets = _buckets(facet, request, labels)
        if earlier := answer.get(field):
            listed = {bucket.value for bucket in earlier.buckets}
            buckets = [*earlier.buckets, *(bucket for bucket in buckets if bucket.value not in listed)]
        distinct = earlier.distinct if earlier else facet.distinct
        exact = facet.exact and (earlier is None or earlier.exact)
        answer[field] = AnswerFacet(field, tuple(buckets), distinct, exact)
    return answer


def _buckets(facet: Facet, request: SearchRequest, labels: Labels) -> list[AnswerBucket]:
    field = facet.request.field
    excluded, needed = request.none_of.get(field, ()), request.all_of.get(field, ())
    named = labels.labels(field, [bucket.value for bucket in facet.buckets])
    buckets = []
    for bucket in facet.buckets:
        label, entity = named[bucket.value]
        buckets.append(
            AnswerBucket(
                value=bucket.value,
                label=label,
                count=bucket.count,
                selected=bucket.selected or bucket.value in needed,
                excluded=bucket.value in excluded,
                path=entity.path if entity else (),
                type=entity.type if entity else "",
            )
        )
    return buckets
