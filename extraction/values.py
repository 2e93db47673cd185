"""What extraction finds: mentions in the original text, resolved to actors, locations and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import datetime as dt

ActorType = Literal["armed_group", "state_force", "government", "person", "organization", "coalition"]
ACTOR_TYPES: Final[tuple[ActorType, ...]] = (
    "armed_group", "state_force", "government", "person", "organization", "coalition",
)  # fmt: skip

LocationLevel = Literal[
    "country", "governorate", "district", "city", "town", "village", "neighbourhood",
    "base", "airport", "camp", "crossing", "facility", "region", "water", "other",
]  # fmt: skip

CountryFound = Literal["", "given", "dateline", "inferred"]
"""How a document's country was found: the source gives it, its dateline says it, or most places and actors are there."""

Precision = Literal["day", "month", "year", "range"]
Calendar = Literal["gregorian", "hijri"]


@dataclass(frozen=True, slots=True)
class Label:
    """A name to show, in Arabic and English."""

    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Where something is named: `text` is the slice of the field (code points, half-open), `rule` what found it."""

    start: int
    end: int
    text: str
    field: Literal["text", "title"] = "text"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, speaks or is targeted. `path`: ids of its parents, outermost first, and its own id last.

    An id that begins with `x:` is provisional: the actor is in no gazetteer and was recognized by the form of its name.
    """

    id: str
    type: ActorType
    label: Label
    path: tuple[str, ...]
    mentions: tuple[Mention, ...]
    country: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """Where. `path`: ids of country, governorate, district … and its own id last; `lat`, `lon` in degrees (WGS 84).

    `country` is an ISO 3166-1 alpha-2 code, empty for seas and areas over several countries. `confidence` is 0 to 1;
    `alternatives` holds the ids of other places of the name that were considered.
    """

    id: str
    level: LocationLevel
    label: Label
    path: tuple[str, ...]
    mentions: tuple[Mention, ...]
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateExpression:
    """When: the days from `start` to `end`, both counted in.

    `inferred` names what the text did not say and the report's date supplied (`year`, `month`, `day`).
    """

    start: dt.date
    end: dt.date
    precision: Precision
    calendar: Calendar
    inferred: tuple[str, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Who, where and when in one document, each in the order of its first mention."""

    actors: tuple[Actor, ...]
    locations: tuple[Location, ...]
    dates: tuple[DateExpression, ...]
    country: str = ""
    """The country that the document is taken to be about (alpha-2), empty where none leads."""
    country_found: CountryFound = ""
    unresolved: tuple[tuple[Literal["actor", "location"], str], ...] = ()
    """Names that the source states and the gazetteer does not have."""
