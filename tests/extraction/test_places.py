"""The gazetteer of places: what is in it, and what its loader refuses."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from extraction.matcher import name_key
from extraction.places import Place, PlaceDataError, distance_km, load_places, read_countries, read_curated, read_towns

if TYPE_CHECKING:
    from pathlib import Path

COUNTRY = "IQ\t33.0\t44.0\t28.9,38.6,37.5,48.9\tالعراق\tIraq"
BABIL = "adm:IQ-babil\tgovernorate\tcty:IQ\tبابل\tBabil\t32.47\t44.55"


@pytest.fixture(scope="module")
def places() -> dict[str, Place]:
    return {place.id: place for place in load_places()}


def test_the_real_tables_load_without_a_twin_id(places: dict[str, Place]) -> None:
    assert len(load_places()) == len(places)
    assert all(place.label.ar and place.label.en for place in places.values())
    assert all(parent in places for place in places.values() for parent in place.path)
    assert all(place.path[-1] == place.id for place in places.values())


@pytest.mark.parametrize(
    ("country", "count"),
    [
        ("IQ", 19), ("SY", 14), ("YE", 22), ("LB", 9), ("PS", 16), ("IL", 6), ("JO", 12), ("LY", 22), ("SD", 18), ("EG", 27),
        ("IR", 31), ("TR", 81), ("SA", 13), ("KW", 6), ("AE", 7), ("QA", 8), ("BH", 4), ("OM", 11),
    ],
)  # fmt: skip
def test_first_level_units_are_complete(places: dict[str, Place], country: str, count: int) -> None:
    units = [place for place in places.values() if place.country == country and place.level == "governorate"]
    assert len(units) == count


def test_districts_and_points_are_many(places: dict[str, Place]) -> None:
    levels = Counter(place.level for place in places.values() if place.curated)
    points = sum(levels[level] for level in ("base", "airport", "camp", "crossing", "facility", "region", "water"))
    assert levels["district"] >= 600
    assert points >= 400


def test_jurf_al_nasr_lies_in_babil(places: dict[str, Place]) -> None:
    found = [place for place in places.values() if name_key("جرف النصر") in map(name_key, place.names)]
    assert len(found) == 1
    jurf = found[0]
    assert jurf.level == "district"
    assert jurf.path[:2] == ("cty:IQ", "adm:IQ-babil")
    assert (jurf.lat, jurf.lon) == (32.8736, 44.1939)
    assert "جرف الصخر" in jurf.names


def test_country_names_are_ours_and_those_of_cldr(places: dict[str, Place]) -> None:
    assert {"العراق", "Iraq"} <= set(places["cty:IQ"].names)
    assert {"الولايات المتحدة", "أمريكا", "أميركا"} <= set(places["cty:US"].names)
    assert places["cty:PS"].label.ar == "فلسطين"
    assert places["cty:PE"].label.ar == "بيرو"


def test_a_hand_written_town_is_not_taken_again_from_geonames(places: dict[str, Place]) -> None:
    mosul = [place for place in places.values() if place.country == "IQ" and place.level == "city" and "الموصل" in place.names]
    assert [place.id for place in mosul] == ["plc:IQ-mosul"]
    assert mosul[0].population > 500_000


def test_names_that_are_only_shown_are_not_looked_for(places: dict[str, Place]) -> None:
    names = [name for place in places.values() if place.curated for name in place.names]
    assert not [name for name in names if "(" in name or "," in name]


def test_common_words_are_weak(places: dict[str, Place]) -> None:
    alam = places["dis:IQ-al-alam"]
    assert name_key("العلم") in alam.weak
    assert name_key("ناحية العلم") not in alam.weak


def test_optional_words_make_both_names(tmp_path: Path) -> None:
    row = "plc:IQ-x\tbase\tadm:IQ-babil\tقاعدة س [الجوية]|?س\tX [Air] Base\t32.5\t44.5"
    (place,) = [place for place in _read(tmp_path, BABIL, row) if place.id == "plc:IQ-x"]
    assert place.names == ("قاعدة س الجوية", "قاعدة س", "س", "X Air Base", "X Base")
    assert place.weak == (name_key("س"),)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (BABIL, "stands already at iraq.tsv:1"),
        ("dis:IQ-x\tdistrict\tadm:IQ-none\tس\tX\t32.5\t44.5", "unknown parent 'adm:IQ-none'"),
        ("dis:IQ-x\tdistrict\tdis:IQ-x\tس\tX\t32.5\t44.5", "its parents lead back"),
        ("dis:IQ-x\tdistrict\tadm:IQ-babil\tس\tX\t44.5\t32.5", "is not in IQ"),
        ("dis:IQ-x\tdistrict\tadm:IQ-babil\tس\tX\tnorth\t44.5", "must be numbers"),
        ("dis:IQ-x\tdistrict\tadm:IQ-babil\tس\tX\t95\t44.5", "off the earth"),
        ("dis:IQ-x\thamlet\tadm:IQ-babil\tس\tX\t32.5\t44.5", "unknown level 'hamlet'"),
        ("dis:IQ-x\tdistrict\tadm:IQ-babil\tس\t\t32.5\t44.5", "both Arabic and English"),
        ("dis:IQ-x\tdistrict\tadm:IQ-babil\tس\tX\t32.5", "7 columns separated by tabs are needed, here are 6"),
    ],
)
def test_a_bad_row_is_refused_with_its_file_and_line(tmp_path: Path, row: str, problem: str) -> None:
    with pytest.raises(PlaceDataError) as error:
        _read(tmp_path, BABIL, row)
    assert str(error.value).startswith("iraq.tsv:2: ")
    assert problem in str(error.value)


def test_an_unknown_country_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "countries.tsv"
    path.write_text(COUNTRY.replace("IQ", "QQ", 1), encoding="utf-8")
    with pytest.raises(PlaceDataError, match=r"countries\.tsv:1: 'QQ' is no ISO 3166-1"):
        read_countries(path, frozenset())


def test_missing_towns_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(PlaceDataError, match=r"pip install -e \."):
        read_towns(tmp_path / "towns.jsonl.gz", {}, frozenset())


def test_distance_is_in_kilometres(places: dict[str, Place]) -> None:
    assert 350 < distance_km(places["plc:IQ-baghdad"], places["plc:IQ-mosul"]) < 360


def _read(folder: Path, *rows: str) -> list[Place]:
    (folder / "countries.tsv").write_text(COUNTRY, encoding="utf-8")
    (folder / "iraq.tsv").write_text("\n".join(rows), encoding="utf-8")
    countries, boxes = read_countries(folder / "countries.tsv", frozenset())
    return read_curated([folder / "iraq.tsv"], countries, boxes, frozenset())
