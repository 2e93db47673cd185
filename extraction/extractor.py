"""The one door to extraction: title and text in, actors, locations and dates out, all resolved.

>>> found = default_extractor().extract("", "قصفت طائرات أمريكية مواقع كتائب حزب الله في جرف النصر")
>>> [actor.id for actor in found.actors], [location.label.ar for location in found.locations]
(['grp:kataib-hezbollah'], ['جرف النصر'])
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from analyzers.arabic.lexicon import read_lexicon_bytes
from extraction.actors import ActorFinder, assemble, countries
from extraction.amending import NO_AMENDMENTS, Amendments, amended
from extraction.dates import DateExtractor, merge_dates
from extraction.gazetteer import DATA, ActorTable, Name, actor_table, read_actors
from extraction.locations import LocationResolver, Passage
from extraction.matcher import Matcher, name_key
from extraction.origin import OriginFinder
from extraction.places import PLACES, RULE_TABLES, Place, load_places
from extraction.reading import Reading
from extraction.rules import WordTables, read_words
from extraction.states import read_bodies, read_states, with_states
from extraction.user_gazetteer import UserGazetteer, read_user_gazetteer
from extraction.values import CountryFound, Extraction, Label, Location
from extraction.words import words

if TYPE_CHECKING:
    import datetime as dt
    from collections import Counter
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from extraction.gazetteer import KnownActor

RULES_VERSION: Final = "2"
"""Changes with the rules in this package, so that what older rules found is known to be old."""

_MIN_MAJORITY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """What the gazetteer knows of an id, to label a facet with. `type`: an actor's type or a location's level; `where`: file
    and line of the entry."""

    id: str
    kind: Literal["actor", "location"]
    type: str
    label: Label
    path: tuple[str, ...]
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All that extraction knows: actors, places and the word tables of its rules."""

    actors: ActorTable
    places: tuple[Place, ...]
    words: WordTables
    nationalities: frozenset[str] = frozenset()
    """Keys of the adjectives of states (المصري), which are surnames as well."""
    amendments: Amendments = NO_AMENDMENTS


def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer of the package, with the user's own at a path. Raises GazetteerError or PlaceDataError with file and line."""
    user = read_user_gazetteer(path) if path is not None else UserGazetteer()
    tables = read_words()
    states = read_states()
    adjectives = (form[gender] for state in states for form in state.forms() for gender in ("m", "f") if gender in form)
    listed = with_states([*read_actors(DATA / "actors"), *user.actors], states, read_bodies())
    entries = amended(listed, load_places(), user)
    actors = actor_table(entries.actors, common=tables.not_names())
    return Gazetteer(actors, entries.places, tables, frozenset(map(name_key, adjectives)), entries.amendments)


class Extractor:
    """Finds who, where and when. One extractor serves any number of documents, in one thread at a time."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer if gazetteer is not None else load_gazetteer()
        names: list[tuple[str, Name | Place]] = [*self._gazetteer.actors.names()]
        names += [(name, place) for place in self._gazetteer.places for name in place.names]
        self._amendments = self._gazetteer.amendments
        names += [(name, Name("", name, "never")) for name in self._amendments.hidden]
        self._matcher: Matcher[Name | Place] = Matcher(names, short=_short_names(names))
        self._finder = ActorFinder(self._gazetteer.actors, self._gazetteer.words, self._gazetteer.nationalities)
        self._resolver = LocationResolver(self._gazetteer.places)
        self._dates = DateExtractor()
        self._places = {place.id: place for place in self._gazetteer.places}
        self.origins = OriginFinder(self._dates, self._matcher.lookup)
        """Finds the report's own date, for reports that come without one."""
        self.fingerprint = _fingerprint(self._gazetteer)
        """Changes with everything that changes what is found: entries, tables, rules."""

    @property
    def gazetteer(self) -> Gazetteer:
        """Whom and which places it knows."""
        return self._gazetteer

    def extract(
        self,
        title: str,
        text: str,
        *,
        report_date: dt.date | None = None,
        country: str = "",
        actors: Sequence[str] = (),
        locations: Sequence[str] = (),
    ) -> Extraction:
        """Who, where and when in a document.

        `report_date` and `country` (ISO 3166-1 alpha-2) are the report's own; `actors` and `locations` are names that its
        source states, which come first and resolve to the same ids as names in the text.
        """
        readings = [self._read("title", title), self._read("text", text)]
        self._finder.find_independent(readings)
        told = country or self._told(text, readings)
        found = self._resolver.resolve([_passage(reading) for reading in readings], country=told)
        about = told or _country(readings, found)
        self._finder.find_dependent(readings, about)
        stated = {name: self._stated_actor(name) for name in actors if name.strip()}
        places = {name: self._stated_place(name, country) for name in locations if name.strip()}
        at = [_location(place) for place in places.values() if place is not None]
        dates = merge_dates(
            [
                *self._dates.extract(title, report_date=report_date, field="title"),
                *self._dates.extract(text, report_date=report_date, field="text"),
            ]
        )
        allowed = self._amendments.allowed
        unknown: list[tuple[Literal["actor", "location"], str]] = [
            *(("actor", name) for name, actor in stated.items() if self._is_unknown(actor.id)),
            *(("location", name) for name, place in places.items() if place is None),
        ]
        return Extraction(
            allowed(assemble(readings, stated.values(), self._finder), {actor.id for actor in stated.values()}),
            allowed(_merged([*at, *found]), {location.id for location in at}),
            tuple(dates),
            about,
            _how(country, told, about),
            tuple(unknown),
        )

    def known(self, id_: str) -> Known | None:
        """What is known of an id, None for a provisional or unknown one."""
        actor = self._finder.known(id_)
        if actor is not None:
            return Known(id_, "actor", actor.type, actor.label, self._finder.path(actor), actor.country, where=actor.where)
        place = self._places.get(id_)
        if place is not None:
            point = place.lat, place.lon
            return Known(id_, "location", place.level, place.label, place.path, place.country, *point, where=place.where)
        return None

    def _read(self, field: Literal["text", "title"], text: str) -> Reading:
        found = words(text)
        return Reading(field, text, found, self._matcher.matches(found))

    def _told(self, text: str, readings: Sequence[Reading]) -> str:
        """The country of the dateline, where the report names more of that country: news of Syria comes from Beirut, too."""
        country = self.origins.country(text)
        if not country or countries(readings)[country]:
            return country
        named = (value for reading in readings for match in reading.matches[1:] for value in match.values)
        return country if any(isinstance(value, Place) and value.tier == 1 and value.country == country for value in named) else ""

    def _stated_actor(self, name: str) -> KnownActor:
        """The actor that the source states by an id (also one that the user merged into another) or by a name."""
        known = self._finder.known(self._amendments.merged.get(name, name))
        return known if known is not None else self._finder.resolve(name, self._matcher.lookup(name))

    def _is_unknown(self, id_: str) -> bool:
        """Whether a stated actor is in no gazetteer; what the user forbids is known well enough."""
        return self._finder.known(id_) is None and id_ not in self._amendments.ids

    def _stated_place(self, name: str, country: str) -> Place | None:
        """The place that the source states by an id or a name: no trigger is asked for, and it has no mention in the text."""
        known = self._places.get(self._amendments.merged.get(name, name))
        if known is not None:
            return known
        places = [value for value in self._matcher.lookup(name) if isinstance(value, Place)]
        return max(places, key=lambda place: (place.country == country, -place.tier, place.population), default=None)


@lru_cache(maxsize=1)
def default_extractor(gazetteer: Path | None = None) -> Extractor:
    """The extractor of the package's own gazetteer, with the user's at a path; loaded once."""
    return Extractor(load_gazetteer(gazetteer))


def _passage(reading: Reading) -> Passage:
    """What is left for places: their names that lie inside no actor's."""
    matches = [match for match in reading.placed if reading.free(match.first, match.last)]
    return Passage(reading.field, reading.text, reading.words, matches, reading.taken.keys())


def _country(readings: Sequence[Reading], locations: Iterable[Location]) -> str:
    """The country that a document is about: that of most places named, and of the actors. Empty where none leads."""
    votes: Counter[str] = countries(readings)
    for location in locations:
        if location.country:
            votes[location.country] += len(location.mentions) * (1 if location.level == "country" else 2)
    if not votes:
        return ""
    (country, most), *others = votes.most_common(2)
    return country if most > sum(votes.values()) * _MIN_MAJORITY or not others else ""


def _how(given: str, told: str, about: str) -> CountryFound:
    return "given" if given else "dateline" if told else "inferred" if about else ""


def _merged(locations: Iterable[Location]) -> tuple[Location, ...]:
    """One location for each id: the first, with the mentions of all."""
    merged: dict[str, Location] = {}
    for location in locations:
        first = merged.setdefault(location.id, location)
        if first is not location and not first.mentions:
            merged[location.id] = location
    return tuple(merged.values())


def _location(place: Place) -> Location:
    return Location(place.id, place.level, place.label, place.path, (), place.country, place.lat, place.lon)


def _short_names(names: Iterable[tuple[str, Name | Place]]) -> set[str]:
    """Names of three letters that may follow a proclitic: those of known actors, and of places but the towns of GeoNames."""
    return {name for name, value in names if len(name) <= 4 and (isinstance(value, Name) or value.tier == 1)}


def _fingerprint(gazetteer: Gazetteer) -> str:
    digest = hashlib.sha256(RULES_VERSION.encode())
    for actor in gazetteer.actors.actors.values():
        digest.update(repr(actor).encode())
    for place in gazetteer.places:
        digest.update(repr(place).encode())
    for field in fields(gazetteer.words):
        digest.update(repr((field.name, sorted(getattr(gazetteer.words, field.name)))).encode())
    digest.update(repr(gazetteer.amendments).encode())
    for table in RULE_TABLES:
        digest.update((PLACES / table).read_bytes())
    digest.update(read_lexicon_bytes())
    return digest.hexdigest()[:16]
