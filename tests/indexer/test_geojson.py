"""GeoJSON of documents."""

from __future__ import annotations

import datetime as dt
import json

from engines.base import Document, Entity, Label, Span
from indexer.geojson import geojson_lines


def test_a_point_for_each_place_whose_coordinates_are_known() -> None:
    label = Label("حلب", "Aleppo")
    places = (
        Entity("location", "sy-hl", "city", label, ("SY", "sy-hl"), (Span(0, 3), Span(5, 8)), "SY", 36.2, 37.16),
        Entity("location", "x", "town", label, ("x",)),
        Entity("actor", "grp:a", "armed_group", label, ("grp:a",)),
    )
    documents = [Document("a", "t", "x", dt.date(2024, 1, 2), entities=places), Document("b", "t", "x", entities=places[:1])]
    collection = json.loads("".join(geojson_lines(documents)))
    assert collection["type"] == "FeatureCollection"
    assert [feature["properties"]["id"] for feature in collection["features"]] == ["a", "b"]
    first = collection["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [37.16, 36.2]}
    assert (first["properties"]["place_en"], first["properties"]["mentions"], first["properties"]["date"]) == (
        "Aleppo",
        2,
        "2024-01-02",
    )


def test_no_documents_are_an_empty_collection() -> None:
    assert json.loads("".join(geojson_lines([]))) == {"type": "FeatureCollection", "features": []}
