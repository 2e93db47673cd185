"""The user's own gazetteer: YAML files that add entries to the shipped one, correct, merge and forbid them.

One file, or a folder of `.yaml` and `.yml` files (its folders too, in the order of their paths)::

    country: IQ                    # default of the actors of this file, as is `type`
    type: armed_group
    actors:                        # written as in the shipped files (see `gazetteer`)
      - id: grp:my-group
        label: {ar: كتائب الفلاني, en: Fulani Battalions}
    places:
      - id: plc:IQ-my-base
        level: base                # one of values.LocationLevel
        parent: adm:IQ-anbar
        label: {ar: قاعدة الفلاني, en: Fulani Base}
        aliases: {ar: [معسكر الفلاني]}
        weak: {ar: [الفلاني]}      # names that count only with evidence beside them (قاعدة …)
        at: [33.1, 42.3]           # latitude, longitude
    correct:                       # only what is written changes; names are added, a label is only shown
      - id: grp:badr
        label: {en: Badr}
        aliases: {ar: [البدر]}
        without: [فيلق بدر]        # names that it does not have
    merge:
      grp:one: grp:other           # all names of the first become names of the second
    forbid: [grp:badr, السلام]     # ids and names that are never found

This module reads the files into values; `amending` applies them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, get_args

import yaml

from extraction.gazetteer import GazetteerError, KnownActor, Use, mapping, parse_actor, strings, yaml_fields
from extraction.matcher import name_key
from extraction.values import ACTOR_TYPES, LocationLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

LANGUAGES: Final = ("ar", "en")
LEVELS: Final[tuple[str, ...]] = get_args(LocationLevel)
PROVISIONAL: Final = "x:"

_FILES: Final = (".yaml", ".yml")
_SECTIONS: Final = ("actors", "places", "correct", "merge", "forbid")
_PLACE_ID: Final = re.compile(r"(?:adm|dis|plc):[A-Za-z0-9][A-Za-z0-9-]*")
_ANY_ID: Final = re.compile(r"(?:grp|gov|org|per|coa|cty|adm|dis|plc|gn):[A-Za-z0-9][A-Za-z0-9-]*|x:.+")
_COUNTRY: Final = re.compile(r"(?:[A-Z]{2})?")
_NAME_LISTS: Final[Mapping[str, Use]] = {"aliases": "full", "local": "local", "short": "short"}
_OF_ACTORS: Final = frozenset({"type", "country", "local", "short"})
_OF_PLACES: Final = frozenset({"level", "at", "weak", "stands_alone"})
_OF_BOTH: Final = frozenset({"id", "label", "aliases", "parent"})


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What a file says of a place, new or known; None and empty: nothing. `weak` are names that need evidence."""

    id: str
    where: str
    label: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    level: LocationLevel | None = None
    parent: str | None = None
    at: tuple[float, float] | None = None
    stands_alone: bool | None = None


@dataclass(frozen=True, slots=True)
class ActorChange:
    """What a file corrects of a known actor; None and empty: nothing."""

    id: str
    where: str
    label: Mapping[str, str] = field(default_factory=dict)
    names: tuple[tuple[str, Use], ...] = ()
    without: tuple[str, ...] = ()
    type: str | None = None
    country: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """An id or a name in `merge` or `forbid`; `into` the id that an entry becomes a part of."""

    text: str
    where: str
    into: str = ""

    @property
    def is_id(self) -> bool:
        """Whether it is an id and no name."""
        return _ANY_ID.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class UserGazetteer:
    """All that the user's files say, in their order."""

    actors: tuple[KnownActor, ...] = ()
    places: tuple[PlaceChange, ...] = ()
    actor_corrections: tuple[ActorChange, ...] = ()
    place_corrections: tuple[PlaceChange, ...] = ()
    merges: tuple[Stated, ...] = ()
    forbidden: tuple[Stated, ...] = ()

    def joined(self, other: UserGazetteer) -> UserGazetteer:
        """Both, the other's after these."""
        return UserGazetteer(
            (*self.actors, *other.actors),
            (*self.places, *other.places),
            (*self.actor_corrections, *other.actor_corrections),
            (*self.place_corrections, *other.place_corrections),
            (*self.merges, *other.merges),
            (*self.forbidden, *other.forbidden),
        )


def read_user_gazetteer(path: Path) -> UserGazetteer:
    """The files at a path. Raises GazetteerError with file and line."""
    found = UserGazetteer()
    for file in _files(path):
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
            raise GazetteerError(f"{file}: {reason}; the gazetteer is a YAML file in UTF-8, or a folder of them") from error
        found = found.joined(parse_user_gazetteer(text, str(file)))
    return found


def parse_user_gazetteer(text: str, where: str) -> UserGazetteer:
    """What one file says; `where` names it in errors."""
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
        return UserGazetteer()
    document = yaml_fields(text, where)
    unknown = document.keys() - {"country", "type", *_SECTIONS}
    if unknown:
        at = _at(document[min(unknown)], where)
        raise GazetteerError(f"{at}: unknown: {', '.join(sorted(unknown))}; a file has country, type, {', '.join(_SECTIONS)}")
    defaults: dict[str, str] = {}
    for name in ("country", "type"):
        if name in document:
            defaults[name] = _one(document[name], where)
    changes = [_correction(node, where) for node in _items(document, "correct", where)]
    return UserGazetteer(
        tuple(parse_actor(node, defaults, where) for node in _items(document, "actors", where)),
        tuple(_place(node, where) for node in _items(document, "places", where)),
        tuple(change for change in changes if isinstance(change, ActorChange)),
        tuple(change for change in changes if isinstance(change, PlaceChange)),
        tuple(_merges(document, where)),
        tuple(_stated(node, where) for node in _items(document, "forbid", where)),
    )


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise GazetteerError(f"{path}: not there; KASHF_GAZETTEER names a YAML file or a folder of them")
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.rglob("*") if file.suffix in _FILES and file.is_file())
    if not found:
        raise GazetteerError(f"{path}: no file in it ends in .yaml; put the gazetteer's files there")
    return found


def _items(document: Mapping[str, yaml.Node], section: str, where: str) -> list[yaml.Node]:
    node = document.get(section)
    if node is None or _is_empty(node):
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise GazetteerError(f"{_at(node, where)}: `{section}` is no list; begin each of its lines with `-`")
    return list(node.value)


def _merges(document: Mapping[str, yaml.Node], where: str) -> Iterator[Stated]:
    node = document.get("merge")
    if node is None or _is_empty(node):
        return
    for name, target in mapping(node, where).items():
        at = _at(target, where)
        into = _one(target, where)
        for id_ in (name, into):
            if not _ANY_ID.fullmatch(id_):
                raise GazetteerError(f"{at}: merge: {id_!r} is no id; write `id: id of what it is a part of`")
        if into.startswith(PROVISIONAL):
            raise GazetteerError(f"{at}: merge: {into!r} is made from a text; add the actor under `actors`, and merge into that")
        yield Stated(name, at, into)


def _stated(node: yaml.Node, where: str) -> Stated:
    text, at = _one(node, where), _at(node, where)
    if not name_key(text):
        raise GazetteerError(f"{at}: forbid: {text!r} has no word; write an id or a name")
    return Stated(text, at)


def _correction(node: yaml.Node, where: str) -> ActorChange | PlaceChange:
    fields, at = mapping(node, where), _at(node, where)
    id_ = _one(fields["id"], where) if "id" in fields else ""
    if not _ANY_ID.fullmatch(id_) or id_.startswith(PROVISIONAL):
        raise GazetteerError(f"{at}: correct: {id_!r} is no id of the gazetteer; `kashf gazetteer show NAME` tells it")
    without = tuple(_list(fields.pop("without"), "without", where)) if "without" in fields else ()
    if _is_place(id_):
        return replace(_place_change(fields, id_, where, at), without=without)
    _refuse_unknown(fields, _OF_BOTH | _OF_ACTORS, where)
    own = {name: _one(fields[name], where) for name in ("type", "country", "parent") if name in fields}
    _require(own.get("type", ACTOR_TYPES[0]) in ACTOR_TYPES, f"{at}: {id_}: type is one of {', '.join(ACTOR_TYPES)}")
    _require(_COUNTRY.fullmatch(own.get("country", "")), f"{at}: {id_}: country is two capitals (ISO 3166-1)")
    names = tuple((text, use) for name, use in _NAME_LISTS.items() for text in _names(fields, name, where))
    return ActorChange(id_, at, _label(fields, where), names, without, own.get("type"), own.get("country"), own.get("parent"))


def _place(node: yaml.Node, where: str) -> PlaceChange:
    fields, at = mapping(node, where), _at(node, where)
    id_ = _one(fields["id"], where) if "id" in fields else ""
    _require(
        _PLACE_ID.fullmatch(id_), f"{at}: {id_!r} is no id of a place; write adm: (unit), dis: (district) or plc: and a-z 0-9 -"
    )
    place = _place_change(fields, id_, where, at)
    missing = [name for name in ("level", "at") if getattr(place, name) is None]
    missing += ["label: {ar: …, en: …}"] if len(place.label) < len(LANGUAGES) else []
    _require(not missing, f"{at}: {id_} has no {', no '.join(missing)}; add it")
    return place


def _place_change(fields: Mapping[str, yaml.Node], id_: str, where: str, at: str) -> PlaceChange:
    _refuse_unknown(fields, _OF_BOTH | _OF_PLACES, where)
    level = _one(fields["level"], where) if "level" in fields else None
    known = next((one for one in get_args(LocationLevel) if one == level), None)
    _require(level is None or known is not None, f"{at}: {id_}: level {level!r} is unknown; one of {', '.join(LEVELS)}")
    alone = _one(fields["stands_alone"], where).lower() if "stands_alone" in fields else None
    _require(alone in {None, "yes", "no", "true", "false"}, f"{at}: {id_}: stands_alone is yes or no")
    return PlaceChange(
        id_,
        at,
        _label(fields, where),
        names=_names(fields, "aliases", where),
        weak=_names(fields, "weak", where),
        level=known,
        parent=_one(fields["parent"], where) if "parent" in fields else None,
        at=_point(fields["at"], where) if "at" in fields else None,
        stands_alone=alone in {"yes", "true"} if alone is not None else None,
    )


def _label(fields: Mapping[str, yaml.Node], where: str) -> dict[str, str]:
    return {language: texts[0] for language, texts in _by_language(fields, "label", where, lambda node: [_one(node, where)])}


def _names(fields: Mapping[str, yaml.Node], name: str, where: str) -> tuple[str, ...]:
    by_language = _by_language(fields, name, where, lambda node: _list(node, name, where))
    return tuple(text for _, texts in by_language for text in texts)


def _list(node: yaml.Node, name: str, where: str) -> list[str]:
    _require(isinstance(node, yaml.SequenceNode), f"{_at(node, where)}: {name} is no list; write [name, name]")
    return strings(node, where)


def _by_language(
    fields: Mapping[str, yaml.Node], name: str, where: str, read: Callable[[yaml.Node], list[str]]
) -> Iterator[tuple[str, list[str]]]:
    for language, node in mapping(fields[name], where).items() if name in fields else ():
        _require(language in LANGUAGES, f"{_at(node, where)}: {name} has {language!r}; write ar: or en:")
        texts = read(node)
        _require(all(map(name_key, texts)), f"{_at(node, where)}: {name} has a name without a word; remove it")
        yield language, texts


def _point(node: yaml.Node, where: str) -> tuple[float, float]:
    try:
        lat, lon = map(float, strings(node, where))
    except ValueError as error:
        raise GazetteerError(f"{_at(node, where)}: `at` is [latitude, longitude] in degrees: [33.79, 42.44]") from error
    _require(-90 <= lat <= 90 and -180 <= lon <= 180, f"{_at(node, where)}: {lat}, {lon} is not on the earth; latitude comes first")
    return lat, lon


def _is_place(id_: str) -> bool:
    return id_.partition(":")[0] in {"cty", "adm", "dis", "plc", "gn"}


def _refuse_unknown(fields: Mapping[str, yaml.Node], known: Iterable[str], where: str) -> None:
    known = set(known)
    for name, node in fields.items():
        _require(name in known, f"{_at(node, where)}: unknown field: {name}; known here are {', '.join(sorted(known))}")


def _require(condition: object, message: str) -> None:
    if not condition:
        raise GazetteerError(message)


def _one(node: yaml.Node, where: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise GazetteerError(f"{_at(node, where)}: no text; write one value here")
    return str(node.value).strip()


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.value


def _at(node: yaml.Node, where: str) -> str:
    return f"{where}:{node.start_mark.line + 1}"
