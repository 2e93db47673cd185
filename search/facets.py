"""Facets: which are asked of the engine, and their buckets with labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engines.base import DATE_FIELDS, NONE, FacetRequest
from search.values import AnswerBucket, AnswerFacet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines.base import Facet, Field, Granularity
    from search.labels import Labels
    from search.values import SearchRequest

PLAIN_FACETS: Final[tuple[Field, ...]] = ("actor", "location", "source", "language", "type")
GRANULARITIES: Final[tuple[tuple[Granularity, int], ...]] = (("year", 4), ("month", 7), ("day", 10))
"""Each with the length of its values (`2024`, `2024-01`, `2024-01-20`)."""

MAX_DAYS: Final = 62
"""Days are listed where there are no more than these, or where they or their month are selected."""


def facet_requests(request: SearchRequest) -> tuple[FacetRequest, ...]:
    """Every facet of an answer; dates of the kind that the request narrows by, by year, month and day."""

    def chosen(field: Field) -> tuple[str, ...]:
        return (*request.any_of.get(field, ()), *request.none_of.get(field, ()))

    plain = [FacetRequest(field, size=request.facet_size, include=chosen(field)) for field in PLAIN_FACETS]
    dates = [
        FacetRequest(
            request.date_of,
            granularity=granularity,
            include=tuple(value for value in chosen(request.date_of) if len(value) == length and value != NONE),
        )
        for granularity, length in GRANULARITIES
    ]
    return (*plain, *dates)


def answer_facets(facets: Sequence[Facet], request: SearchRequest, labels: Labels, *, generation: str) -> dict[Field, AnswerFacet]:
    """The engine's facets with labels; the three granularities of a date are one facet."""
    answer: dict[Field, AnswerFacet] = {}
    for facet in facets:
        field = facet.request.field
        buckets = _buckets(facet, request, labels, generation)
        if earlier := answer.get(field):
            listed = {bucket.value for bucket in earlier.buckets}
            buckets = [*earlier.buckets, *(bucket for bucket in buckets if bucket.value not in listed)]
        distinct = facet.distinct + (earlier.distinct if earlier else 0)
        answer[field] = AnswerFacet(field, tuple(buckets), distinct)
    return answer


def _buckets(facet: Facet, request: SearchRequest, labels: Labels, generation: str) -> list[AnswerBucket]:
    field = facet.request.field
    selected, excluded = request.any_of.get(field, ()), request.none_of.get(field, ())
    buckets = []
    for bucket in facet.buckets:
        if not _listed(facet, bucket.value, selected):
            continue
        label, entity = labels.label(field, bucket.value, generation=generation)
        buckets.append(
            AnswerBucket(
                value=bucket.value,
                label=label,
                count=bucket.count,
                selected=bucket.value in selected,
                excluded=bucket.value in excluded,
                path=entity.path if entity else (),
                type=entity.type if entity else "",
            )
        )
    return buckets


def _listed(facet: Facet, value: str, selected: Sequence[str]) -> bool:
    if facet.request.field not in DATE_FIELDS or facet.request.granularity != "day" or value == NONE:
        return True
    if facet.distinct <= MAX_DAYS:
        return True
    return any(value.startswith(choice) for choice in selected if len(choice) > 4)  # a month or a day, not a year
