"""Adds, corrects, merges and takes out places as a user's gazetteer says; all that lies in them follows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from extraction.entries import corrected_at, keys_to_drop, relabelled, reparented, require_known
from extraction.gazetteer import GazetteerError
from extraction.matcher import name_key
from extraction.places import DATA, Place, read_countries, read_weak_names
from extraction.values import Label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extraction.places import Box
    from extraction.user_gazetteer import PlaceChange

COUNTRY: Final = "cty:"

_UNLISTED: Final = re.compile(r"x:(?:[A-Z]{2} )?(.+)")
"""The provisional id of a place: its country and its folded name."""


def add_places(by_id: dict[str, Place], changes: Sequence[PlaceChange]) -> None:
    """Adds the places that a user wrote."""
    for change in changes:
        assert change.level is not None  # the reader asks for both
        assert change.at is not None
        label = Label(change.label["ar"], change.label["en"])
        by_id[change.id] = Place(change.id, change.level, label, (), *change.at, (change.id,), where=change.where)
    change_places(by_id, [replace(change, names=(*change.label.values(), *change.names)) for change in changes])


def change_places(by_id: dict[str, Place], changes: Sequence[PlaceChange]) -> None:
    """Changes places by what is written of them; then the paths of all that lie in them."""
    if not changes:
        return
    common = read_weak_names(DATA / "places" / "ambiguous.txt")
    parents = {id_: parent_of(place) for id_, place in by_id.items()}
    for change in changes:
        by_id[change.id] = _changed(by_id[change.id], change, common)
        if change.parent is not None:
            parents[change.id] = change.parent
            if change.parent:
                require_known(change.parent, change.where, by_id.keys())
    _set_paths(by_id, parents)
    _, boxes = read_countries(DATA / "places" / "countries.tsv", frozenset())
    for change in changes:
        _require_in_country(by_id[change.id], change, boxes)


def merge_places(by_id: dict[str, Place], merged: Mapping[str, str]) -> None:
    """Gives the names of merged places to those that they are merged into, and takes them out."""
    for source, target in merged.items():
        unlisted = _UNLISTED.fullmatch(source)
        if unlisted is not None and target in by_id:
            # It was found by a noun beside it (قرية …), and needs one as before.
            place, name = by_id[target], unlisted[1]
            by_id[target] = replace(place, names=(*place.names, name), weak=tuple(sorted({*place.weak, name_key(name)})))
    gone = {source: target for source, target in merged.items() if source in by_id}
    for source, target in gone.items():
        place, other = by_id[target], by_id[source]
        names = tuple(dict.fromkeys([*place.names, *other.names]))
        own = set(map(name_key, place.names))
        weak = tuple(sorted({*place.weak, *(set(other.weak) - own)}))
        by_id[target] = replace(place, names=names, weak=weak, population=max(place.population, other.population))
    take_out_places(by_id, gone)


def take_out_places(by_id: dict[str, Place], instead: Mapping[str, str]) -> None:
    """Removes places; what lay in them comes below `instead`."""
    if not instead:
        return
    parents = reparented({id_: parent_of(place) for id_, place in by_id.items()}, instead)
    for id_ in instead:
        del by_id[id_]
    _set_paths(by_id, parents)


def parent_of(place: Place) -> str:
    """The id of the place that a place lies in, empty for the outermost."""
    return place.path[-2] if len(place.path) > 1 else ""


def _changed(place: Place, change: PlaceChange, common: frozenset[str]) -> Place:
    added = dict.fromkeys([*change.names, *change.weak])
    gone = keys_to_drop(place.id, place.names, change.without, change.where)
    kept = [name for name in place.names if name_key(name) not in gone and name not in added]
    strong = set(map(name_key, change.names))
    weak = (set(place.weak) - strong) | set(map(name_key, change.weak)) | (common & set(map(name_key, added)))
    lat, lon = change.at or (place.lat, place.lon)
    return replace(
        place,
        level=change.level or place.level,
        label=relabelled(place.label, change.label),
        names=(*kept, *added),
        lat=lat,
        lon=lon,
        tier=place.tier if change.stands_alone is None else 1 if change.stands_alone else 2,
        weak=tuple(sorted(weak)),
        where=corrected_at(place.where, change.where),
    )


def _require_in_country(place: Place, change: PlaceChange, boxes: Mapping[str, Box]) -> None:
    box = boxes.get(place.country)
    if change.at is not None and box is not None and not box.holds(place.lat, place.lon):
        raise GazetteerError(
            f"{change.where}: {place.lat}, {place.lon} of {place.id} is not in {place.country}; "
            "correct `at` (latitude comes first) or `parent`"
        )


def _set_paths(by_id: dict[str, Place], parents: Mapping[str, str]) -> None:
    for id_, place in by_id.items():
        path = [id_]
        while parent := parents[path[-1]]:
            if parent in path:
                raise GazetteerError(f"{place.where}: {id_} lies in itself, by way of {parent}; correct a `parent`")
            path.append(parent)
        if (outermost_first := tuple(reversed(path))) != place.path:
            country = path[-1].removeprefix(COUNTRY) if path[-1].startswith(COUNTRY) else ""
            by_id[id_] = replace(place, path=outermost_first, country=country)
