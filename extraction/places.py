"""The gazetteer of places: countries, their units, towns and points, each with names, coordinates and parents.

Three sources, joined by `load_places`: country names from CLDR (through babel) with our variants and coordinates
(`data/places/countries.tsv`); units, towns and points written entry by entry (the other `data/places/*.tsv`); towns
from GeoNames, made when the package is built (`data/towns.jsonl.gz`). A town that is written by hand is not taken a
second time from GeoNames: it gets that entry's population and further names.

A district and the town it is named for are one place, at the town's coordinates; a governorate and its seat are two.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from babel import Locale

from extraction.matcher import name_key
from extraction.values import Label, LocationLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DATA: Final = Path(__file__).parent / "data"
PLACES: Final = DATA / "places"
TOWNS: Final = DATA / "towns.jsonl.gz"
RULE_TABLES: Final = ("cues.tsv", "heads.tsv", "name_parts.tsv", "triggers.tsv")
"""Tables in the folder of places that hold the words of rules, and no places."""

_COUNTRIES: Final = "countries.tsv"
_LEVELS: Final = frozenset(get_args(LocationLevel))
_SETTLEMENTS: Final = frozenset({"district", "city", "town", "village", "neighbourhood", "camp"})
_STANDS_ALONE_FROM: Final = 50_000
"""Inhabitants from which the name of a GeoNames town is known well enough to stand without a trigger."""

_SHORT: Final = 3
"""Letters of a GeoNames name that need evidence: most are also words (وان, أبا)."""

_SAME_TOWN_KM: Final = 25.0
_OPTIONAL: Final = re.compile(r" ?\[([^\]]*)\]")
_WEAK: Final = "?"
_SHOWN_ONLY: Final = re.compile("[(,]")


class PlaceDataError(Exception):
    """A table of places that can not be used: says which file and line, and what to mend."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `path`: ids of country, governorate, district … and its own id last.

    `names`: every form to look for, Arabic and English. `weak`: keys of those names that are also a common word or a
    person's name, and need evidence beside them. `tier` 1 stands alone; 2 needs a trigger and the report's country.
    """

    id: str
    level: LocationLevel
    label: Label
    names: tuple[str, ...]
    lat: float
    lon: float
    path: tuple[str, ...]
    country: str = ""
    population: int = 0
    tier: Literal[1, 2] = 1
    weak: tuple[str, ...] = ()
    curated: bool = True
    where: str = field(default="", repr=False)  # file and line; no part of fingerprints


class Box(NamedTuple):
    """The rectangle that holds a country, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point lies inside."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


class _Row(NamedTuple):
    """A line of a table, and where it stands."""

    where: str
    cells: list[str]

    def error(self, problem: str) -> PlaceDataError:
        return PlaceDataError(f"{self.where}: {problem}")

    def point(self, lat: str, lon: str) -> tuple[float, float]:
        try:
            point = float(lat), float(lon)
        except ValueError as error:
            raise self.error(f"coordinates must be numbers in degrees, not {lat!r}, {lon!r}") from error
        if not Box(-90, -180, 90, 180).holds(*point):
            raise self.error(f"coordinates off the earth: {lat}, {lon} (latitude comes first)")
        return point


def load_places(folder: Path = PLACES, towns: Path = TOWNS) -> tuple[Place, ...]:
    """All places: countries, those written by hand, GeoNames towns. Raises PlaceDataError with file and line."""
    common = read_weak_names(folder / "ambiguous.txt")
    countries, boxes = read_countries(folder / _COUNTRIES, common)
    tables = [path for path in sorted(folder.glob("*.tsv")) if path.name not in _NOT_PLACES]
    curated = read_curated(tables, countries, boxes, common)
    paths = {place.id: place.path for place in (*countries, *curated)}
    return (*countries, *_with_towns(curated, read_towns(towns, paths, common)))


_NOT_PLACES: Final = frozenset({_COUNTRIES, "admin1.tsv", *RULE_TABLES})


def read_weak_names(path: Path) -> frozenset[str]:
    """The keys of the names in a list, a name a line; `#` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(name_key(line) for line in lines if line)


def read_countries(path: Path, common: frozenset[str]) -> tuple[list[Place], dict[str, Box]]:
    """The countries, and the boxes of those that have one. Columns: code, lat, lon, box, Arabic names, English names."""
    arabic, english = Locale("ar").territories, Locale("en").territories
    places: list[Place] = []
    boxes: dict[str, Box] = {}
    for row in _rows(path, columns=6):
        code, lat, lon, box, ar, en = row.cells
        if code not in arabic or code not in english:
            raise row.error(f"{code!r} is no ISO 3166-1 alpha-2 code that CLDR names")
        names_ar, weak_ar = _names([*_split(ar), arabic[code]])
        names_en, weak_en = _names([*_split(en), english[code]])
        id_ = f"cty:{code}"
        label = Label(names_ar[0], names_en[0])
        point = row.point(lat, lon)
        names = _unique([*names_ar, *names_en])
        weak = _weak(names, [*weak_ar, *weak_en], common)
        places.append(Place(id_, "country", label, names, *point, (id_,), code, tier=1, weak=weak, where=row.where))
        if box:
            boxes[code] = Box(*(float(edge) for edge in box.split(",")))
    return places, boxes


def read_curated(
    paths: Iterable[Path], countries: Iterable[Place], boxes: Mapping[str, Box], common: frozenset[str]
) -> list[Place]:
    """The places of tables with the columns id, level, parent, Arabic names, English names, lat, lon."""
    rows = {row.cells[0]: row for row in _once(row for path in paths for row in _rows(path, columns=7))}
    ids_of_countries = {country.id for country in countries}
    return [_curated(row, rows, ids_of_countries, boxes, common) for row in rows.values()]


def _once(rows: Iterable[_Row]) -> Iterator[_Row]:
    seen: dict[str, str] = {}
    for row in rows:
        if (id_ := row.cells[0]) in seen:
            raise row.error(f"the id {id_!r} stands already at {seen[id_]}: give one of the two another id")
        seen[id_] = row.where
        yield row


def _curated(row: _Row, rows: Mapping[str, _Row], countries: set[str], boxes: Mapping[str, Box], common: frozenset[str]) -> Place:
    id_, level, _, ar, en, lat, lon = row.cells
    if level not in _LEVELS:
        raise row.error(f"unknown level {level!r}: one of {', '.join(sorted(_LEVELS))}")
    if not ar or not en:
        raise row.error("a name is needed in both Arabic and English")
    path = _path(row, rows, countries)
    country = path[0].removeprefix("cty:") if path[0] in countries else ""
    point = row.point(lat, lon)
    if country in boxes and not boxes[country].holds(*point):
        raise row.error(f"{lat}, {lon} is not in {country}: mend the coordinates or the box in {_COUNTRIES}")
    names_ar, weak_ar = _names(_split(ar))
    names_en, weak_en = _names(_split(en))
    names = _unique([*names_ar, *names_en])
    weak = _weak(names, [*weak_ar, *weak_en], common)
    label = Label(names_ar[0], names_en[0])
    return Place(id_, level, label, names, *point, path, country, weak=weak, where=row.where)  # type: ignore[arg-type]  # checked above


def _path(row: _Row, rows: Mapping[str, _Row], countries: set[str]) -> tuple[str, ...]:
    path = [row.cells[0]]
    parent = row.cells[2]
    while parent:
        if parent in path:
            raise row.error(f"its parents lead back to {parent!r}")
        path.append(parent)
        if parent in countries:
            break
        if parent not in rows:
            raise row.error(f"unknown parent {parent!r}: add it, or name another")
        parent = rows[parent].cells[2]
    return tuple(reversed(path))


def read_towns(path: Path, paths: Mapping[str, tuple[str, ...]], common: frozenset[str]) -> list[Place]:
    """GeoNames towns from the file that the build makes. `paths`: the paths of their possible parents."""
    if not path.exists():
        msg = f"{path}: not there; it is made when Kashf is built: run `pip install -e .` (or `make run`) once"
        raise PlaceDataError(msg)
    places = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            town = json.loads(line)
            names = _unique([*town["ar"], town["en"]])
            population = town["population"]
            places.append(
                Place(
                    id=town["id"],
                    level="city" if population >= _STANDS_ALONE_FROM else "town",
                    label=Label(town["ar"][0], town["en"]),
                    names=names,
                    lat=town["lat"],
                    lon=town["lon"],
                    path=(*paths.get(town["parent"], (f"cty:{town['country']}",)), town["id"]),
                    country=town["country"],
                    population=population,
                    tier=1 if population >= _STANDS_ALONE_FROM else 2,
                    weak=_weak(names, (name for name in names if len(name) <= _SHORT), common),
                    curated=False,
                    where="GeoNames",
                )
            )
    return places


def _with_towns(curated: list[Place], towns: list[Place]) -> list[Place]:
    """Both, without the towns that are written by hand already: those lend their population and further names."""
    by_id = {place.id: place for place in curated}
    twins: dict[tuple[str, str], list[str]] = {}
    for place in curated:
        if place.level in _SETTLEMENTS:
            for name in place.names:
                twins.setdefault((place.country, name_key(name)), []).append(place.id)
    new = []
    for town in towns:
        ids = {id_ for name in town.names for id_ in twins.get((town.country, name_key(name)), ())}
        near = [by_id[id_] for id_ in sorted(ids) if distance_km(by_id[id_], town) <= _SAME_TOWN_KM]
        if not near:
            new.append(town)
            continue
        twin = min(near, key=lambda place: distance_km(place, town))
        by_id[twin.id] = replace(twin, population=max(twin.population, town.population))
    return [*by_id.values(), *new]


def distance_km(one: Place, other: Place) -> float:
    """Great-circle distance of two places (haversine, mean radius of the earth)."""
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(other.lon - one.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(chord)))


def _rows(path: Path, *, columns: int) -> Iterator[_Row]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        row = _Row(f"{path.name}:{number}", [cell.strip() for cell in line.split("\t")])
        if len(row.cells) != columns:
            raise row.error(f"{columns} columns separated by tabs are needed, here are {len(row.cells)}")
        yield row


def _split(cell: str) -> list[str]:
    return [name.strip() for name in cell.split("|") if name.strip()]


def _names(written: list[str]) -> tuple[list[str], list[str]]:
    """The name forms, and those of them that were marked weak (`?name`); `a [b]` stands for both `a b` and `a`."""
    names: list[str] = []
    weak: list[str] = []
    for name in written:
        forms = _forms(name.removeprefix(_WEAK))
        names += forms
        if name.startswith(_WEAK):
            weak += forms
    return names, weak


def _forms(name: str) -> list[str]:
    match = _OPTIONAL.search(name)
    if match is None:
        return [name]
    before, after = name[: match.start()], name[match.end() :]
    space = " " if before else ""
    return [form.strip() for inner in (space + match[1], "") for form in _forms(before + inner + after)]


def _weak(names: Iterable[str], marked: Iterable[str], common: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted({name_key(name) for name in marked} | (common & {name_key(name) for name in names})))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, without those that are only shown: الزاب (دهوك)."""
    return tuple(dict.fromkeys(name for name in names if not _SHOWN_ONLY.search(name)))
