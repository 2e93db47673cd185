"""All values of a facet as a page of its own: to be looked through, and searched in by name, without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from analyzers import fold
from engines.base import NONE
from webapp.facets import FacetRow, facet_rows
from webapp.links import page_url, search_url
from webapp.search_page import filter_chips
from webapp.state import MAX_FACET_SIZE
from webapp.words import FIELD_TITLES, value_label

if TYPE_CHECKING:
    from search.values import AnswerBucket, AnswerFacet, SearchAnswer, SearchRequest
    from webapp.collection import Searching
    from webapp.search_page import Chip

ValueField = Literal["actor", "location", "source", "language", "type", "quality"]
MOST_FOUND: Final = 40
"""Characters of what is looked for that are heeded."""


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """Everything that the page shows. `cut` values are not listed: there are more than one answer holds."""

    field: ValueField
    title: str
    find: str
    answer: SearchAnswer
    chips: tuple[Chip, ...]
    rows: tuple[FacetRow, ...]
    listed: int
    cut: int
    exact: bool
    back_url: str
    whole_url: str


def values_page(request: SearchRequest, field: ValueField, find: str, searcher: Searching) -> ValuesPage:
    """Ask for as many values as an answer holds, and keep those whose names have what is looked for."""
    find = find.strip()[:MOST_FOUND]
    answer = searcher.search(replace(request, size=1, page=1, facet_size=MAX_FACET_SIZE))
    facet = answer.facets[field]
    listed = sum(bucket.value != NONE for bucket in facet.buckets)
    first, rest = facet_rows(request, _found(facet, find))
    return ValuesPage(
        field=field,
        title=str(FIELD_TITLES[field]),
        find=find,
        answer=answer,
        chips=filter_chips(request, searcher, answer),
        rows=(*first, *rest),
        listed=listed,
        cut=facet.distinct - listed,
        exact=facet.exact,
        back_url=search_url(request),
        whole_url=page_url("values", request, field=field),
    )


def _found(facet: AnswerFacet, find: str) -> AnswerFacet:
    """The values with a name, in either language, that holds what is looked for, however it is spelled."""
    wanted = fold(find)
    return replace(facet, buckets=tuple(bucket for bucket in facet.buckets if wanted in _names(facet, bucket))) if wanted else facet


def _names(facet: AnswerFacet, bucket: AnswerBucket) -> str:
    return fold("\n".join((value_label(facet.field, bucket.value, bucket.label), bucket.label.ar, bucket.label.en)))
