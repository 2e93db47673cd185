"""The overview as values: what is in the collection, from one answer without words and from the journal of its index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engines.base import NONE
from search.values import SearchRequest
from webapp.facets import chart_bars
from webapp.links import entity_page_url, page_url, search_url
from webapp.maps import at_detail, map_view
from webapp.narrowing import Filter, add, narrowed_to
from webapp.places import counted_places
from webapp.search_page import hit_view
from webapp.words import value_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Field
    from search.values import AnswerFacet, SearchAnswer
    from webapp.collection import Searching
    from webapp.facets import ChartBar
    from webapp.maps import MapView
    from webapp.search_page import HitView

LISTED: Final = 10
LATEST: Final = 5
PLACES: Final = 200
"""Values that are asked for, so that a map has enough to draw."""


@dataclass(frozen=True, slots=True)
class Top:
    """A value with how many reports have it: `url` is its page or its search, `search_url` the reports."""

    label: str
    count: int
    url: str
    search_url: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the overview shows. `first` and `last` are years of report dates, or of events where no report has one."""

    documents: int
    first: str
    last: str
    dated_by: Field
    undated: int
    undated_url: str
    chart: tuple[ChartBar, ...]
    actors: tuple[Top, ...]
    actor_count: int
    places: tuple[Top, ...]
    place_count: int
    sources: tuple[Top, ...]
    quality: tuple[Top, ...]
    map: MapView
    latest: tuple[HitView, ...]
    all_url: str
    map_url: str


def ask_for_all(searcher: Searching) -> SearchAnswer:
    """Ask once; again only where no report has a date of its own, for the dates in the texts."""
    request = SearchRequest(date_of="report", size=LATEST, facet_size=PLACES)
    answer = searcher.search(request)
    return answer if _years(answer, "report") else searcher.search(replace(request, date_of="event"))


def overview(searcher: Searching) -> Overview:
    """Ask for everything, and lay the answer out."""
    answer = ask_for_all(searcher)
    dated_by = answer.request.date_of
    bare = SearchRequest(date_of=dated_by)
    years, dates = _years(answer, dated_by), answer.facets.get(dated_by)
    places = counted_places(answer.facets.get("location"), searcher)
    return Overview(
        documents=answer.total,
        first=years[0] if years else "",
        last=years[-1] if years else "",
        dated_by=dated_by,
        undated=undated(answer),
        undated_url=search_url(add(bare, Filter(dated_by, NONE))),
        chart=chart_bars(bare, dates, "") if dates else (),
        actors=tuple(tops(bare, answer.facets.get("actor"), LISTED)),
        actor_count=_distinct(answer, "actor"),
        places=tuple(tops(bare, answer.facets.get("location"), LISTED)),
        place_count=_distinct(answer, "location"),
        sources=tuple(tops(bare, answer.facets.get("source"), LISTED)),
        quality=tuple(tops(bare, answer.facets.get("quality"), LISTED)),
        map=map_view(at_detail(places, "unit"), lambda known: search_url(narrowed_to(bare, known))),
        latest=tuple(hit_view(bare, hit) for hit in answer.hits),
        all_url=search_url(bare),
        map_url=page_url("map", bare),
    )


def undated(answer: SearchAnswer) -> int:
    """How many reports have no date of the kind that is asked by."""
    dates = answer.facets.get(answer.request.date_of)
    return next((bucket.count for bucket in dates.buckets if bucket.value == NONE), 0) if dates else 0


def tops(request: SearchRequest, facet: AnswerFacet | None, most: int, without: frozenset[str] = frozenset()) -> Iterator[Top]:
    """The values of a facet that most reports have, `none` and `without` left out."""
    if facet is None:
        return
    field = facet.field
    buckets = [bucket for bucket in facet.buckets if bucket.value not in {NONE, *without} and bucket.count]
    for bucket in buckets[:most]:
        searched = search_url(add(request, Filter(field, bucket.value), bucket.path))
        url = entity_page_url(field, bucket.value) if field in {"actor", "location"} else searched
        yield Top(value_label(field, bucket.value, bucket.label), bucket.count, url, searched)


def _years(answer: SearchAnswer, field: Field) -> list[str]:
    facet = answer.facets.get(field)
    return sorted(
        bucket.value for bucket in (facet.buckets if facet else ()) if len(bucket.value) == len("2024") and bucket.value != NONE
    )


def _distinct(answer: SearchAnswer, field: Field) -> int:
    facet = answer.facets.get(field)
    return facet.distinct if facet else 0
