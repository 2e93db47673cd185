"""A place name in its passage while it is being decided, and what the document as a whole says about places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from extraction.places import distance_km

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from extraction.evidence import Trigger
    from extraction.matcher import Match
    from extraction.places import Place
    from extraction.words import Words

_CLOSE_KM: Final = 20.0
"""Within a town and its suburbs."""

_KNOWN_ABROAD_FROM: Final = 250_000
"""Inhabitants from which a GeoNames town stands alone in a report that speaks of other countries."""

_TELLING: Final = frozenset({"country", "governorate", "city"})
"""Levels whose names tell which countries a report speaks of."""

_LOCAL: Final = frozenset({"district", "town", "village", "camp", "crossing"})
"""Levels that stand alone only in a report that speaks of their country."""

_MAX_ANCHORS: Final = 24
_SHARE_OF_MAJORITY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Passage:
    """One field of a document as read: its words, and the place names in it (each with all places of the name)."""

    field: Literal["text", "title"]
    text: str
    words: Words
    matches: Sequence[Match[Place]]
    taken: Collection[int] = frozenset()
    """The words in which something else is named."""


@dataclass(slots=True)
class Spot:
    """A name in a passage, while it is being decided. `places`: those of its places that are accepted."""

    passage: Passage
    match: Match[Place]
    name: str
    trigger: Trigger | None
    direct: bool
    """Whether the trigger stands right before the name, not before a list that it ends or goes on."""
    vetoed: bool
    of_part: bool
    """Whether a part of a town is named right before: حي الرمال في غزة is in the city, not in the Strip."""
    places: tuple[Place, ...] = ()
    rule: str = ""
    strong: Sequence[Place] = ()
    """The places that stand alone by tier and name."""
    elsewhere: bool = False
    """Whether the word before makes another name of this one: حي عدن is no Aden."""

    def __post_init__(self) -> None:
        if not self.vetoed:
            self.strong = [place for place in self.match.values if place.tier == 1 and self.name not in place.weak]
        trigger = self.trigger
        if trigger is not None and trigger.manner == "head":
            self.elsewhere = not any(place.tier == 1 and trigger.announces(place.level) for place in self.match.values)


@dataclass(frozen=True, slots=True)
class Context:
    """What the document says as a whole: its country, the countries and units spoken of, the places beyond doubt."""

    country: str
    countries: frozenset[str]
    units: frozenset[str]
    anchors: tuple[Place, ...]
    explicit: frozenset[str]
    """Names that the document itself calls a governorate (محافظة حلب): bare, they mean it too."""


def context_of(spots: Sequence[Spot], country: str) -> Context:
    """What the names that leave no doubt say of a document; `country` is the report's own, where it is known."""
    counts: Counter[str] = Counter()
    anchors: dict[str, Place] = {}
    units: set[str] = set()
    for spot in spots:
        strong = [place for place in spot.strong if _widely_known(place)]
        if not strong or spot.elsewhere or any(place.country != strong[0].country for place in strong):
            continue
        if any(_tells(place, spot.name) for place in strong):
            counts[strong[0].country] += 1
            units.update(strong[0].path if len(strong) == 1 else set(strong[0].path).intersection(*(p.path for p in strong)))
            for place in strong:
                anchors[place.id] = place
    del counts[""]
    if not country and counts:
        code, count = counts.most_common(1)[0]
        country = code if count >= _SHARE_OF_MAJORITY * counts.total() else ""
    explicit = {spot.name for spot in spots if _called_governorate(spot)}
    return Context(country, frozenset(counts), frozenset(units), tuple(anchors.values())[:_MAX_ANCHORS], frozenset(explicit))


def _tells(place: Place, name: str) -> bool:
    return place.level in _TELLING or (" " in name and place.level != "neighbourhood")


def _widely_known(place: Place) -> bool:
    return place.curated or place.population >= _KNOWN_ABROAD_FROM


def known_here(place: Place, name: str, context: Context) -> bool:
    """Whether a place that may stand alone does so in this report."""
    near = at_home(place, context) or place.country in context.countries
    if place.level == "neighbourhood":
        return near and _near_another(place, context)
    if place.level in _LOCAL and " " not in name:
        return near
    return near or _widely_known(place)


def _near_another(place: Place, context: Context) -> bool:
    """Whether the report speaks of the unit that a place lies in, or of a place close by."""
    return any(unit in context.units for unit in place.path[1:-1]) or any(
        distance_km(place, anchor) <= _CLOSE_KM for anchor in context.anchors if anchor.id != place.id
    )


def at_home(place: Place, context: Context) -> bool:
    """Whether a place lies in the report's own country."""
    return bool(place.country) and place.country == context.country


def _called_governorate(spot: Spot) -> bool:
    trigger = spot.trigger
    return trigger is not None and trigger.manner == "unit" and trigger.levels == frozenset({"governorate"})
