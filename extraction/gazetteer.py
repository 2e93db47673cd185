"""The gazetteer of actors: read from YAML, checked, and completed with what follows from tables.

A file in `data/actors/` holds a country's (or a field's) actors::

    country: IQ                  # default of its actors, "" where they belong to none
    type: armed_group            # default, one of values.ACTOR_TYPES
    actors:
      - id: grp:badr
        label: {ar: منظمة بدر, en: Badr Organization}
        aliases: {ar: [فيلق بدر], en: [Badr Corps]}     # they mean this actor wherever they stand
        local: {ar: [البدريون]}   # only in a report on its country
        short: {ar: [بدر]}        # only in a report that also names it by label or alias
        parent: gov:IQ-pmf
        bodies: [army]            # it is this body of its state: takes the names that `states` makes for it

The label counts as an alias. Errors name file and line, and what to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

import yaml

from extraction.matcher import name_key
from extraction.values import ACTOR_TYPES, ActorType, Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

Use = Literal["full", "local", "short", "bare", "state", "capital", "never"]
"""When a name counts: always; in a report on its country; beside a full name; `bare` (الجيش) like local, else it is the body of
the name that was named last; a `state` or `capital` (واشنطن) where it acts or speaks. One that is forbidden counts never, and
hides what lies inside it."""

DATA: Final = files("extraction") / "data"

_LANGUAGES: Final = ("ar", "en")
_LISTS: Final[Mapping[str, Use]] = {"aliases": "full", "local": "local", "short": "short"}
_TYPES: Final[Mapping[str, ActorType]] = {name: name for name in ACTOR_TYPES}
_FIELDS: Final = frozenset({"id", "type", "country", "label", "parent", "bodies", *_LISTS})
_ID: Final = re.compile(r"(?:grp|gov|org|per|coa):[A-Za-z0-9][A-Za-z0-9-]*")
_COUNTRY: Final = re.compile(r"(?:[A-Z]{2})?")


class GazetteerError(Exception):
    """A gazetteer can not be used: the message names file and line, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an actor and when it counts."""

    actor: str
    text: str
    use: Use = "full"

    def accepts(self, surface: str) -> bool:
        """Whether letters of a Latin surface are as large as the name's: IS is not is, Amal not amal."""
        if not self.text.isascii():
            return True
        if self.text.isupper():
            return surface.isupper()
        return not self.text[:1].isupper() or surface[:1].isupper()


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor of the gazetteer. `where` is its file and line."""

    id: str
    type: ActorType
    label: Label
    country: str = ""
    parent: str = ""
    names: tuple[Name, ...] = ()
    bodies: tuple[str, ...] = ()
    where: str = field(default="", repr=False)  # where an entry stands changes nothing that is found: no part of fingerprints


@dataclass(frozen=True, slots=True)
class ActorTable:
    """All known actors by id, their names checked against each other."""

    actors: Mapping[str, KnownActor]
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def names(self) -> Iterator[tuple[str, Name]]:
        """Each name with what it stands for, as the matcher takes them."""
        for actor in self.actors.values():
            for name in actor.names:
                yield name.text, name


def actor_table(actors: Iterable[KnownActor], *, common: frozenset[str]) -> ActorTable:
    """Checks actors against each other and makes their paths. `common` holds folded words that are no name by themselves."""
    by_id: dict[str, KnownActor] = {}
    for actor in actors:
        if actor.id in by_id:
            raise _error(actor.where, f"the id {actor.id} is there twice (first in {by_id[actor.id].where})", "rename one")
        by_id[actor.id] = actor
    for actor in by_id.values():
        if actor.parent and actor.parent not in by_id:
            raise _error(actor.where, f"the parent {actor.parent} of {actor.id} does not exist", "add it or correct the id")
    _check_names(by_id.values(), common)
    return ActorTable(by_id, {actor.id: _path(actor, by_id) for actor in by_id.values()})


def read_actors(folder: Traversable) -> list[KnownActor]:
    """The actors of all YAML files in a folder and its folders, in the order of their paths."""
    found: list[KnownActor] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += read_actors(entry)
        elif entry.name.endswith(".yaml"):
            found += parse_actors(entry.read_text(encoding="utf-8"), f"{folder.name}/{entry.name}")
    return found


def parse_actors(text: str, where: str) -> list[KnownActor]:
    """The actors of one YAML file; `where` names it in errors."""
    document = yaml_fields(text, where)
    unknown = document.keys() - {"country", "type", "actors"}
    if unknown:
        raise _error(where, f"unknown fields: {', '.join(sorted(unknown))}", "a file has country, type and actors")
    defaults: dict[str, str] = {}
    for name in ("country", "type"):
        if name in document:
            defaults[name] = _text(document[name], where)
    actors = document.get("actors")
    if not isinstance(actors, yaml.SequenceNode):
        raise _error(where, "no list `actors`", "write `actors:` and the entries below it")
    return [parse_actor(node, defaults, where) for node in actors.value]


def yaml_fields(text: str, where: str) -> dict[str, yaml.Node]:
    """The top-level fields of a YAML file as nodes, which know their lines (and take `NO` for a country, not for false)."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        at = f"{where}:{error.problem_mark.line + 1}" if error.problem_mark else where
        raise _error(at, f"not YAML: {error.problem}", "correct the file") from error
    except yaml.YAMLError as error:  # a character that YAML does not have
        raise _error(where, f"not YAML: {' '.join(str(error).split())}", "correct the file") from error
    return _mapping(node, where)


def strings(node: yaml.Node, where: str) -> list[str]:
    """A list of texts; a text is a list of its words, so that word tables are short to write."""
    if isinstance(node, yaml.SequenceNode):
        return [_text(item, where) for item in node.value]
    return _text(node, where).split()


def mapping(node: yaml.Node, where: str) -> dict[str, yaml.Node]:
    """The fields of a mapping node."""
    return _mapping(node, where)


def parse_actor(node: yaml.Node, defaults: Mapping[str, str], where: str) -> KnownActor:
    """The actor of one entry; `defaults` are the file's country and type."""
    at = _at(node, where)
    fields = _mapping(node, where)
    unknown = fields.keys() - _FIELDS
    if unknown:
        raise _error(at, f"unknown fields: {', '.join(sorted(unknown))}", f"known are {', '.join(sorted(_FIELDS))}")
    own = dict(defaults)
    for name in ("id", "type", "country", "parent"):
        if name in fields:
            own[name] = _text(fields[name], where)
    if not _ID.fullmatch(own.get("id", "")):
        raise _error(at, f"no valid id: {own.get('id', '')!r}", "write grp:, gov:, org:, per: or coa: and a-z 0-9 -")
    if own.get("type") not in ACTOR_TYPES:
        raise _error(at, f"{own['id']} has no valid type: {own.get('type')!r}", f"one of {', '.join(ACTOR_TYPES)}")
    if not _COUNTRY.fullmatch(own.get("country", "")):
        raise _error(at, f"{own['id']} has no valid country: {own['country']!r}", "two capitals (ISO 3166-1)")
    label = _label(fields.get("label"), own["id"], at)
    bodies = tuple(strings(fields["bodies"], where)) if "bodies" in fields else ()
    return KnownActor(
        own["id"],
        actor_type(own["type"]),
        label,
        own.get("country", ""),
        own.get("parent", ""),
        tuple(_names(own["id"], label, fields, where)),
        bodies,
        at,
    )


def actor_type(text: str) -> ActorType:
    """A text as the type that it names; KeyError where it names none."""
    return _TYPES[text]


def _names(actor: str, label: Label, fields: Mapping[str, yaml.Node], where: str) -> Iterator[Name]:
    yield Name(actor, label.ar)
    yield Name(actor, label.en)
    for list_name, use in _LISTS.items():
        if list_name not in fields:
            continue
        by_language = _mapping(fields[list_name], where)
        for language, node in by_language.items():
            if language not in _LANGUAGES:
                raise _error(_at(node, where), f"{list_name} of {actor} has {language!r}", "write ar: or en:")
            if not isinstance(node, yaml.SequenceNode):
                raise _error(_at(node, where), f"{list_name} of {actor} is no list", "write [name, name]")
            for text in strings(node, where):
                yield Name(actor, text, use)


def _label(node: yaml.Node | None, actor: str, at: str) -> Label:
    fields = _mapping(node, at) if node is not None else {}
    texts = {language: _text(fields[language], at) for language in _LANGUAGES if language in fields}
    if len(texts) < len(_LANGUAGES) or not all(texts.values()):
        raise _error(at, f"{actor} has no label in both languages", "write label: {ar: …, en: …}")
    return Label(texts["ar"], texts["en"])


def _check_names(actors: Iterable[KnownActor], common: frozenset[str]) -> None:
    owners: dict[str, KnownActor] = {}
    for actor in actors:
        for name in actor.names:
            if name.use != "full":
                continue
            key = name_key(name.text)
            if not key:
                raise _error(actor.where, f"{actor.id} has a name without a word: {name.text!r}", "remove it")
            if key in common:
                raise _error(
                    actor.where, f"{name.text!r} of {actor.id} is a common word", "move it to `short` or `local`, or remove it"
                )
            owner = owners.setdefault(key, actor)
            if owner.id != actor.id:
                message = f"{name.text!r} names {actor.id} and {owner.id} ({owner.where})"
                raise _error(actor.where, message, "move one to `local` or `short`")


def _path(actor: KnownActor, by_id: Mapping[str, KnownActor]) -> tuple[str, ...]:
    path = [actor.id]
    while actor.parent:
        actor = by_id[actor.parent]
        if actor.id in path:
            raise _error(actor.where, f"{actor.id} is its own ancestor", "correct a parent")
        path.append(actor.id)
    return tuple(reversed(path))


def _mapping(node: yaml.Node | None, where: str) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _error(_at(node, where), "no mapping", "write `field: value` lines")
    fields: dict[str, yaml.Node] = {}
    for name, value in node.value:
        text = _text(name, where)
        if text in fields:
            raise _error(_at(name, where), f"{text} is there twice", "join the two")
        fields[text] = value
    return fields


def _text(node: yaml.Node, where: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _error(_at(node, where), "no text", "write one value here")
    return str(node.value).strip()


def _at(node: yaml.Node | None, where: str) -> str:
    return f"{where}:{node.start_mark.line + 1}" if node is not None and ":" not in where else where


def _error(where: str, problem: str, remedy: str) -> GazetteerError:
    return GazetteerError(f"{where}: {problem}; {remedy}")
