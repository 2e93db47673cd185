"""Stored documents → GeoJSON (RFC 7946): one point for each place that a document names and whose coordinates are known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from search.wire import date_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engines.base import Document, Entity


def geojson_lines(documents: Iterable[Document]) -> Iterator[str]:
    """A FeatureCollection, a feature a line. Documents without a place on the map are not in it."""
    yield '{"type": "FeatureCollection", "features": [\n'
    first = True
    for document in documents:
        for entity in document.entities:
            if entity.kind == "location" and entity.lat is not None and entity.lon is not None:
                line = json.dumps(_feature(document, entity, entity.lon, entity.lat), ensure_ascii=False)
                yield line if first else f",\n{line}"
                first = False
    yield "\n]}\n"


def _feature(document: Document, place: Entity, longitude: float, latitude: float) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            "id": document.id,
            "title": document.title,
            "date": document.report_date.isoformat() if document.report_date else None,
            "source": document.source,
            "url": document.url,
            "place": place.id,
            "place_ar": place.label.ar,
            "place_en": place.label.en,
            "mentions": len(place.mentions),
            "dates": [date_value(date) for date in document.event_dates],
        },
    }
