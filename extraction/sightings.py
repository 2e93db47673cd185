"""A mention of a place and what it was resolved to, and how mentions become the locations of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extraction.values import Location

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extraction.places import Place
    from extraction.values import Mention


class Sighting(NamedTuple):
    """One mention. `place`: the entry of the gazetteer, or a provisional location, whose own mentions do not count."""

    place: Place | Location
    mention: Mention
    confidence: float
    alternatives: tuple[str, ...] = ()


def merged(sightings: Iterable[Sighting]) -> list[Location]:
    """One location for each place, as the surest of its mentions has it, in the order of the first mentions."""
    ordered = sorted(sightings, key=lambda one: (one.mention.field != "title", one.mention.start))
    surest: dict[str, Sighting] = {}
    mentions: dict[str, list[Mention]] = {}
    for one in ordered:
        id_ = one.place.id
        known = surest.get(id_)
        if known is None:
            surest[id_], mentions[id_] = one, [one.mention]
            continue
        mentions[id_].append(one.mention)
        if one.confidence > known.confidence:
            surest[id_] = one
    return [_location(one, mentions[id_]) for id_, one in surest.items()]


def _location(sighting: Sighting, mentions: list[Mention]) -> Location:
    place = sighting.place
    return Location(
        place.id,
        place.level,
        place.label,
        place.path,
        tuple(mentions),
        place.country,
        place.lat,
        place.lon,
        sighting.confidence,
        sighting.alternatives,
    )
