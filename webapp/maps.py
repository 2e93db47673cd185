"""Maps: places with their counts → circles in the frame of an SVG, worked out here so that templates only write them.

A map is never mirrored, and never the only way: the places stand in a table beside it. Of places that lie in each other one level
is drawn at a time, so that no report is counted twice: `country`, `unit` (governorates and the like) or `place`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from engines.base import NONE
from webapp import projection
from webapp.words import entity_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from search.values import KnownEntity

Detail = Literal["country", "unit", "place"]
DETAILS: Final[tuple[Detail, ...]] = get_args(Detail)

WIDTH: Final = 1000
HEIGHT: Final = 640
"""Of the frame, in its own units: the map is as wide as its column, a thousand units wide."""

LEAST_DEGREES: Final = 4.0
"""The narrowest part of the world that is shown: the outlines have nothing finer to say."""

MOST_CIRCLES: Final = 60
"""More say little, and a page that lists them all twice would be too large."""
SMALLEST, LARGEST = 5.0, 30.0
"""Radius of a circle, in units of the frame."""

WIDE_LETTERS, NARROW_LETTERS = 19, 40
"""The size of names on a wide screen and on a phone, where a unit is a third as large."""

LETTER_WIDTH: Final = 0.58
"""Of a letter, in its size, on the average and with some room."""

MOST_NAMES: Final = 30
MOST_NARROW_NAMES: Final = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """A place with the number of reports that name it or what lies in it."""

    known: KnownEntity
    count: int


@dataclass(frozen=True, slots=True)
class Circle:
    """A place on the map. `name_y` and `narrow_y` are where its name goes, 0 where it has no room (see WIDE_LETTERS)."""

    id: str
    label: str
    count: int
    url: str
    x: float
    y: float
    radius: float
    name_y: float = 0
    narrow_y: float = 0


@dataclass(frozen=True, slots=True)
class MapView:
    """What a map shows. `image` is where the outlines of the whole region lie in its frame: x, y, width, height."""

    circles: tuple[Circle, ...]
    image: tuple[float, float, float, float]
    outside: int
    """Places that the map does not reach, or whose coordinates nobody knows."""


def at_detail(places: Sequence[Counted], detail: Detail, within: str = "") -> list[Counted]:
    """The places of one level; with `within` those that lie in one place, itself where nothing in it is named.

    A country of which no unit is named stands for itself among units. Of places the innermost are taken.
    """
    inner = [place for place in places if not within or within in place.known.path]
    below = [place for place in inner if place.known.id != within]
    if within and not below:
        return inner
    if detail == "country" and not within:
        return [place for place in below if len(place.known.path) == 1]
    parents = {above for place in below for above in place.known.path[:-1]}
    if detail == "place":
        return [place for place in below if place.known.id not in parents]
    depth = _depth(below, within)
    return [place for place in below if len(place.known.path) == depth or _ends_early(place, parents, depth)]


def _depth(below: Iterable[Counted], within: str) -> int:
    """How deep the units lie: right under the place that is looked into, else under the countries."""
    depths = {len(place.known.path) for place in below if within}
    return min(depths, default=2)


def _ends_early(place: Counted, parents: set[str], depth: int) -> bool:
    return len(place.known.path) < depth and place.known.id not in parents


def map_view(places: Sequence[Counted], url: Callable[[KnownEntity], str], limit: int = MOST_CIRCLES) -> MapView:
    """Lay places out, the largest first and under the smaller ones; names where they have room."""
    inside = [place for place in places if _is_on_map(place.known)]
    drawn = sorted(inside, key=lambda place: (-place.count, place.known.id))[:limit]
    frame = _Frame.around([(place.known.lat or 0.0, place.known.lon or 0.0) for place in drawn])
    most = max((place.count for place in drawn), default=1)
    circles = tuple(_circle(place, frame, most, url(place.known)) for place in drawn if place.count)
    return MapView(_with_names(circles), frame.image(), len(places) - len(inside))


def _is_on_map(known: KnownEntity) -> bool:
    return known.id != NONE and known.lat is not None and known.lon is not None and projection.is_inside(known.lat, known.lon)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of the region that is shown: its west and north edge in degrees of the projection, and units to a degree."""

    west: float
    north: float
    scale: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> _Frame:
        """The frame that holds points, with some room around them; the whole region where there are none."""
        if not points:
            return cls._fitted(0.0, projection.WIDTH, 0.0, projection.HEIGHT)
        xs, ys = [projection.x_of(lon) for _, lon in points], [projection.y_of(lat) for lat, _ in points]
        room = 0.12 * max(max(xs) - min(xs), max(ys) - min(ys), LEAST_DEGREES)
        return cls._fitted(min(xs) - room, max(xs) + room, min(ys) - room, max(ys) + room)

    @classmethod
    def _fitted(cls, west: float, east: float, north: float, south: float) -> _Frame:
        width = max(east - west, (south - north) * WIDTH / HEIGHT, LEAST_DEGREES)
        width = min(width, max(projection.WIDTH, projection.HEIGHT * WIDTH / HEIGHT))  # the whole region fits, in either direction
        height = width * HEIGHT / WIDTH
        west = min(max((west + east - width) / 2, 0.0), projection.WIDTH - width)
        north = min(max((north + south - height) / 2, 0.0), max(0.0, projection.HEIGHT - height))
        return cls(west, north, WIDTH / width)

    def place(self, known: KnownEntity) -> tuple[float, float]:
        """Where a place lies in the frame."""
        x, y = projection.x_of(known.lon or 0.0), projection.y_of(known.lat or 0.0)
        return (x - self.west) * self.scale, (y - self.north) * self.scale

    def image(self) -> tuple[float, float, float, float]:
        """Where the outlines of the whole region lie in the frame."""
        placed = (-self.west, -self.north, projection.WIDTH, projection.HEIGHT)
        x, y, width, height = (round(length * self.scale, 1) for length in placed)
        return x, y, width, height


def _circle(place: Counted, frame: _Frame, most: int, url: str) -> Circle:
    """A circle whose area is as the count, but for the smallest, which have to be seen."""
    x, y = frame.place(place.known)
    radius = max(SMALLEST, LARGEST * math.sqrt(place.count / most))
    label = entity_label(place.known, place.known.id)
    return Circle(place.known.id, label, place.count, url, round(x, 1), round(y, 1), round(radius, 1))


# ---- names

Box = tuple[float, float, float, float]


def _with_names(circles: Sequence[Circle]) -> tuple[Circle, ...]:
    wide = _names(circles, WIDE_LETTERS, MOST_NAMES)
    narrow = _names(circles, NARROW_LETTERS, MOST_NARROW_NAMES)
    return tuple(Circle(c.id, c.label, c.count, c.url, c.x, c.y, c.radius, wide.get(c.id, 0), narrow.get(c.id, 0)) for c in circles)


def _names(circles: Sequence[Circle], letters: int, most: int) -> dict[str, float]:
    """Where names stand, the largest circles first: below or above their circle, where they meet no other name and no edge."""
    placed: dict[str, float] = {}
    taken: list[Box] = []
    for circle in circles:
        if len(placed) == most:
            break
        half = len(circle.label) * letters * LETTER_WIDTH / 2
        for line in (circle.y + circle.radius + letters, circle.y - circle.radius - letters * 0.4):
            box = (circle.x - half, line - letters, circle.x + half, line + letters * 0.4)
            if _is_in_frame(box) and not any(_meet(box, other) for other in taken) and not _covers(box, circle, circles):
                placed[circle.id] = round(line, 1)
                taken.append(box)
                break
    return placed


def _is_in_frame(box: Box) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _covers(box: Box, own: Circle, circles: Sequence[Circle]) -> bool:
    """Whether a name would hide the middle of another circle."""
    return any(box[0] < c.x < box[2] and box[1] < c.y < box[3] for c in circles if c is not own)
