"""Chooses, of the accepted places of one name, the one that is meant, and says how sure that is.

Beside another place of the sentence, or around it › the report's country › a town behind a part of it › countries spoken
of › the trigger's kind › tier › a parent named in the report › level › population › distance to the places beyond doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from extraction.places import distance_km
from extraction.spots import at_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extraction.places import Place
    from extraction.spots import Context, Spot

_LEVEL_RANK: Final = {"country": 6, "region": 5, "water": 5, "city": 4, "governorate": 3, "district": 2}
"""Between namesakes of one country: a city before the governorate that is named for it."""

WIDE: Final = frozenset({"country", "governorate", "region", "water"})
"""Levels whose point says little of where something in them is."""

_SENTENCE_END: Final = re.compile(r"[.!?\n\u061f]")
_NEIGHBOURS: Final = 12
"""Names before and behind that are looked at: a sentence rarely has more."""

_BESIDE_KM: Final = 40.0
"""Of two places in one sentence: قاعدة الإمام علي بريف البوكمال is not the one in Dhi Qar, whatever the report's country."""


def companions(accepted: Sequence[Spot], at: int) -> list[Place]:
    """The places of one meaning in the same sentence as the name at a place in the row, if that has several."""
    spot = accepted[at]
    if len(spot.places) == 1:
        return []
    near = accepted[max(at - _NEIGHBOURS, 0) : at + 1 + _NEIGHBOURS]
    return [
        other.places[0]
        for other in near
        if len(other.places) == 1 and other.places[0].level not in WIDE and _one_sentence(spot, other)
    ]


def _one_sentence(one: Spot, other: Spot) -> bool:
    if one.passage is not other.passage:
        return False
    first, second = sorted((one, other), key=lambda spot: spot.match.start)
    return not _SENTENCE_END.search(one.passage.text, first.match.end, second.match.start)


def choose(spot: Spot, context: Context, near: Sequence[Place]) -> tuple[Place, float]:
    """The best of the accepted places, and how sure that is."""
    if len(spot.places) == 1:
        return spot.places[0], 1.0 if spot.strong else 0.9
    ranked = sorted(((_rank(spot, place, context, near), place.id, place) for place in spot.places), reverse=True)
    (first, _, best), (second, _, _) = ranked[:2]
    decided_by = next((index for index, (one, other) in enumerate(zip(first, second, strict=True)) if one != other), None)
    if decided_by is not None:
        return best, _CONFIDENCE[decided_by]
    equals = [place for rank, _, place in ranked if rank == first]
    return min(equals, key=lambda place: _remoteness(place, context)), _BY_DISTANCE


_CONFIDENCE: Final = (0.8, 0.95, 0.9, 0.85, 0.95, 0.9, 0.8, 0.85, 0.8, 0.7, 0.6)
"""By the first thing that told the two best apart, in the order of `_rank`."""

_BY_DISTANCE: Final = 0.5


def _rank(spot: Spot, place: Place, context: Context, near: Sequence[Place]) -> tuple[float, ...]:
    trigger = spot.trigger
    namesakes = {other.id for other in spot.match.values}
    return (
        any(_close(place, other) for other in near),
        at_home(place, context),
        spot.of_part and place.level == "city",
        place.country in context.countries,
        trigger is not None and trigger.levels is not None and trigger.announces(place.level),
        place.tier == 1,
        place.level == "governorate" and spot.name in context.explicit,
        any(unit in context.units and unit not in namesakes for unit in place.path[1:-1]),
        _LEVEL_RANK.get(place.level, 1),
        place.curated,
        place.population,
    )


def _remoteness(place: Place, context: Context) -> float:
    """How far a place is from the nearest of those beyond doubt."""
    return min((distance_km(place, anchor) for anchor in context.anchors if anchor.id != place.id), default=0.0)


def _close(place: Place, other: Place) -> bool:
    return place.id in other.path or (place.level not in WIDE and distance_km(place, other) <= _BESIDE_KM)
