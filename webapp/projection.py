"""Where a place lies on the map: Mercator's projection, in the frame of the outlines that `build_hook/outlines.py` draws."""

from __future__ import annotations

import math
from typing import Final

WEST: Final = -19
EAST: Final = 66
SOUTH: Final = -4
NORTH: Final = 45
"""The region, in degrees. The builder of the outlines has the same numbers, as a test holds: it runs without this package."""


def x_of(longitude: float) -> float:
    """Degrees of longitude from the western edge."""
    return longitude - WEST


def y_of(latitude: float) -> float:
    """From the northern edge downwards, as long as degrees of longitude are at the equator."""
    return _mercator(NORTH) - _mercator(latitude)


def is_inside(latitude: float, longitude: float) -> bool:
    """Whether the map reaches a place."""
    return WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH


def _mercator(latitude: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


WIDTH: Final = float(EAST - WEST)
HEIGHT: Final = y_of(SOUTH)
