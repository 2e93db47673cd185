"""The map of an answer as values: the circles, the regions to look into, and the same places as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from webapp.links import entity_page_url, page_url, search_url
from webapp.maps import DETAILS, MOST_CIRCLES, Counted, Detail, MapView, at_detail, map_view
from webapp.narrowing import narrowed_to
from webapp.places import counted_places
from webapp.search_page import Chip, filter_chips
from webapp.state import MAX_FACET_SIZE
from webapp.words import DETAIL_NAMES, entity_label

if TYPE_CHECKING:
    from search.values import KnownEntity, SearchAnswer, SearchRequest
    from webapp.collection import Searching

MOST_REGIONS: Final = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to the same map seen otherwise; `current` is the one that is shown."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the table: its reports, its page, and the map of what lies in it (empty where nothing does)."""

    label: str
    above: tuple[str, ...]
    count: int
    url: str
    page_url: str
    inside_url: str


@dataclass(frozen=True, slots=True)
class Placed:
    """The places of an answer: `shown` are those of one level, `cut` of that level or of the answer are not among them."""

    answer: SearchAnswer
    places: list[Counted]
    shown: list[Counted]
    cut: int


@dataclass(frozen=True, slots=True)
class MapPage:
    """Everything that the page of the map shows. `cut` of the places of the answer are not among those that were asked for."""

    request: SearchRequest
    answer: SearchAnswer
    chips: tuple[Chip, ...]
    map: MapView
    rows: tuple[Row, ...]
    regions: tuple[Choice, ...]
    details: tuple[Choice, ...]
    cut: int
    results_url: str


def placed(request: SearchRequest, at: str, detail: Detail, searcher: Searching, most: int = MOST_CIRCLES) -> Placed:
    """Ask for the places of a request: those of one level, `at` a place or everywhere, `most` of them."""
    answer = searcher.search(replace(request, size=1, page=1, facet_size=MAX_FACET_SIZE))
    facet = answer.facets.get("location")
    places = counted_places(facet, searcher)
    of_detail = at_detail(places, detail, at)
    unasked = max(0, facet.distinct - len(places)) if facet else 0
    return Placed(answer, places, of_detail[:most], max(0, len(of_detail) - most) + unasked)


def map_page(request: SearchRequest, at: str, detail: Detail, searcher: Searching) -> MapPage:
    """Lay the places of a request out."""
    found = placed(request, at, detail, searcher)
    return MapPage(
        request=request,
        answer=found.answer,
        chips=filter_chips(request, searcher, found.answer),
        map=map_view(found.shown, lambda known: search_url(narrowed_to(request, known))),
        rows=tuple(_row(request, place, detail, found.places, searcher) for place in found.shown),
        regions=tuple(_regions(request, at, detail, found.places)),
        details=tuple(Choice(str(DETAIL_NAMES[other]), _url(request, at, other), other == detail) for other in DETAILS),
        cut=found.cut,
        results_url=search_url(request),
    )


def _url(request: SearchRequest, at: str, detail: Detail) -> str:
    pairs = (("at", at),) if at else ()
    return page_url("map", request, *pairs, ("by", detail))


def _regions(request: SearchRequest, at: str, detail: Detail, places: list[Counted]) -> list[Choice]:
    """Everywhere, the countries, and where one of these is looked into, the way down to it."""
    detail = "unit" if detail == "country" else detail
    countries = [place.known for place in places if len(place.known.path) == 1][:MOST_REGIONS]
    chosen = next((place.known for place in places if place.known.id == at), None)
    path = {place.known.id: place.known for place in places if chosen and place.known.id in chosen.path}
    regions = {known.id: known for known in (*countries, *path.values())}
    return [
        Choice("", _url(request, "", detail), not at),
        *(Choice(entity_label(known, known.id), _url(request, known.id, detail), known.id == at) for known in regions.values()),
    ]


def _row(request: SearchRequest, place: Counted, detail: Detail, places: list[Counted], searcher: Searching) -> Row:
    known = place.known
    holds = any(other.known.id != known.id and known.id in other.known.path for other in places)
    return Row(
        label=entity_label(known, known.id),
        above=tuple(entity_label(_known(above, searcher), above) for above in known.path[:-1]),
        count=place.count,
        url=search_url(narrowed_to(request, known)),
        page_url=entity_page_url("location", known.id),
        inside_url=_url(request, known.id, "unit" if detail == "country" else detail) if holds else "",
    )


def _known(id_: str, searcher: Searching) -> KnownEntity | None:
    return searcher.known("location", id_)
