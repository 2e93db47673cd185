"""Makes `webapp/static/vendor/outlines.svg`: the countries of the region, from Natural Earth (public domain) through the npm
package `world-atlas`, at build time.

The file is a picture and no data of the program: the pages lay it under their circles, and another one can be put in its place
(`docs/web.md`). It is drawn in Mercator's projection, a degree of longitude to `UNITS`, from `WEST` to `EAST` and `SOUTH` to
`NORTH`: `webapp/projection.py` has the same numbers. Shared borders are simplified once, as the arcs of the topology that they are,
so that neighbours keep touching.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

WEST, EAST, SOUTH, NORTH = -19, 66, -4, 45
UNITS: Final = 40
"""To a degree: what is drawn is rounded to whole units, some three kilometres."""

MARGIN: Final = 1.5
"""Degrees that are drawn beyond the frame, so that what is cut off has its edge out of sight."""

TOLERANCE: Final = 0.9
"""Units by which a simplified line may lie beside the true one."""

LEAST_AREA: Final = 40
"""Square units of the smallest island that is drawn."""

Point = tuple[float, float]


def build_outlines(source: Path, target: Path) -> None:
    """Draw the countries of a topology file as one SVG."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [_simplified([_projected(point) for point in arc]) for arc in _arcs(topology)]
    rings = [ring for shape in topology["objects"]["countries"]["geometries"] for ring in _rings(shape, arcs)]
    path = "".join(_path(ring) for ring in rings if _is_drawn(ring))
    width, height = (EAST - WEST) * UNITS, round(_y(SOUTH))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" preserveAspectRatio="none">'
        # Grey that can be seen through stands out from a light ground and a dark one alike.
        '<path fill="#808890" fill-opacity=".16" fill-rule="evenodd" stroke="#808890" stroke-opacity=".75" '
        f'vector-effect="non-scaling-stroke" stroke-linejoin="round" d="{path}"/></svg>\n',
        encoding="utf-8",
    )


def _arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs of a topology in degrees: each is written as whole numbers, every point as its distance from the one before."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        yield points


def _projected(point: Point) -> Point:
    """A place in units, held within the frame and its margin."""
    longitude, latitude = point
    held = min(max(longitude, WEST - MARGIN), EAST + MARGIN), min(max(latitude, SOUTH - MARGIN), NORTH + MARGIN)
    return (held[0] - WEST) * UNITS, _y(held[1])


def _y(latitude: float) -> float:
    return (_mercator(NORTH) - _mercator(latitude)) * UNITS


def _mercator(latitude: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _simplified(line: Sequence[Point]) -> list[Point]:
    """Douglas and Peucker's way: points that lie near the line without them are left out; the ends stay."""
    kept = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        farthest, distance = first, TOLERANCE
        for index in range(first + 1, last):
            away = _distance(line[index], line[first], line[last])
            if away > distance:
                farthest, distance = index, away
        if farthest != first:
            kept.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [line[index] for index in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a line between two others; to the first of them, where these are one."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if not length:
        return math.hypot(x - x1, y - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def _rings(shape: dict[str, Any], arcs: Sequence[Sequence[Point]]) -> Iterator[list[Point]]:
    """The closed lines of a country; an arc with a negative number runs backwards."""
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
    for polygon in polygons:
        for numbers in polygon:
            ring: list[Point] = []
            for number in numbers:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring += arc[1:] if ring else arc
            yield ring


def _is_drawn(ring: Sequence[Point]) -> bool:
    """Whether anything of a ring is in the frame, and large enough to be seen; what lies outside has collapsed onto its edge."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    area = abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
    width, height = (EAST - WEST) * UNITS, _y(SOUTH)
    return area >= LEAST_AREA and any(0 <= x <= width and 0 <= y <= height for x, y in ring)


def _path(ring: Iterable[Point]) -> str:
    """A ring in whole units, each point as its distance from the one before."""
    rounded = [(round(x), round(y)) for x, y in ring]
    (x, y), steps = rounded[0], []
    start = f"M{x} {y}"
    for next_x, next_y in rounded[1:]:
        step_x, step_y = next_x - x, next_y - y
        x, y = next_x, next_y
        if step_x or step_y:
            steps.append(f"{step_x}{'' if step_y < 0 else ' '}{step_y}")
    return f"{start}l{' '.join(steps)}z" if len(steps) > 2 else ""
