"""Actors that follow from tables: each state's government, army, ministries and so on, by nationality adjective.

`data/actor_rules/states.yaml` has the states, `bodies.yaml` what every state has. A listed actor that is such a body
(`bodies: [army]`) takes the names, so that it has its own id, label and parent; a name that is listed is not made again.

    gov:TR-army  الجيش التركي / Turkish Armed Forces: الجيش التركي، القوات التركية، القوات المسلحة التركية …
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from extraction.gazetteer import DATA, GazetteerError, KnownActor, Name, actor_type, mapping, strings, yaml_fields
from extraction.matcher import name_key
from extraction.values import ActorType, Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    import yaml

RULES: Final = DATA / "actor_rules"
GOVERNMENT: Final = "government"

_ARTICLE: Final = "ال"
_FEMININE: Final = "ة"


@dataclass(frozen=True, slots=True)
class State:
    """A state: its names, and those that stand for its government beside a verb."""

    code: str
    label: Label
    nisba: tuple[str, ...]
    adjective: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    capital: Mapping[str, tuple[str, ...]]
    lacks: frozenset[str] = frozenset()
    """Bodies that it does not have."""

    def forms(self) -> Iterator[dict[str, str]]:
        """What to put in for {m} {f} {state} {adjective} {country}: one dict for each spelling."""
        for nisba in self.nisba:
            masculine = " ".join(_ARTICLE + word for word in nisba.split())
            feminine = " ".join(_ARTICLE + word + _FEMININE for word in nisba.split())
            yield {"m": masculine, "f": feminine}
        for name in (self.label.ar, *self.names.get("ar", ())):
            yield {"state": name}
        for name in (self.label.en, *self.names.get("en", ())):
            yield {"country": name}
        for adjective in self.adjective:
            yield {"adjective": adjective}


@dataclass(frozen=True, slots=True)
class Body:
    """A body that each state has, with the templates of its names."""

    name: str
    type: ActorType
    label: Label
    templates: tuple[str, ...]
    bare: tuple[str, ...] = ()
    joins: str = ""
    parent: str = ""


def read_states(source: Traversable = RULES / "states.yaml") -> tuple[State, ...]:
    """The states of the package, in the order of the file."""
    where = source.name
    entries = yaml_fields(source.read_text(encoding="utf-8"), where)
    return tuple(_state(code, mapping(node, where), where) for code, node in entries.items())


def read_bodies(source: Traversable = RULES / "bodies.yaml") -> tuple[Body, ...]:
    """The bodies of the package, in the order of the file."""
    where = source.name
    entries = yaml_fields(source.read_text(encoding="utf-8"), where)
    return tuple(_body(name, mapping(node, where), where) for name, node in entries.items())


def with_states(listed: Sequence[KnownActor], states: Iterable[State], bodies: Sequence[Body]) -> list[KnownActor]:
    """The listed actors with the names that their `bodies` bring, and the actors that follow for all other states."""
    claims = {(actor.country, body): actor.id for actor in listed for body in actor.bodies}
    taken = {name_key(name.text) for actor in listed for name in actor.names if name.use == "full"}
    new_names: dict[str, list[Name]] = {}
    made: list[KnownActor] = []
    for state in states:
        owners = _owners(state, bodies, claims)
        new_names.setdefault(owners[GOVERNMENT], []).extend(_metonyms(owners[GOVERNMENT], state))
        for body in bodies:
            if body.name in state.lacks:
                continue
            owner = owners[body.name]
            names = new_names.setdefault(owner, [])
            names += _body_names(owner, state, body, taken)
            if not body.joins and (state.code, body.name) not in claims:
                made.append(_made(state, body, owners.get(body.parent, "")))
    return [replace(actor, names=(*actor.names, *new_names.get(actor.id, ()))) for actor in (*listed, *made)]


def _owners(state: State, bodies: Iterable[Body], claims: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """The actor that each body of a state is."""
    owners: dict[str, str] = {}
    for body in bodies:
        own = owners[body.joins] if body.joins else _id(state, body)
        owners[body.name] = claims.get((state.code, body.name), own)
    return owners


def _body_names(owner: str, state: State, body: Body, taken: set[str]) -> Iterator[Name]:
    for template in body.templates:
        for form in state.forms():
            try:
                text = template.format(**form)
            except KeyError:  # made for another of the forms
                continue
            key = name_key(text)
            if key not in taken:
                taken.add(key)
                yield Name(owner, text)
    for text in body.bare:
        yield Name(owner, text, "bare")


def _metonyms(owner: str, state: State) -> Iterator[Name]:
    """The names that stand for the government where the state acts."""
    yield Name(owner, state.label.ar, "state")
    yield Name(owner, state.label.en.removeprefix("the "), "state")
    for names in state.names.values():
        yield from (Name(owner, name, "state") for name in names)
    for names in state.capital.values():
        yield from (Name(owner, name, "capital") for name in names)


def _made(state: State, body: Body, parent: str) -> KnownActor:
    form: dict[str, str] = {"m": state.label.ar, "f": state.label.ar, "adjective": state.label.en}
    for more in reversed(list(state.forms())):
        form |= more
    label = Label(body.label.ar.format(**form), body.label.en.format(**form))
    return KnownActor(_id(state, body), body.type, label, state.code, parent, where="states.yaml")


def _id(state: State, body: Body) -> str:
    return f"gov:{state.code}-{body.name}"


def _state(code: str, fields: Mapping[str, yaml.Node], where: str) -> State:
    both = {
        name: {language: tuple(strings(node, where)) for language, node in mapping(fields[name], where).items()}
        for name in ("names", "capital")
        if name in fields
    }
    try:
        label = Label(_one(fields["ar"], where), _one(fields["en"], where))
        nisba, adjective = (tuple(strings(fields[name], where)) for name in ("nisba", "adjective"))
    except KeyError as error:
        raise GazetteerError(f"{where}: the state {code} has no {error}; add it") from error
    lacks = frozenset(strings(fields["lacks"], where)) if "lacks" in fields else frozenset()
    return State(code, label, nisba, adjective, both.get("names", {}), both.get("capital", {}), lacks)


def _body(name: str, fields: Mapping[str, yaml.Node], where: str) -> Body:
    try:
        labels = mapping(fields["label"], where)
        label = Label(_one(labels["ar"], where), _one(labels["en"], where))
        type_ = actor_type(_one(fields["type"], where))
        templates = mapping(fields["names"], where).values()
    except KeyError as error:
        raise GazetteerError(f"{where}: the body {name} has no valid {error}; add it") from error
    bare = mapping(fields["bare"], where).values() if "bare" in fields else ()
    return Body(
        name,
        type_,
        label,
        tuple(text for node in templates for text in strings(node, where)),
        tuple(text for node in bare for text in strings(node, where)),
        _one(fields["joins"], where) if "joins" in fields else "",
        _one(fields["parent"], where) if "parent" in fields else "",
    )


def _one(node: yaml.Node, where: str) -> str:
    return " ".join(strings(node, where))
