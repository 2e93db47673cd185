"""The page of an actor or a place as values: what all reports that name it have in common, and the newest of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from search.values import SearchRequest
from webapp.facets import chart_bars
from webapp.links import entity_page_url, page_url, search_url
from webapp.maps import Counted, at_detail, map_view
from webapp.narrowing import narrowed_to
from webapp.overview import Top, tops
from webapp.places import counted_places
from webapp.search_page import hit_view
from webapp.words import ACTOR_TYPES, PLACE_LEVELS, entity_label

if TYPE_CHECKING:
    from engines.base import Document, EntityKind
    from search.values import AnswerHit, KnownEntity, SearchAnswer
    from webapp.collection import Searching
    from webapp.facets import ChartBar
    from webapp.maps import MapView
    from webapp.search_page import HitView

READ: Final = 50
"""Reports whose texts are read for the names that they use."""

LISTED: Final = 10
COMPANIONS: Final = 12
MOST_NAMES: Final = 12
PLACES: Final = 100


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Everything that the page shows. `names` are the forms in which the newest `read` reports name it, the most frequent first."""

    request: SearchRequest
    known: KnownEntity
    label: str
    other_label: str
    type: str
    above: tuple[tuple[str, str], ...]
    total: int
    chart: tuple[ChartBar, ...]
    actors: tuple[Top, ...]
    places: tuple[Top, ...]
    map: MapView
    names: tuple[tuple[str, int], ...]
    read: int
    latest: tuple[HitView, ...]
    all_url: str
    map_url: str


def ask_about(kind: EntityKind, id: str, searcher: Searching) -> SearchAnswer:  # noqa: A002 - an id
    """The newest reports that name an actor or a place, and what all of them have in common."""
    return searcher.search(SearchRequest(all_of={kind: (id,)}, date_of="report", size=READ, facet_size=PLACES))


def entity_page(kind: EntityKind, id: str, searcher: Searching) -> EntityPage | None:  # noqa: A002 - an id
    """Ask for the reports that name an actor or a place, and lay out what stands in them; None where nobody knows it."""
    known = searcher.known(kind, id)
    if known is None:
        return None
    answer = ask_about(kind, id, searcher)
    base = SearchRequest(any_of={kind: (id,)}, date_of="report")
    own = frozenset(known.path)
    label = entity_label(known, id)
    return EntityPage(
        request=base,
        known=known,
        label=label,
        other_label=next((name for name in (known.label.ar, known.label.en) if name and name != label), ""),
        type=str((ACTOR_TYPES if kind == "actor" else PLACE_LEVELS).get(known.type, known.type)),
        above=tuple(_above(known, searcher)),
        total=answer.total,
        chart=_chart(base, answer),
        actors=tuple(tops(_beside(base, kind, "actor"), answer.facets.get("actor"), COMPANIONS, own)),
        places=tuple(tops(_beside(base, kind, "location"), answer.facets.get("location"), COMPANIONS, own)),
        map=_map(known, base, answer, searcher),
        names=names_in(known, answer.hits),
        read=len(answer.hits),
        latest=tuple(hit_view(base, hit) for hit in answer.hits[:LISTED]),
        all_url=search_url(base),
        map_url=page_url("map", base),
    )


def _beside(base: SearchRequest, kind: EntityKind, other: EntityKind) -> SearchRequest:
    """The request that a companion is added to: one of the same kind has to stand beside the first, not in its place."""
    return SearchRequest(all_of=base.any_of, date_of="report") if kind == other else base


def _above(known: KnownEntity, searcher: Searching) -> list[tuple[str, str]]:
    """The places that a place lies in (the groups that an actor belongs to), outermost first, with their pages."""
    return [
        (entity_label(searcher.known(known.kind, above), above), entity_page_url(known.kind, above)) for above in known.path[:-1]
    ]


def _chart(base: SearchRequest, answer: SearchAnswer) -> tuple[ChartBar, ...]:
    facet = answer.facets.get("report")
    return chart_bars(base, facet, "") if facet else ()


def _map(known: KnownEntity, base: SearchRequest, answer: SearchAnswer, searcher: Searching) -> MapView:
    """Where the reports of an actor happen; of a place, what is named in it, or itself."""
    places = counted_places(answer.facets.get("location"), searcher)
    shown = at_detail(places, "unit", known.id if known.kind == "location" else "") or [Counted(known, answer.total)]
    return map_view(shown, lambda place: search_url(narrowed_to(base, place)))


def names_in(known: KnownEntity, hits: tuple[AnswerHit, ...]) -> tuple[tuple[str, int], ...]:
    """How reports name it: each form with the number of reports that have it."""
    forms = Counter(form for hit in hits for form in _forms(known.id, hit.document))
    return tuple(forms.most_common(MOST_NAMES))


def _forms(id_: str, document: Document) -> set[str]:
    mentions = [span for entity in document.entities if entity.id == id_ for span in entity.mentions]
    fields = {"title": document.title, "text": document.text}
    return {" ".join(fields[span.field][span.start : span.end].split()) for span in mentions}
