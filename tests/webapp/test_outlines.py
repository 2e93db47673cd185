"""The outlines of countries under the maps: how they are drawn at build, and that places fall where they should."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from build_hook import outlines
from webapp import projection

if TYPE_CHECKING:
    from pathlib import Path


def draw(folder: Path, arcs: list[list[list[int]]], *rings: list[int]) -> str:
    """The picture of polygons whose arcs are in whole degrees, each point as its distance from the one before."""
    shapes = [{"type": "Polygon", "arcs": [ring]} for ring in rings]
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": arcs,
        "objects": {"countries": {"geometries": [*shapes, {"type": None}]}},
    }
    source, target = folder / "atlas.json", folder / "made/outlines.svg"
    source.write_text(json.dumps(topology), encoding="utf-8")
    outlines.build_outlines(source, target)
    return target.read_text(encoding="utf-8")


def test_neighbours_share_their_border(tmp_path: Path) -> None:
    border, east, west = [[30, 10], [0, 10]], [[30, 20], [10, 0], [0, -10], [-10, 0]], [[30, 10], [-10, 0], [0, 10], [10, 0]]
    path = re.findall(r"M[^z]*z", draw(tmp_path, [border, east, west], [0, 1], [~0, 2]))
    assert len(path) == 2
    lengths = [re.findall(r"(?<![\d-])0-\d+|(?<=[l ])0 \d+", ring) for ring in path]
    assert lengths[0][0].strip("0-") == lengths[1][0].strip("0 ")


def test_what_lies_elsewhere_or_is_tiny_is_not_drawn(tmp_path: Path) -> None:
    far = [[-80, 10], [10, 0], [0, 10], [-10, -10]]
    assert ' d=""' in draw(tmp_path, [far], [0])
    assert "M" in draw(tmp_path, [[[30, 10], [10, 0], [0, 10], [-10, -10]]], [0])


def test_points_on_a_line_are_left_out(tmp_path: Path) -> None:
    square = [[30, 0], *[[1, 0]] * 10, *[[0, 1]] * 10, *[[-1, 0]] * 10, *[[0, -1]] * 10]
    ring = re.search(r"d=\"M[\d ]*l([^z]*)z", draw(tmp_path, [square], [0]))
    assert ring is not None
    assert len(re.findall(r"-?\d+", ring[1])) // 2 <= 5


def test_the_pages_and_the_builder_agree_on_the_frame() -> None:
    for name in ("WEST", "EAST", "SOUTH", "NORTH"):
        assert getattr(projection, name) == getattr(outlines, name)
    assert outlines._y(33.3) / outlines.UNITS == pytest.approx(projection.y_of(33.3))
    assert pytest.approx(projection.HEIGHT * outlines.UNITS) == outlines._y(projection.SOUTH)


def test_places_are_in_the_frame_or_outside() -> None:
    assert projection.is_inside(33.3, 44.4)
    assert not projection.is_inside(51.5, 0.1)
    assert 0 < projection.x_of(44.4) < projection.WIDTH
    assert projection.y_of(36.2) < projection.y_of(33.3) < projection.HEIGHT
