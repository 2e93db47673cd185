"""Makes places of names that no gazetteer lists: with a provisional id, under the units that the sentence names.

A part of a town (حي, شارع, مستشفى) lies in the town named beside it, else in the one named most near it or in the title;
its name is shown with the town's where such names recur in every town. A village has the parent that is named right behind
it, else its country alone. The point is the town's, or none. What the gazetteer lists under the full name (أحياء الشعلة:
حي الشعلة) is that place.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from analyzers import exact_form, fold
from extraction.matcher import WAW, name_key
from extraction.spots import at_home, known_here
from extraction.values import Label, Location, Mention
from extraction.words import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extraction.evidence import Evidence
    from extraction.places import Place
    from extraction.spots import Context
    from extraction.toponyms import View
    from extraction.unlisted import Candidate

PROVISIONAL: Final = "x:"
"""An id that begins so is of no gazetteer. The actors' is the same."""

_REACH: Final = 4
"""Words behind a name in which its town or unit may be named."""

_LIST_REACH: Final = 10
_NAMED_FOR: Final = frozenset({"facility", "airport", "crossing", "base"})
_TOWNS: Final = frozenset({"city", "town", "district"})
_LISTED_AT_HOME: Final = "airport"
"""What is listed so fully that another one is abroad, unless a town is named with it: مطار لارنكا in news of Beirut."""

_SITES_OF: Final = frozenset({"city", "town", "district", "village", "governorate"})
"""What a base, an airport or a field is named for."""
_UNITS: Final = frozenset({"governorate", "district", "city", "town", "region"})
_IN_TOWN: Final = frozenset({"neighbourhood", "facility", "other", "base"})
_WIDE: Final = frozenset({"village", "town", "district"})
_FADES_OVER: Final = 80
"""Words over which what a town's name says of its surroundings fades."""

_TOWNS_AROUND: Final = 12
"""Towns before and behind a name that are weighed."""

_BEHIND: Final = 0.3
_TITLE: Final = 1.0
_CITY: Final = 2.0
"""Streets and hospitals are rather a city's than a small town's."""

_DATELINE: Final = 0.1
_DATELINE_WORDS: Final = 4
_DASHES: Final = frozenset("-–—:/")
_SURE: Final = 0.6
_UNSURE: Final = 0.4


class _Setting(NamedTuple):
    """Where an unlisted name is: the path above it, its town, and whether the sentence itself says so."""

    path: tuple[str, ...]
    town: Place | None
    said: bool


class NamedTowns:
    """The towns that a document names, by the words where it does."""

    def __init__(self) -> None:
        self._at: dict[str, list[int]] = {}
        self._named: dict[str, list[Place]] = {}

    def add(self, town: Place, view: View, index: int) -> None:
        """Records a town at a word; they come in the order of the text."""
        self._at.setdefault(view.passage.field, []).append(index)
        self._named.setdefault(view.passage.field, []).append(town)

    def around(self, view: View, index: int) -> Place | None:
        """The town that an unlisted name at a word most likely is in: near it, rather before than behind it, or in the title."""
        field = view.passage.field
        weights: dict[str, float] = {}
        known: dict[str, Place] = {}
        for town, at in self._near(field, index):
            weight = math.exp(-abs(index - at) / _FADES_OVER) * (1 if at < index else _BEHIND)
            if _is_dateline(view, at) and sum(town is other for other in self._named[field][:_TOWNS_AROUND]) == 1:
                weight = _DATELINE  # where the reporter is, and nothing else
            weights[town.id] = weights.get(town.id, 0) + weight * _size(town)
            known[town.id] = town
        for town in self._named.get("text" if field == "title" else "title", [])[:_TOWNS_AROUND]:
            weights[town.id] = weights.get(town.id, 0) + (_BEHIND if field == "title" else _TITLE) * _size(town)
            known[town.id] = town
        return max(known.values(), key=lambda town: weights[town.id], default=None)

    def _near(self, field: str, index: int) -> Iterator[tuple[Place, int]]:
        at, named = self._at.get(field, []), self._named.get(field, [])
        middle = bisect_left(at, index)
        first, last = max(middle - _TOWNS_AROUND, 0), min(middle + _TOWNS_AROUND, len(at))
        return zip(named[first:last], at[first:last], strict=True)


def _size(town: Place) -> float:
    return _CITY if town.level == "city" else 1.0


class Provisional:
    """Resolves unlisted names. `places`: the gazetteer, for names that are listed in full; `keys`: the keys of all names."""

    def __init__(self, places: Iterable[Place], keys: frozenset[str], evidence: Evidence) -> None:
        self._evidence = evidence
        self._keys = keys
        self._units: dict[str, Place] = {}
        self._seats = _seats(places)
        self._listed: dict[str, list[Place]] = {}
        for place in places:
            if place.level == "governorate":
                self._units[place.id] = place
            if place.curated:
                for name in {place.label.ar, *place.names}:
                    if " " in name:
                        self._listed.setdefault(name_key(name), []).append(place)

    def location(self, candidate: Candidate, view: View, context: Context, towns: NamedTowns) -> Location | Place | None:
        """The place that a name is, or a provisional one; None where it says too little.

        `towns`: those that the document names.
        """
        inner = view.decided.get(candidate.first) if candidate.listed else None
        if inner is not None and (inner.level == candidate.level or inner.level not in _SITES_OF):
            return None
        if candidate.beside is not None:
            setting = _Setting(_governorate(candidate.beside.path), None, True)
            country = candidate.beside.country
        elif inner is not None and inner.curated:
            setting, country = _Setting(inner.path, inner, True), inner.country
        else:
            setting, country = self._setting(candidate, view, context, towns), context.country
        name = " ".join(exact_form(word) for word in candidate.name.split())
        in_town = self._whereabouts(candidate, setting)
        for form in (f"{name} {in_town}", name) if in_town else (name,):
            for place in self._listed.get(name_key(form), ()):
                if place.country == country and known_here(place, name_key(form), context):
                    return place
        if inner is not None and inner.curated and at_home(inner, context):
            return None
        if (candidate.with_town and not in_town) or (candidate.level == _LISTED_AT_HOME and not setting.said):
            return None
        qualified = candidate.with_town or self._recurs(candidate)
        shown = f"{name} ({in_town})" if qualified and in_town and in_town not in name else name
        return _made(candidate, shown, setting, country)

    def _recurs(self, candidate: Candidate) -> bool:
        """Whether a part of a town is called like another place: حي القادسية."""
        if candidate.level not in {"neighbourhood", "camp"}:
            return False
        return name_key(candidate.name) in self._keys or (bool(candidate.core) and name_key(candidate.core) in self._keys)

    def _whereabouts(self, candidate: Candidate, setting: _Setting) -> str:
        """What a name that recurs is told apart by: the town of a part of it, the governorate of a camp."""
        if candidate.level in _IN_TOWN:
            return self._bare(setting.town) if setting.town is not None else ""
        unit = next((self._units[id_] for id_ in setting.path if id_ in self._units), None)
        return self._bare(unit) if unit is not None and candidate.level == "camp" else ""

    def _bare(self, town: Place) -> str:
        """A town's name without the noun: مدينة غزة → غزة; طرابلس (لبنان) → طرابلس."""
        words = town.label.ar.partition(" (")[0].split()
        noun = self._evidence.named(key(fold(words[0]))) if len(words) > 1 else None
        return " ".join(words[1:] if noun is not None and noun.manner == "unit" else words)

    def towns(self, decided: Iterable[tuple[View, int, Place]], context: Context) -> NamedTowns:
        """The towns at home that a document names, and where; a governorate's name counts for its seat."""
        towns = NamedTowns()
        for view, index, place in decided:
            town = self._seats.get(place.id, place)
            if town.level in _TOWNS and at_home(town, context):
                towns.add(town, view, index)
        return towns

    def mention(self, candidate: Candidate, view: View) -> Mention:
        """Where the name is written."""
        passage, end = view.passage, view.passage.words.ends[candidate.last]
        return Mention(candidate.start, end, passage.text[candidate.start : end], passage.field, candidate.rule)

    def _setting(self, candidate: Candidate, view: View, context: Context, towns: NamedTowns) -> _Setting:
        home = (f"cty:{context.country}",)
        site = _site(candidate, view, context)
        if site is not None:
            return _Setting(site.path, site, True)
        unit, aside = self._unit_behind(candidate, view, context)
        if candidate.level in _WIDE:
            path = unit.path if unit is not None else home
            return _Setting(_governorate(path) if aside else path, None, unit is not None)
        if unit is not None and unit.level in _TOWNS:
            return _Setting(unit.path, unit, True)
        town = towns.around(view, candidate.first)
        if town is None or (unit is not None and unit.id not in town.path):
            return _Setting(unit.path if unit is not None else home, None, unit is not None)
        return _Setting(town.path if candidate.level in _IN_TOWN else _governorate(town.path), town, False)

    def _unit_behind(self, candidate: Candidate, view: View, context: Context) -> tuple[Place | None, bool]:
        """The unit or town named right behind a name, or behind its list, and whether the name lies aside from it: شمال حلب."""
        aside, words = False, view.passage.words
        lists = candidate.level in _WIDE
        for index in range(candidate.last + 1, min(candidate.last + 1 + (_LIST_REACH if lists else _REACH), len(words))):
            if not words.joined(index - 1):
                break
            place, match = view.decided.get(index), view.matches.get(index)
            if words.folded[index].startswith(WAW) and (place is None or match is None or match.clitic):
                if lists and place is not None:
                    continue
                break  # what follows is another place, or another clause
            if place is not None and place.level in _UNITS and at_home(place, context):
                if index == 0 or view.decided.get(index - 1) is not place:
                    return place, aside
            elif place is None:
                trigger = self._evidence.named(words.folded[index])
                aside = aside or (trigger is not None and trigger.manner == "near")
        return None, False


def _site(candidate: Candidate, view: View, context: Context) -> Place | None:
    """The town that a bridge, a hospital or a base is named for: جسر الرستن is there. A street leads elsewhere (شارع حيفا)."""
    match = view.matches.get(candidate.first + 1)
    if candidate.level not in _NAMED_FOR or candidate.listed or match is None or match.last != candidate.last:
        return None
    towns = [place for place in match.values if place.level in _TOWNS and at_home(place, context)]
    return max(towns, key=lambda town: town.population, default=None)


def _is_dateline(view: View, index: int) -> bool:
    if index >= _DATELINE_WORDS:
        return False
    end = view.passage.words.ends[index]
    return view.passage.text[end : end + 3].strip()[:1] in _DASHES


def _seats(places: Iterable[Place]) -> dict[str, Place]:
    """The cities that governorates are named for, by the governorates' ids."""
    curated = (place for place in places if place.level == "city" and place.curated and len(place.path) > 1)
    cities = {(place.path[-2], name_key(place.label.ar)): place for place in curated}
    keys = ((unit.id, name_key(name), cities) for unit in places if unit.level == "governorate" for name in unit.names)
    return {id_: found[id_, name] for id_, name, found in keys if (id_, name) in found}


def _made(candidate: Candidate, shown: str, setting: _Setting, country: str) -> Location:
    id_ = f"{PROVISIONAL}{country} {name_key(shown)}"
    point = setting.town if candidate.level in _IN_TOWN else None
    return Location(
        id=id_,
        level=candidate.level,
        label=Label(shown, shown),
        path=(*setting.path, id_),
        mentions=(),
        country=country,
        lat=point.lat if point is not None else None,
        lon=point.lon if point is not None else None,
        confidence=_SURE if setting.said else _UNSURE,
    )


def _governorate(path: tuple[str, ...]) -> tuple[str, ...]:
    """A path down to its governorate."""
    at = next((index for index, id_ in enumerate(path) if id_.startswith("adm:")), len(path) - 1)
    return path[: at + 1]
