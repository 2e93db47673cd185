"""Decides which named places are meant: accepts or rejects each name in its context, then resolves it to one place.

Names are not evidence enough: villages are called علي, السلام and النصر. A place of tier 1 (country, governorate, an
entry written by hand, a town of 50,000) stands alone; a place of tier 2, and every name that is also a common word or a
person's (`Place.weak`), counts only with evidence beside it, and tier 2 only in the report's country. Evidence is a
trigger (قرية, شمال), a list shared with an accepted place (الفوعة وكفريا), or the parent named right after. A part of a
town, and a small place abroad, is believed only where the report speaks of its governorate or country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analyzers.arabic.lexicon import shipped_lexicon
from extraction.evidence import read_evidence
from extraction.matcher import WAW, name_key
from extraction.places import PLACES, Place, distance_km
from extraction.provisional import Provisional
from extraction.resolution import WIDE, choose, companions
from extraction.sightings import Sighting, merged
from extraction.spots import Passage, Spot, at_home, context_of, known_here
from extraction.spotting import SpotReader
from extraction.toponyms import view_of
from extraction.unlisted import UnlistedFinder
from extraction.values import Mention

__all__ = ["LocationResolver", "Passage"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from extraction.evidence import Trigger
    from extraction.provisional import NamedTowns
    from extraction.spots import Context
    from extraction.toponyms import View
    from extraction.unlisted import Candidate
    from extraction.values import Location

_ARABIC_COMMA: Final = "\u060c"
_LIST_MARKS: Final = f" \t\u00a0{_ARABIC_COMMA},-–/{WAW}"
_MAX_ALTERNATIVES: Final = 5
_LISTED: Final = 0.85
"""How sure a place is that is listed by a noun before a list and the name in it: أحياء الشعلة والحرية."""

_SEATS: Final = frozenset({"district", "city", "town"})
_CITIES: Final = frozenset({"city", "governorate"})
_FREQUENT: Final = 1_000
"""Rank in the lexicon below which a word is never a town by a direction alone: في سنة."""

_NEAR_KM: Final = 50.0
_PARENT_WINDOW: Final = 4
"""Words after a doubtful name in which its governorate or district must be named."""


_Choice = tuple[Spot, Place, float]
"""A name, the place that it means, and how sure that is."""


class LocationResolver:
    """Turns place names into locations. `places`: the gazetteer; `folder` holds the tables of triggers and cues."""

    def __init__(self, places: Iterable[Place], *, folder: Path = PLACES) -> None:
        self._evidence = read_evidence(folder)
        places = tuple(places)
        by_name = {name: name_key(name) for place in places for name in place.names}
        self._reader = SpotReader(self._evidence, by_name)
        self._charted = frozenset(place.country for place in places if place.level == "governorate")
        keys = frozenset(by_name.values())
        self._unlisted = UnlistedFinder(folder, shipped_lexicon().ranks, self._evidence, keys)
        self._provisional = Provisional(places, keys, self._evidence)

    def resolve(self, passages: Sequence[Passage], *, country: str = "") -> list[Location]:
        """The locations of a document, in the order of their first mention.

        `country`: the report's own (alpha-2), as its metadata say; where there is none, the names themselves tell.
        """
        spots = [spot for passage in passages for spot in self._reader.spots(passage)]
        context = context_of(spots, country)
        for spot in spots:
            self._accept(spot, context)
        _accept_lists(spots, context)
        self._accept_directed(spots, context)
        accepted = [spot for spot in spots if spot.places]
        chosen = [(spot, *choose(spot, context, companions(accepted, at))) for at, spot in enumerate(accepted)]
        found = [self._sighting(*choice) for choice in chosen]
        return merged(self._with_unlisted(passages, chosen, found, context) if context.country in self._charted else found)

    def _with_unlisted(
        self, passages: Sequence[Passage], chosen: Sequence[_Choice], found: list[Sighting], context: Context
    ) -> list[Sighting]:
        """Adds the places that no gazetteer lists; what a noun before a list makes another place is not the town any more."""
        views = [view_of(passage, _decided(passage, chosen), context.country) for passage in passages]
        named = [(candidate, view) for view in views for candidate in self._unlisted.find(view)]
        if not named:
            return found
        by_passage = {id(view.passage): view for view in views}
        where = ((by_passage[id(spot.passage)], spot.match.first, place) for spot, place, _ in chosen)
        best = self._best(named, context, self._provisional.towns(where, context))
        added: list[Sighting] = []
        covered: set[tuple[str, int]] = set()
        for candidate, view in named:
            if candidate.name in best:
                mention = self._provisional.mention(candidate, view)
                place, confidence = best[candidate.name]
                added.append(Sighting(place, mention, confidence))
                if candidate.listed:
                    covered.update((mention.field, at) for at in range(mention.start, mention.end))
        return [one for one in found if not _covers(covered, one.mention)] + added

    def _best(
        self, named: Iterable[tuple[Candidate, View]], context: Context, towns: NamedTowns
    ) -> dict[str, tuple[Place | Location, float]]:
        """The places that unlisted names mean, each as the surest of its mentions says, and how sure that is."""
        best: dict[str, tuple[Place | Location, float]] = {}
        for candidate, view in named:
            place = self._provisional.location(candidate, view, context, towns)
            if place is None:
                continue
            confidence = _LISTED if isinstance(place, Place) else place.confidence
            if candidate.name not in best or best[candidate.name][1] < confidence:
                best[candidate.name] = place, confidence
        return best

    def _accept(self, spot: Spot, context: Context) -> None:
        if spot.vetoed:
            return
        trigger = spot.trigger
        strong = [place for place in spot.strong if known_here(place, spot.name, context)]
        if spot.elsewhere:  # أحياء حلب is Aleppo all the same, at home
            strong = [place for place in strong if trigger is not None and trigger.plural and at_home(place, context)]
        by_trigger = [] if trigger is None else [p for p in spot.match.values if _triggered(spot, p, trigger, context)]
        if strong and not _smaller_kind(trigger, strong, by_trigger):
            by_trigger = [place for place in by_trigger if place.tier == 1]
        if strong or by_trigger:
            spot.places = tuple({place.id: place for place in (*strong, *by_trigger)}.values())
            spot.rule = _rule(strong, trigger)
            return
        if spot.elsewhere:
            return
        spot.places = tuple(place for place in spot.match.values if self._follows(spot, place, context))
        spot.rule = "place: what stands around it"

    def _accept_directed(self, spots: Sequence[Spot], context: Context) -> None:
        """Accepts names that are also words behind a direction: near other places (نحو الكسوة), and cities at home (في معان)."""
        anchors = list({place.id: place for spot in spots for place in spot.places[:1] if place.level not in WIDE}.values())
        for spot in spots:
            match, passage = spot.match, spot.passage
            if spot.places or spot.vetoed or spot.elsewhere or match.clitic:
                continue
            called = spot.direct and spot.trigger is not None and spot.trigger.manner == "unit"
            if called or self._evidence.locative(passage.words, match.first):
                spot.places = tuple(place for place in match.values if place.curated and _directed(spot, place, context, anchors))
                spot.rule = "place: a direction, or the noun of a unit, and near others"

    def _follows(self, spot: Spot, place: Place, context: Context) -> bool:
        """Whether the words around vouch for a doubtful name: في مالي; العلم بمحافظة صلاح الدين."""
        passage, match = spot.passage, spot.match
        if place.level == "country":
            return bool(match.clitic.strip(WAW)) or self._evidence.preposition(passage.words, match.first)
        if not at_home(place, context):
            return False
        parents, last = set(place.path[1:-1]), match.last
        return any(
            last < other.first <= last + _PARENT_WINDOW
            and any(_holds(value, parents) and value.id != place.id for value in other.values)
            and all(passage.words.joined(index) for index in range(last, other.first))
            for other in passage.matches
        )

    def _sighting(self, spot: Spot, place: Place, confidence: float) -> Sighting:
        others = sorted(other.id for other in spot.match.values if other.id != place.id) if len(spot.match.values) > 1 else ()
        return Sighting(place, self._mention(spot), confidence, tuple(others[:_MAX_ALTERNATIVES]))

    def _mention(self, spot: Spot) -> Mention:
        """The name in the text, without the noun of its unit: محافظة الشرقية → الشرقية."""
        match, words, text = spot.match, spot.passage.words, spot.passage.text
        start = match.start
        if match.last > match.first:
            noun = self._evidence.named(words.folded[match.first])
            start = words.starts[match.first + 1] if noun is not None and noun.manner == "unit" else start
        return Mention(start, match.end, text[start : match.end], spot.passage.field, spot.rule)


def _holds(place: Place, parents: set[str]) -> bool:
    """Whether a place is one of the parents, or a district or town of the same governorate: العمود بمديرية الجوبة."""
    return place.id in parents or (place.level in _SEATS and not parents.isdisjoint(place.path[1:]))


def _directed(spot: Spot, place: Place, context: Context, anchors: Sequence[Place]) -> bool:
    if place.level in _CITIES and at_home(place, context):
        word = spot.passage.words.folded[spot.match.first]
        return shipped_lexicon().ranks.get(word, _FREQUENT) >= _FREQUENT
    return spot.match.article and any(distance_km(place, other) <= _NEAR_KM for other in anchors)


def _triggered(spot: Spot, place: Place, trigger: Trigger, context: Context) -> bool:
    if place.tier == 2 and not at_home(place, context):
        return False
    if place.level == "neighbourhood" and not known_here(place, spot.name, context):
        return False
    if spot.name in place.weak and not _vouches(spot, place, trigger, context):
        return False
    return trigger.announces(place.level) or trigger.manner in {"site", "near"}


def _vouches(spot: Spot, place: Place, trigger: Trigger, context: Context) -> bool:
    """Whether a trigger is near and clear enough for a name that is also a common word."""
    if trigger.manner == "near":
        return place.curated and at_home(place, context)
    if not at_home(place, context) and place.country not in context.countries:
        return False
    return trigger.announces(place.level) and (spot.direct or WAW in spot.match.clitic)


def _smaller_kind(trigger: Trigger | None, strong: Sequence[Place], by_trigger: Sequence[Place]) -> bool:
    """Whether the trigger names a kind (قرية) that only the lesser places have."""
    return (
        trigger is not None
        and trigger.manner in {"unit", "head"}
        and bool(by_trigger)
        and not any(trigger.announces(place.level) for place in strong)
    )


def _accept_lists(spots: Sequence[Spot], context: Context) -> None:
    """Accepts what shares a list with an accepted place: on from each, and back; twice, since a list can hang on its last item."""
    open_ = [at for at, spot in enumerate(spots) if not (spot.places or spot.vetoed or spot.elsewhere)]
    if not open_:
        return
    for _ in range(2):
        for at in open_:
            if at > 0:
                _accept_beside(spots[at - 1], spots[at], context)
        for at in reversed(open_):
            if at + 1 < len(spots):
                _accept_beside(spots[at + 1], spots[at], context)


def _accept_beside(neighbour: Spot, spot: Spot, context: Context) -> None:
    """Accepts what shares a list with an accepted place of the report's country: الفوعة وكفريا."""
    if spot.places or not neighbour.places or neighbour.passage is not spot.passage or not _listed_together(neighbour, spot):
        return
    if not any(at_home(place, context) and place.level != "country" for place in neighbour.places):
        return
    near = tuple(place for place in spot.match.values if at_home(place, context))
    if near:
        spot.places = near
        spot.rule = f"place: in one list with {neighbour.places[0].label.ar}"


def _listed_together(one: Spot, other: Spot) -> bool:
    first, second = sorted((one, other), key=lambda spot: spot.match.start)
    between = first.passage.text[first.match.end : second.match.start]
    return 0 < len(between) <= 4 and not between.strip(_LIST_MARKS) and (WAW in between or _ARABIC_COMMA in between)


def _rule(strong: Sequence[Place], trigger: Trigger | None) -> str:
    tier = "tier 1" if strong else "needs evidence"
    return f"place: {tier}" + (f", after {trigger.word}" if trigger else "")


def _decided(passage: Passage, chosen: Iterable[_Choice]) -> dict[int, Place]:
    """The places decided on in a passage, by each of their words."""
    return {
        index: place
        for spot, place, _ in chosen
        if spot.passage is passage
        for index in range(spot.match.first, spot.match.last + 1)
    }


def _covers(covered: set[tuple[str, int]], mention: Mention) -> bool:
    """Whether a mention lies inside the offsets that names before it in a list have taken."""
    return (mention.field, mention.start) in covered and (mention.field, mention.end - 1) in covered
