"""What stands beside a report's text: its neighbours in time, its places on a map, and how to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.folding import kind_of
from search.values import KnownEntity, SearchRequest
from webapp.document_head import direction_of, report_day_text, title_text
from webapp.links import document_url, entity_page_url
from webapp.maps import Counted, at_detail, map_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engines.base import Document, Entity
    from webapp.locales import Direction
    from webapp.maps import MapView


@dataclass(frozen=True, slots=True)
class Near:
    """Another report, in a list beside the text: its date as it is shown, and as a machine reads it."""

    title: str
    url: str
    date: str
    day: str
    direction: Direction


def near(documents: Iterable[Document]) -> tuple[Near, ...]:
    """Other reports as they are listed."""
    return tuple(
        Near(
            title=title_text(document),
            url=document_url(document.id, SearchRequest()),
            date=report_day_text(document),
            day=document.report_date.isoformat() if document.report_date else "",
            direction=direction_of(document),
        )
        for document in documents
    )


def is_twin(one: Document, other: Document) -> bool:
    """Whether two reports are nearly the same."""
    return kind_of(one) == kind_of(other)


def document_map(document: Document) -> MapView:
    """The places of a report, each as large as it is often named."""
    places = [_counted(entity) for entity in document.entities if entity.kind == "location"]
    return map_view(at_detail(places, "place"), lambda known: entity_page_url("location", known.id))


def _counted(entity: Entity) -> Counted:
    known = KnownEntity("location", entity.id, entity.label, entity.path, entity.type, entity.country, entity.lat, entity.lon)
    return Counted(known, max(1, len(entity.mentions)))


def citation(document: Document) -> str:
    """Source, title, date, and where to find it: as plain text, to be copied."""
    day = document.report_date.isoformat() if document.report_date else ""
    parts = (document.source, f"«{title_text(document)}»", day, document.url or document.id)
    return ", ".join(part for part in parts if part)
