"""Applies a user's gazetteer to the shipped entries: first what it adds, then corrections, merges and what it forbids."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from extraction.amending_places import add_places, change_places, merge_places, parent_of, take_out_places
from extraction.entries import corrected_at, keys_to_drop, relabelled, reparented, require_known
from extraction.gazetteer import GazetteerError, Name, actor_type
from extraction.matcher import name_key
from extraction.user_gazetteer import PROVISIONAL
from extraction.values import Actor, Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from extraction.gazetteer import KnownActor
    from extraction.places import Place
    from extraction.user_gazetteer import ActorChange, Stated, UserGazetteer

Entity = TypeVar("Entity", Actor, Location)


@dataclass(frozen=True, slots=True)
class Amendments:
    """What of a user's gazetteer is no entry: `hidden` names are matched and stand for nothing, so that no part of them is
    found instead; mentions of `names` (keys) and entities of `ids` are dropped; `merged` leads old ids to new ones."""

    hidden: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)

    def allowed(self, found: Iterable[Entity], stated: AbstractSet[str]) -> tuple[Entity, ...]:
        """Entities without what is forbidden. Ids that the source has `stated` need no mention."""
        if not self.names and not self.ids:
            return tuple(found)
        kept = []
        for entity in found:
            mentions = tuple(mention for mention in entity.mentions if name_key(mention.text) not in self.names)
            if entity.id not in self.ids and (mentions or entity.id in stated):
                kept.append(replace(entity, mentions=mentions))
        return tuple(kept)

    def __repr__(self) -> str:
        """The same in every process, for fingerprints."""
        return repr((self.hidden, sorted(self.names), sorted(self.ids), sorted(self.merged.items())))


NO_AMENDMENTS: Final = Amendments()


@dataclass(frozen=True, slots=True)
class Amended:
    """All entries as they are with the user's gazetteer, and what it says beyond them."""

    actors: tuple[KnownActor, ...]
    places: tuple[Place, ...]
    amendments: Amendments


def amended(actors: Sequence[KnownActor], places: Sequence[Place], user: UserGazetteer) -> Amended:
    """The shipped entries with a user's gazetteer. `actors` are all of them: shipped, the user's, and those that follow from
    tables. Raises GazetteerError with file and line."""
    _require_new_ids(user, actors, places)
    by_id = {actor.id: actor for actor in actors}
    place_by_id = {place.id: place for place in places}
    add_places(place_by_id, user.places)
    known = by_id.keys() | place_by_id.keys()
    for actor_change in user.actor_corrections:
        require_known(actor_change.id, actor_change.where, by_id.keys())
    for place_change in user.place_corrections:
        require_known(place_change.id, place_change.where, place_by_id.keys())
    merged = _merged(user.merges, known)
    _correct_actors(by_id, user.actor_corrections)
    change_places(place_by_id, user.place_corrections)
    for merge in user.merges:
        _require_one_kind(merge, merged[merge.text], by_id.keys(), place_by_id.keys())
    _merge_actors(by_id, user.merges, merged)
    merge_places(place_by_id, merged)
    return _without_forbidden(by_id, place_by_id, user.forbidden, merged)


# ---- what is added


def _require_new_ids(user: UserGazetteer, actors: Iterable[KnownActor], places: Iterable[Place]) -> None:
    users = {actor.where for actor in user.actors}
    there = {actor.id: actor.where for actor in actors if actor.where not in users}
    there |= {place.id: place.where for place in places}
    new = [(actor.id, actor.where) for actor in user.actors] + [(place.id, place.where) for place in user.places]
    for id_, where in new:
        if id_ in there:
            raise GazetteerError(
                f"{where}: the id {id_} is there already ({there[id_]}); "
                "to change that entry write it under `correct`, else choose another id"
            )
        there[id_] = where


# ---- corrections


def _correct_actors(by_id: dict[str, KnownActor], changes: Iterable[ActorChange]) -> None:
    for change in changes:
        actor = by_id[change.id]
        added = {name_key(text): Name(actor.id, text, use) for text, use in change.names}
        gone = keys_to_drop(actor.id, (name.text for name in actor.names), change.without, change.where)
        gone |= added.keys()  # a name that is written again counts as is now written
        if change.parent:
            require_known(change.parent, change.where, by_id.keys())
        by_id[actor.id] = replace(
            actor,
            type=actor_type(change.type) if change.type else actor.type,
            label=relabelled(actor.label, change.label),
            country=actor.country if change.country is None else change.country,
            parent=actor.parent if change.parent is None else change.parent,
            names=(*(name for name in actor.names if name_key(name.text) not in gone), *added.values()),
            where=corrected_at(actor.where, change.where),
        )


# ---- merges


def _merged(merges: Iterable[Stated], known: AbstractSet[str]) -> dict[str, str]:
    """Where each merged id leads in the end."""
    into = {merge.text: merge for merge in merges}
    ends: dict[str, str] = {}
    for merge in into.values():
        for id_ in (merge.text, merge.into):
            if not id_.startswith(PROVISIONAL):
                require_known(id_, merge.where, known)
        end, seen = merge.into, {merge.text}
        while end in into:
            if end in seen:
                raise GazetteerError(f"{merge.where}: merge: {merge.text} leads back to {end}; remove one of the lines")
            seen.add(end)
            end = into[end].into
        ends[merge.text] = end
    return ends


def _require_one_kind(merge: Stated, target: str, actors: AbstractSet[str], places: AbstractSet[str]) -> None:
    """Raises GazetteerError where an actor is merged into a place or the other way; a provisional id may be of either kind."""
    source = merge.text
    if source in actors and target not in actors:
        raise GazetteerError(f"{merge.where}: merge: {source} is an actor and {target} is none; merge it into an actor")
    if source in places and target not in places:
        raise GazetteerError(f"{merge.where}: merge: {source} is a place and {target} is none; merge it into a place")


def _merge_actors(by_id: dict[str, KnownActor], merges: Iterable[Stated], merged: Mapping[str, str]) -> None:
    for merge in merges:
        source, target = merge.text, merged[merge.text]
        if target not in by_id:
            continue
        actor = by_id[target]
        if source.startswith(PROVISIONAL):
            names: Iterable[Name] = (Name(target, source.removeprefix(PROVISIONAL)),)
        else:
            names = (replace(name, actor=target) for name in by_id[source].names)
        where = corrected_at(actor.where, merge.where)
        by_id[target] = replace(actor, names=tuple(dict.fromkeys([*actor.names, *names])), where=where)
    gone = merged.keys() & by_id.keys()
    _take_out_actors(by_id, {id_: merged[id_] for id_ in gone})


# ---- what is forbidden


def _without_forbidden(
    actors: dict[str, KnownActor], places: dict[str, Place], forbidden: Iterable[Stated], merged: Mapping[str, str]
) -> Amended:
    hidden: list[str] = []
    names: set[str] = set()
    ids: set[str] = set()
    for item in forbidden:
        if not item.is_id:
            hidden.append(item.text)
            names.add(name_key(item.text))
            continue
        ids.add(item.text)
        if item.text in actors:
            hidden += [name.text for name in actors[item.text].names if name.use == "full"]
        elif item.text in places:
            hidden += places[item.text].names
        elif not item.text.startswith(PROVISIONAL):
            require_known(item.text, item.where, actors.keys() | places.keys())
    ids |= {f"{PROVISIONAL}{name_key(name)}" for name in hidden}
    _take_out_actors(actors, {id_: actors[id_].parent for id_ in ids & actors.keys()})
    take_out_places(places, {id_: parent_of(places[id_]) for id_ in ids & places.keys()})
    kept_actors = tuple(_without_names(actor, names) for actor in actors.values())
    kept_places = tuple(_place_without_names(place, names) for place in places.values())
    amendments = Amendments(tuple(hidden), frozenset(names), frozenset(ids), merged)
    return Amended(kept_actors, kept_places, amendments)


def _without_names(actor: KnownActor, keys: set[str]) -> KnownActor:
    kept = tuple(name for name in actor.names if name_key(name.text) not in keys) if keys else actor.names
    return actor if len(kept) == len(actor.names) else replace(actor, names=kept)


def _place_without_names(place: Place, keys: set[str]) -> Place:
    kept = tuple(name for name in place.names if name_key(name) not in keys) if keys else place.names
    return place if len(kept) == len(place.names) else replace(place, names=kept)


def _take_out_actors(by_id: dict[str, KnownActor], instead: Mapping[str, str]) -> None:
    """Removes actors; what was below them comes below `instead`."""
    if not instead:
        return
    parents = reparented({id_: actor.parent for id_, actor in by_id.items()}, instead)
    for id_ in instead:
        del by_id[id_]
    for id_, actor in by_id.items():
        if parents[id_] != actor.parent:
            by_id[id_] = replace(actor, parent=parents[id_])
