"""Decides which named places are meant: accepts or rejects each name in its context, then resolves it to one place.

Names are not evidence enough: villages are called علي, السلام and النصر. A place of tier 1 (country, governorate, an
entry written by hand, a town of 50,000) stands alone; a place of tier 2, and every name that is also a common word or a
person's (`Place.weak`), counts only with evidence beside it, and tier 2 only in the report's country. Evidence is a
trigger (قرية, شمال), a list shared with an accepted place (الفوعة وكفريا), or the parent named right after.

Resolution: the report's country ≫ countries spoken of › the trigger's kind › tier › a parent named in the report ›
level › population › distance to the places that are beyond doubt.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
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

_LIST_MARKS: Final = " \t\u00a0،,-–/و"
_MAX_ALTERNATIVES: Final = 5
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
    vetoed: bool
    places: tuple[Place, ...] = ()
    rule: str = ""

    def strong(self) -> list[Place]:
        """The places that stand alone by tier and name."""
        if self.vetoed:
            return []
        return [place for place in self.match.values if place.tier == 1 and self.name not in place.weak]


@dataclass(slots=True)
class _Context:
    """What the document says as a whole: its country, the countries spoken of, the places beyond doubt."""

    country: str
    countries: frozenset[str]
    anchors: list[Place] = field(default_factory=list)
    named: set[str] = field(default_factory=set)


class LocationResolver:
    """Turns place names into locations. `folder` holds the tables of triggers and cues."""

    def __init__(self, places: Iterable[Place], *, folder: Path = DATA / "places") -> None:
        self._places = {place.id: place for place in places}
        self._evidence = read_evidence(folder)

    def resolve(self, passages: Sequence[Passage], *, country: str = "") -> list[Location]:
        """The locations of a document, in the order of their first mention.

        `country`: the report's own (alpha-2), as its metadata say; where there is none, the names themselves tell.
        """
        spots = [self._spot(passage, match) for passage in passages for match in passage.matches]
        context = _context(spots, country)
        for spot in spots:
            self._accept(spot, context)
        for _ in range(2):  # a list can hang on its last item: the second round goes on from what the first accepted
            for before, spot in zip([None, *spots], spots, strict=False):
                _accept_beside(before, spot, context)
            for spot, after in zip(spots[::-1], [None, *spots[::-1]], strict=False):
                _accept_beside(after, spot, context)
        accepted = [(spot, *_choose(spot, context)) for spot in spots if spot.places]
        return self._locations(accepted)

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

    def _spot(self, passage: Passage, match: Match[Place]) -> _Spot:
        surface = passage.text[match.start : match.end]
        if match.article and match.clitic:
            surface = _with_article(surface)
        trigger = self._evidence.trigger(passage.words, match.first, passage.text)
        vetoed = bool(self._evidence.veto(passage.words, match.first, passage.text))
        return _Spot(passage, match, name_key(surface), trigger, vetoed)

    def _accept(self, spot: _Spot, context: _Context) -> None:
        if spot.vetoed:
            return
        trigger = spot.trigger
        if trigger is not None and trigger.manner == "head" and not _announced(spot, trigger):
            return  # حي عدن is no Aden
        strong = [place for place in spot.strong() if _known_here(place, context)]
        by_trigger = [] if trigger is None else [p for p in spot.match.values if _triggered(spot, p, trigger, context)]
        if strong and not _smaller_kind(trigger, strong, by_trigger):
            by_trigger = [place for place in by_trigger if place.tier == 1]
        if strong or by_trigger:
            spot.places = tuple(dict.fromkeys([*strong, *by_trigger]))
            spot.rule = _rule(strong, trigger)
            return
        near = [place for place in spot.match.values if self._parent_follows(spot, place, context)]
        if near:
            spot.places = tuple(near)
            spot.rule = "place: its parent is named after it"

    def _parent_follows(self, spot: _Spot, place: Place, context: _Context) -> bool:
        """Whether a governorate or district of the place is named in the next few words: العلم بمحافظة صلاح الدين."""
        if not _at_home(place, context):
            return False
        parents = set(place.path[1:-1])
        last = spot.match.last
        return any(
            last < match.first <= last + _PARENT_WINDOW
            and any(other.id in parents for other in match.values)
            and all(joined(spot.passage.words, index, spot.passage.text) for index in range(last, match.first))
            for match in spot.passage.matches
        )


def _context(spots: Sequence[_Spot], country: str) -> _Context:
    """Counts the countries of the names that leave no doubt."""
    counts: Counter[str] = Counter()
    anchors: dict[str, Place] = {}
    named: set[str] = set()
    for spot in spots:
        strong = spot.strong()
        named.update(place.id for place in strong)
        countries = {place.country for place in strong}
        if len(countries) == 1 and (code := next(iter(countries))) and any(_widely_known(p) for p in strong):
            counts[code] += 1
            anchors.update((place.id, place) for place in strong)
    if not country and counts:
        code, count = counts.most_common(1)[0]
        country = code if count >= _SHARE_OF_MAJORITY * counts.total() else ""
    return _Context(country, frozenset(counts), list(anchors.values()), named)


def _widely_known(place: Place) -> bool:
    return place.curated or place.population >= _KNOWN_ABROAD_FROM


def _known_here(place: Place, context: _Context) -> bool:
    return _widely_known(place) or place.country == context.country or place.country in context.countries


def _at_home(place: Place, context: _Context) -> bool:
    return bool(place.country) and place.country == context.country


def _announced(spot: _Spot, trigger: Trigger) -> bool:
    return any(trigger.announces(place.level) for place in spot.match.values)


def _triggered(spot: _Spot, place: Place, trigger: Trigger, context: _Context) -> bool:
    if place.tier == 2 and not _at_home(place, context):
        return False
    if trigger.manner == "near" and spot.name in place.weak and not _at_home(place, context):
        return False
    return trigger.announces(place.level) or trigger.manner in {"site", "near"}


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
    if spot.trigger is not None and spot.trigger.manner == "head":
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
    ranked = sorted(spot.places, key=lambda place: (_rank(spot, place, context), place.id), reverse=True)
    best = ranked[0]
    if len(ranked) == 1:
        return best, 1.0 if best.tier == 1 and spot.strong() else 0.9
    ranks = _rank(spot, best, context), _rank(spot, ranked[1], context)
    decided_by = next((index for index, pair in enumerate(zip(*ranks, strict=True)) if pair[0] != pair[1]), 8)
    return best, _CONFIDENCE[min(decided_by, len(_CONFIDENCE) - 1)]


_CONFIDENCE: Final = (0.95, 0.85, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)
"""By the first thing that told the two best apart, in the order of `_rank`."""


def _rank(spot: _Spot, place: Place, context: _Context) -> tuple[float, ...]:
    trigger = spot.trigger
    nearest = min((distance_km(place, anchor) for anchor in context.anchors if anchor.id != place.id), default=0.0)
    return (
        _at_home(place, context),
        place.country in context.countries,
        trigger is not None and trigger.levels is not None and trigger.announces(place.level),
        place.tier == 1,
        any(parent in context.named for parent in place.path[:-1]),
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
