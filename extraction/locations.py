"""Decides which named places are meant: accepts or rejects each name in its context, then resolves it to one place.

Names are not evidence enough: villages are called علي, السلام and النصر. A place of tier 1 (country, governorate, an
entry written by hand, a town of 50,000) stands alone; a place of tier 2, and every name that is also a common word or a
person's (`Place.weak`), counts only with evidence beside it, and tier 2 only in the report's country. Evidence is a
trigger (قرية, شمال), a list shared with an accepted place (الفوعة وكفريا), or the parent named right after. A part of a
town, and a small place abroad, is believed only where the report speaks of its governorate or country.

Resolution: the report's country ≫ countries spoken of › the trigger's kind › tier › a parent named in the report ›
level › population › distance to the places that are beyond doubt.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from extraction.evidence import read_evidence
from extraction.matcher import ARTICLE, WAW, joined, key, name_key
from extraction.places import DATA, distance_km
from extraction.values import Location, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from extraction.evidence import Trigger
    from extraction.matcher import Match, Word
    from extraction.places import Place

_KNOWN_ABROAD_FROM: Final = 250_000
"""Inhabitants from which a GeoNames town stands alone in a report that speaks of other countries."""

_LEVEL_RANK: Final = {"country": 6, "region": 5, "water": 5, "city": 4, "governorate": 3, "district": 2}
"""Between namesakes of one country: a city before the governorate that is named for it."""

_TELLING: Final = frozenset({"country", "governorate", "city"})
"""Levels whose names tell which countries a report speaks of."""

_LOCAL: Final = frozenset({"district", "town", "village"})
"""Levels that stand alone only in a report that speaks of their country."""

_LIST_MARKS: Final = " \t\u00a0،,-–/و"
_MAX_ALTERNATIVES: Final = 5
_MAX_ANCHORS: Final = 24
_PARENT_WINDOW: Final = 4
"""Words after a doubtful name in which its governorate or district must be named."""

_SHARE_OF_MAJORITY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Passage:
    """One field of a document as read: its words, and the place names in it (each with all places of the name)."""

    field: Literal["text", "title"]
    text: str
    words: Sequence[Word]
    matches: Sequence[Match[Place]]


@dataclass(slots=True)
class _Spot:
    """A name in a passage, while it is being decided. `places`: those of its places that are accepted."""

    passage: Passage
    match: Match[Place]
    name: str
    trigger: Trigger | None
    direct: bool
    """Whether the trigger stands right before the name, not before a list that it ends or goes on."""
    vetoed: bool
    places: tuple[Place, ...] = ()
    rule: str = ""

    def strong(self) -> list[Place]:
        """The places that stand alone by tier and name."""
        if self.vetoed:
            return []
        return [place for place in self.match.values if place.tier == 1 and self.name not in place.weak]

    def elsewhere(self) -> bool:
        """Whether the word before makes another name of this one: حي عدن is no Aden."""
        trigger = self.trigger
        if trigger is None or trigger.manner != "head":
            return False
        return not any(trigger.announces(place.level) for place in self.match.values)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the document says as a whole: its country, the countries and units spoken of, the places beyond doubt."""

    country: str
    countries: frozenset[str]
    units: frozenset[str]
    anchors: tuple[Place, ...]
    explicit: frozenset[str]
    """Names that the document itself calls a governorate (محافظة حلب): bare, they mean it too."""


class LocationResolver:
    """Turns place names into locations. `places`: the gazetteer; `folder` holds the tables of triggers and cues."""

    def __init__(self, places: Iterable[Place], *, folder: Path = DATA / "places") -> None:
        self._evidence = read_evidence(folder)
        self._keys = {name: name_key(name) for place in places for name in place.names}

    def resolve(self, passages: Sequence[Passage], *, country: str = "") -> list[Location]:
        """The locations of a document, in the order of their first mention.

        `country`: the report's own (alpha-2), as its metadata say; where there is none, the names themselves tell.
        """
        spots = [spot for passage in passages for spot in self._spots(passage)]
        context = _context(spots, country)
        for spot in spots:
            self._accept(spot, context)
        for _ in range(2):  # a list can hang on its last item: the second round goes on from what the first accepted
            for before, spot in pairwise(spots):
                _accept_beside(before, spot, context)
            for after, spot in pairwise(reversed(spots)):
                _accept_beside(after, spot, context)
        return self._locations([(spot, *_choose(spot, context)) for spot in spots if spot.places])

    def _spots(self, passage: Passage) -> list[_Spot]:
        spots = []
        free = 0  # words before this one belong to the name before
        for match in passage.matches:
            spots.append(self._spot(passage, match, free))
            free = match.last + 1
        return spots

    def _spot(self, passage: Passage, match: Match[Place], free: int) -> _Spot:
        surface = passage.text[match.start : match.end]
        if match.article and match.clitic:
            surface = _with_article(surface)
        words, text, evidence = passage.words, passage.text, self._evidence
        beside = match.first > free and WAW not in match.clitic
        trigger = evidence.trigger(words, match.first, text) if beside else None
        direct = trigger is not None
        trigger = trigger or evidence.list_trigger(words, match.first, text)
        vetoed = beside and not match.clitic and bool(evidence.veto(words, match.first, text))
        vetoed = vetoed or evidence.denied_after(words, match.last, text)
        return _Spot(passage, match, self._keys.get(surface) or name_key(surface), trigger, direct, vetoed)

    def _accept(self, spot: _Spot, context: _Context) -> None:
        if spot.vetoed:
            return
        trigger = spot.trigger
        strong = [place for place in spot.strong() if _known_here(place, spot.name, context)]
        if spot.elsewhere() and not (trigger is not None and trigger.plural and any(_at_home(p, context) for p in strong)):
            return
        by_trigger = [] if trigger is None else [p for p in spot.match.values if _triggered(spot, p, trigger, context)]
        if strong and not _smaller_kind(trigger, strong, by_trigger):
            by_trigger = [place for place in by_trigger if place.tier == 1]
        if strong or by_trigger:
            spot.places = tuple(dict.fromkeys([*strong, *by_trigger]))
            spot.rule = _rule(strong, trigger)
            return
        spot.places = tuple(place for place in spot.match.values if self._follows(spot, place, context))
        spot.rule = "place: what stands around it"

    def _follows(self, spot: _Spot, place: Place, context: _Context) -> bool:
        """Whether the words around vouch for a doubtful name: في مالي; العلم بمحافظة صلاح الدين."""
        passage, match = spot.passage, spot.match
        if place.level == "country":
            return bool(match.clitic.strip(WAW)) or self._evidence.preposition(passage.words, match.first, passage.text)
        if not _at_home(place, context):
            return False
        parents, last = set(place.path[1:-1]), match.last
        return any(
            last < other.first <= last + _PARENT_WINDOW
            and any(value.id in parents for value in other.values)
            and all(joined(passage.words, index, passage.text) for index in range(last, other.first))
            for other in passage.matches
        )

    def _locations(self, accepted: Sequence[tuple[_Spot, Place, float]]) -> list[Location]:
        mentions: dict[str, list[Mention]] = {}
        best: dict[str, tuple[_Spot, Place, float]] = {}
        for spot, place, confidence in accepted:
            mentions.setdefault(place.id, []).append(self._mention(spot))
            if place.id not in best or best[place.id][2] < confidence:
                best[place.id] = spot, place, confidence
        return [_location(*best[id_], tuple(found)) for id_, found in mentions.items()]

    def _mention(self, spot: _Spot) -> Mention:
        """The name in the text, without the noun of its unit: محافظة الشرقية → الشرقية."""
        match, words, text = spot.match, spot.passage.words, spot.passage.text
        start = match.start
        if match.last > match.first:
            noun = self._evidence.named(words[match.first].folded)
            start = words[match.first + 1].start if noun is not None and noun.manner == "unit" else start
        return Mention(start, match.end, text[start : match.end], spot.passage.field, spot.rule)


def _context(spots: Sequence[_Spot], country: str) -> _Context:
    """Counts the countries of the names that leave no doubt."""
    counts: Counter[str] = Counter()
    anchors: dict[str, Place] = {}
    units: set[str] = set()
    for spot in spots:
        strong = [place for place in spot.strong() if _widely_known(place)]
        countries = {place.country for place in strong}
        if len(countries) == 1 and not spot.elsewhere() and any(_tells(place, spot.name) for place in strong):
            counts[strong[0].country] += 1
            units.update(set(strong[0].path).intersection(*(place.path for place in strong)))
            anchors.update((place.id, place) for place in strong)
    del counts[""]
    if not country and counts:
        code, count = counts.most_common(1)[0]
        country = code if count >= _SHARE_OF_MAJORITY * counts.total() else ""
    explicit = {spot.name for spot in spots if _called_governorate(spot)}
    return _Context(country, frozenset(counts), frozenset(units), tuple(anchors.values())[:_MAX_ANCHORS], frozenset(explicit))


def _tells(place: Place, name: str) -> bool:
    return place.level in _TELLING or (" " in name and place.level != "neighbourhood")


def _widely_known(place: Place) -> bool:
    return place.curated or place.population >= _KNOWN_ABROAD_FROM


def _known_here(place: Place, name: str, context: _Context) -> bool:
    """Whether a place that may stand alone does so in this report."""
    near = _at_home(place, context) or place.country in context.countries
    if place.level == "neighbourhood":
        return near and any(unit in context.units for unit in place.path[1:-1])
    if place.level in _LOCAL and " " not in name:
        return near
    return near or _widely_known(place)


def _at_home(place: Place, context: _Context) -> bool:
    return bool(place.country) and place.country == context.country


def _called_governorate(spot: _Spot) -> bool:
    trigger = spot.trigger
    return trigger is not None and trigger.manner == "unit" and trigger.levels == frozenset({"governorate"})


def _triggered(spot: _Spot, place: Place, trigger: Trigger, context: _Context) -> bool:
    if place.tier == 2 and not _at_home(place, context):
        return False
    if place.level == "neighbourhood" and not _known_here(place, spot.name, context):
        return False
    if spot.name in place.weak and not _vouches(spot, place, trigger, context):
        return False
    return trigger.announces(place.level) or trigger.manner in {"site", "near"}


def _vouches(spot: _Spot, place: Place, trigger: Trigger, context: _Context) -> bool:
    """Whether a trigger is near and clear enough for a name that is also a common word."""
    if trigger.manner == "near":
        return place.curated and _at_home(place, context)
    return trigger.announces(place.level) and (spot.direct or WAW in spot.match.clitic)


def _smaller_kind(trigger: Trigger | None, strong: Sequence[Place], by_trigger: Sequence[Place]) -> bool:
    """Whether the trigger names a kind (قرية) that only the lesser places have."""
    return (
        trigger is not None
        and trigger.manner in {"unit", "head"}
        and bool(by_trigger)
        and not any(trigger.announces(place.level) for place in strong)
    )


def _accept_beside(neighbour: _Spot | None, spot: _Spot, context: _Context) -> None:
    """Accepts what shares a list with an accepted place of the report's country: الفوعة وكفريا."""
    if neighbour is None or spot.places or spot.vetoed or not neighbour.places:
        return
    if spot.elsewhere():
        return
    if neighbour.passage is not spot.passage or not _listed_together(neighbour, spot):
        return
    if not any(_at_home(place, context) and place.level != "country" for place in neighbour.places):
        return
    near = tuple(place for place in spot.match.values if _at_home(place, context))
    if near:
        spot.places = near
        spot.rule = f"place: in one list with {neighbour.places[0].label.ar}"


def _listed_together(one: _Spot, other: _Spot) -> bool:
    first, second = sorted((one, other), key=lambda spot: spot.match.start)
    between = first.passage.text[first.match.end : second.match.start]
    return 0 < len(between) <= 4 and not between.strip(_LIST_MARKS) and (WAW in between or "،" in between)


def _rule(strong: Sequence[Place], trigger: Trigger | None) -> str:
    tier = "tier 1" if strong else "needs evidence"
    return f"place: {tier}" + (f", after {trigger.word}" if trigger else "")


def _choose(spot: _Spot, context: _Context) -> tuple[Place, float]:
    """The best of the accepted places, and how sure that is."""
    if len(spot.places) == 1:
        return spot.places[0], 1.0 if spot.strong() else 0.9
    ranked = sorted(((_rank(spot, place, context), place.id, place) for place in spot.places), reverse=True)
    (first, _, best), (second, _, _) = ranked[:2]
    decided_by = next((index for index, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]), -1)
    return best, _CONFIDENCE[decided_by]


_CONFIDENCE: Final = (0.95, 0.85, 0.95, 0.9, 0.8, 0.85, 0.8, 0.7, 0.6, 0.5)
"""By the first thing that told the two best apart, in the order of `_rank`."""


def _rank(spot: _Spot, place: Place, context: _Context) -> tuple[float, ...]:
    trigger = spot.trigger
    namesakes = {other.id for other in spot.match.values}
    nearest = min((distance_km(place, anchor) for anchor in context.anchors if anchor.id != place.id), default=0.0)
    return (
        _at_home(place, context),
        place.country in context.countries,
        trigger is not None and trigger.levels is not None and trigger.announces(place.level),
        place.tier == 1,
        place.level == "governorate" and spot.name in context.explicit,
        any(unit in context.units and unit not in namesakes for unit in place.path[1:-1]),
        _LEVEL_RANK.get(place.level, 1),
        place.curated,
        place.population,
        -nearest,
    )


def _with_article(surface: str) -> str:
    """Restores the article that ل swallowed: لموصل → الموصل."""
    return surface if key(surface).startswith((ARTICLE, "أل")) else "ا" + surface


def _location(spot: _Spot, place: Place, confidence: float, mentions: tuple[Mention, ...]) -> Location:
    others = [other.id for other in spot.match.values if other.id != place.id]
    return Location(
        id=place.id,
        level=place.level,
        label=place.label,
        path=place.path,
        mentions=mentions,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        confidence=confidence,
        alternatives=tuple(sorted(others)[:_MAX_ALTERNATIVES]),
    )
