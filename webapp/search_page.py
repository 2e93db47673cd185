"""The search page as values: what its templates write, worked out from an answer. No HTML here, no logic there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlencode

from flask_babel import gettext

from engines.base import NONE
from search.searching import MAX_OFFSET
from webapp.document_head import direction_of, report_day_text, title_text
from webapp.facets import FacetView, facet_views
from webapp.links import document_url, page_url, search_url
from webapp.locales import day_text, label_text
from webapp.marking import runs
from webapp.narrowing import Filter, filters, narrowed_to, remove, without_dates
from webapp.state import write_request
from webapp.words import FIELD_TITLES, LEVEL_BADGES, LEVEL_NAMES, entity_label, found_how, value_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engines.base import Document, EntityKind
    from search.values import AnswerHit, KnownEntity, SearchAnswer, SearchRequest, Snippet
    from webapp.collection import Searching
    from webapp.locales import Direction
    from webapp.marking import Run

ENTITIES_OF_HIT: Final = 3

EXPORTS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "CSV": (("format", "csv"),),
    "CSV (Excel)": (("format", "csv"), ("excel", "1")),
    "JSON Lines": (("format", "jsonl"),),
    "GeoJSON": (("format", "geojson"),),
}

MOST_WITHOUT: Final = 8
"""Filters that a page without hits tries to do without: each is a search of its own."""


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied filter: `parts` are its name, for a place with those that it lies in."""

    field_title: str
    parts: tuple[str, ...]
    excluded: bool
    without: SearchRequest
    remove_url: str


@dataclass(frozen=True, slots=True)
class EntityLink:
    """An actor or a place of a document, and the search that it leads to."""

    kind: EntityKind
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A document in the answer, in its own language and direction.

    `via` is what it was found by instead of words of the query, each with its kind: there is no `level` beside it. `duplicates`
    are the titles and pages of those that are nearly the same.
    """

    document: Document
    url: str
    title: tuple[Run, ...]
    snippet: tuple[Run, ...]
    direction: Direction
    date: str
    level: str
    level_name: str
    entities: tuple[EntityLink, ...]
    via: tuple[tuple[str, str], ...]
    duplicates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HitGroup:
    """Hits with all words of the query (1) or with some of them (2)."""

    number: Literal[1, 2]
    hits: tuple[HitView, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Pages of the answer; `pages` holds those around the current one."""

    current: int
    last: int
    pages: tuple[tuple[int, str], ...]
    previous_url: str
    next_url: str
    first_url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything that the search page shows."""

    request: SearchRequest
    answer: SearchAnswer
    chips: tuple[Chip, ...]
    groups: tuple[HitGroup, ...]
    facets: tuple[FacetView, ...]
    pager: Pager
    without: tuple[tuple[Chip, int], ...]
    map_url: str
    exports: tuple[tuple[str, str], ...]
    query_string: str


def search_page(request: SearchRequest, searcher: Searching) -> SearchPage:
    """Ask, and lay the answer out."""
    answer = searcher.search(replace(request, fold=True))
    chips = filter_chips(request, searcher, answer)
    return SearchPage(
        request=request,
        answer=answer,
        chips=chips,
        groups=_groups(request, answer),
        facets=facet_views(request, answer, searcher),
        pager=_pager(request, last_page(request, answer)),
        without=_without(chips, searcher, answer.more) if not answer.total else (),
        map_url=page_url("map", request),
        query_string=urlencode(write_request(request)),
        exports=tuple((name, page_url("export", request, *parameters)) for name, parameters in EXPORTS.items()),
    )


def filter_chips(request: SearchRequest, searcher: Searching | None, answer: SearchAnswer | None = None) -> tuple[Chip, ...]:
    """The applied filters, one chip each; the span of days is one."""
    chips = [_chip(request, chosen, searcher, answer) for chosen in filters(request)]
    if request.date_from or request.date_to:
        without = without_dates(request)
        title = str(FIELD_TITLES[request.date_of])
        chips.append(Chip(title, (_span_text(request),), False, without, search_url(without)))
    if request.level:
        without = replace(request, level=None, page=1)
        title = gettext("Words match")
        chips.append(Chip(title, (str(LEVEL_NAMES[request.level]),), False, without, search_url(without)))
    return tuple(chips)


def _chip(request: SearchRequest, chosen: Filter, searcher: Searching | None, answer: SearchAnswer | None) -> Chip:
    without = remove(request, chosen)
    parts = _filter_parts(chosen, searcher, answer)
    return Chip(str(FIELD_TITLES[chosen.field]), parts, chosen.excluded, without, search_url(without))


def _filter_parts(chosen: Filter, searcher: Searching | None, answer: SearchAnswer | None) -> tuple[str, ...]:
    facet = answer.facets.get(chosen.field) if answer else None
    buckets = facet.buckets if facet else ()
    bucket = next((bucket for bucket in buckets if bucket.value == chosen.value), None)
    known = _known(chosen, searcher)
    label = bucket.label if bucket else known.label if known else None
    path = bucket.path if bucket else known.path if known else ()
    own = value_label(chosen.field, chosen.value, label)
    if chosen.field != "location" or searcher is None:
        return (own,)
    return (*(entity_label(searcher.known("location", above), above) for above in path[:-1]), own)


def _known(chosen: Filter, searcher: Searching | None) -> KnownEntity | None:
    if searcher is None or chosen.field not in {"actor", "location"} or chosen.value == NONE:
        return None
    return searcher.known("actor" if chosen.field == "actor" else "location", chosen.value)


def _span_text(request: SearchRequest) -> str:
    first, last = request.date_from, request.date_to
    if first and last:
        return str(gettext("%(first)s to %(last)s", first=day_text(first), last=day_text(last)))
    if first:
        return str(gettext("from %(first)s", first=day_text(first)))
    return str(gettext("until %(last)s", last=day_text(last))) if last else ""


def _groups(request: SearchRequest, answer: SearchAnswer) -> tuple[HitGroup, ...]:
    numbers: tuple[Literal[1, 2], ...] = (1, 2)
    grouped = ((number, [hit for hit in answer.hits if hit.group == number]) for number in numbers)
    return tuple(HitGroup(number, tuple(hit_view(request, hit) for hit in hits)) for number, hits in grouped if hits)


def hit_view(request: SearchRequest, hit: AnswerHit) -> HitView:
    """A hit as a card."""
    document = hit.document
    level = hit.level if not hit.via else None  # that of a translation says nothing of the words that were typed
    return HitView(
        document=document,
        url=document_url(document.id, request),
        title=_marked(hit.title) or runs(title_text(document)),
        snippet=_marked(hit.snippet),
        direction=direction_of(document),
        date=report_day_text(document),
        level=str(LEVEL_BADGES[level]) if level else "",
        level_name=str(LEVEL_NAMES[level]) if level else "",
        entities=tuple(_entity_links(request, document)),
        via=tuple((via.label, found_how(via.kind)) for via in hit.via),
        duplicates=tuple((title_text(other), document_url(other.id, request)) for other in hit.duplicates),
    )


def _marked(snippet: Snippet) -> tuple[Run, ...]:
    return runs(snippet.text, hits=snippet.spans)


def _entity_links(request: SearchRequest, document: Document) -> Iterable[EntityLink]:
    """The actors and places that the document names most."""
    for kind in ("actor", "location"):
        entities = [entity for entity in document.entities if entity.kind == kind]
        entities.sort(key=lambda entity: -len(entity.mentions))
        for entity in entities[:ENTITIES_OF_HIT]:
            yield EntityLink(entity.kind, label_text(entity.label), search_url(narrowed_to(request, entity)))


def last_page(request: SearchRequest, answer: SearchAnswer) -> int:
    """The last page of an answer that can be asked for."""
    hits = min(answer.total + answer.more, MAX_OFFSET)
    return max(1, min(-(-hits // request.size), MAX_OFFSET // request.size))


def _pager(request: SearchRequest, last: int) -> Pager:
    def url(page: int) -> str:
        return search_url(replace(request, page=page)) if 1 <= page <= last else ""

    around = range(max(1, request.page - 2), min(last, request.page + 2) + 1)
    numbers = sorted({1, last, *around})
    return Pager(
        current=request.page,
        last=last,
        pages=tuple((number, url(number)) for number in numbers),
        previous_url=url(request.page - 1),
        next_url=url(request.page + 1),
        first_url=url(1),
    )


def _without(chips: tuple[Chip, ...], searcher: Searching, shown: int) -> tuple[tuple[Chip, int], ...]:
    """Which filters leave out what was asked for: the reports there would be without each, where they are more than `shown`."""
    counts = ((chip, searcher.count(chip.without)) for chip in chips[:MOST_WITHOUT])
    return tuple((chip, count) for chip, count in counts if count > shown)
