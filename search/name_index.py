"""The names of the gazetteer as a query needs them: looked up in Arabic by key, in Latin letters by sound, and by their beginning.

Unlike extraction, which reads reports and decides, this answers for a name alone: whom it may mean. A name that needs evidence
beside it in a report (a town that is also a word, a short form) is held apart: it is offered, and never searched for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from analyzers import fold
from extraction.matcher import name_key
from search.bilingual import is_arabic
from search.latin import same_name, skeleton, sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from extraction.extractor import Gazetteer
    from extraction.gazetteer import KnownActor
    from extraction.places import Place

MIN_SKELETON: Final = 3
"""Consonants of a Latin name that is recognized in another spelling; a shorter one has to sound the same."""

MIN_SOUNDING: Final = 4
"""Letters of a Latin name that is recognized by its sound."""

MIN_ACRONYM: Final = 3
"""Letters of an acronym that is recognized in small letters: `is` and `us` are words."""

_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_APART: Final[frozenset[str]] = frozenset({"short", "bare"})
_NOT_OF_ACTORS: Final[frozenset[str]] = frozenset({"never", "state", "capital"})

Key = tuple[Literal["actor", "location"], str]
"""Kind and id of an entity."""


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name as the gazetteer writes it, and what it means.

    `sure`: it means that wherever it stands. `curated`: we wrote it; other towns of the name count only where there is none such.
    """

    text: str
    entity: Key
    sure: bool
    label: bool = False
    curated: bool = True


@dataclass(frozen=True, slots=True)
class _Latin:
    """The names in Latin letters: as they are listed, and by skeleton with their sounds."""

    plain: Mapping[str, Sequence[ListedName]]
    sounding: Mapping[str, Sequence[tuple[str, ListedName]]]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """All names in the order of their folded forms."""

    folded: Sequence[str]
    names: Sequence[ListedName]


class NameIndex:
    """The names of one gazetteer. What a query in Arabic does not need is made when it is first asked for."""

    def __init__(self, names: Iterable[ListedName]) -> None:
        self._by_key: dict[str, list[ListedName]] = {}
        self._of: dict[Key, list[ListedName]] = {}
        for name in names:
            self._of.setdefault(name.entity, []).append(name)
            if is_arabic(name.text):
                self._by_key.setdefault(name_key(name.text), []).append(name)

    def arabic(self, key: str) -> list[ListedName]:
        """What a name in Arabic letters, given by its `name_key`, may mean."""
        return self._by_key.get(key, [])

    def latin(self, name: str) -> list[ListedName]:
        """What a name in Latin letters may mean: as it is listed, else as it sounds (sure names alone, the nearest)."""
        plain = _plain(name)
        listed = [each for each in self._latin.plain.get(plain, ()) if not each.text.isupper() or _may_be_acronym(name)]
        return listed or (self._sounding(sound(name)) if len(plain) >= MIN_SOUNDING else [])

    def beginning(self, prefix: str, most: int) -> Iterator[ListedName]:
        """Up to `most` names whose folded form begins with a folded text, in its order."""
        folded, names = self._sorted.folded, self._sorted.names
        at = bisect_left(folded, prefix)
        while most and at < len(folded) and folded[at].startswith(prefix):
            yield names[at]
            at, most = at + 1, most - 1

    def names_of(self, entity: Key) -> Sequence[ListedName]:
        """All names of an entity, its labels first."""
        return sorted(self._of.get(entity, ()), key=lambda name: not name.label)

    def longer(self, name: ListedName) -> Iterator[ListedName]:
        """The names in Arabic that begin with a whole name and go on."""
        beginning = f"{name_key(name.text)} "
        at = bisect_left(self._keys, beginning)
        while at < len(self._keys) and self._keys[at].startswith(beginning):
            yield from self._by_key[self._keys[at]]
            at += 1

    def words(self) -> Iterator[str]:
        """The folded words of the names that mean one thing wherever they stand."""
        for text, name in zip(self._sorted.folded, self._sorted.names, strict=True):
            if name.sure:
                yield from text.replace("-", " ").split()

    @cached_property
    def _keys(self) -> list[str]:
        return sorted(self._by_key)

    @cached_property
    def _latin(self) -> _Latin:
        plain: dict[str, list[ListedName]] = {}
        sounding: dict[str, list[tuple[str, ListedName]]] = {}
        for name in self._all():
            if not is_arabic(name.text):
                plain.setdefault(_plain(name.text), []).append(name)
                sounded = sound(name.text)
                sounding.setdefault(skeleton(sounded), []).append((sounded, name))
        return _Latin(plain, sounding)

    @cached_property
    def _sorted(self) -> _Sorted:
        folded = sorted(((fold(name.text), name) for name in self._all()), key=lambda pair: (pair[0], pair[1].entity))
        return _Sorted([text for text, _ in folded], [name for _, name in folded])

    def _all(self) -> Iterator[ListedName]:
        return (name for names in self._of.values() for name in names)

    def _sounding(self, sounded: str) -> list[ListedName]:
        consonants = skeleton(sounded)
        if not consonants:
            return []
        found = [(other, name) for other, name in self._latin.sounding.get(consonants, ()) if name.sure]
        same = [name for other, name in found if other == sounded]
        if same or len(consonants) < MIN_SKELETON:
            return same
        return [name for other, name in found if same_name(sounded, other)]


def gazetteer_names(gazetteer: Gazetteer) -> Iterator[ListedName]:
    """Every name of a gazetteer's actors and places, without those that mean an entity only by metonymy."""
    common = gazetteer.words.not_names()
    for actor in gazetteer.actors.actors.values():
        yield from _names_of_actor(actor, common)
    for place in gazetteer.places:
        yield from _names_of_place(place)


def children_of(gazetteer: Gazetteer) -> Mapping[str, int]:
    """How many actors have each id as their parent."""
    children: dict[str, int] = {}
    for actor in gazetteer.actors.actors.values():
        if actor.parent:
            children[actor.parent] = children.get(actor.parent, 0) + 1
    return children


def _names_of_actor(actor: KnownActor, common: frozenset[str]) -> Iterator[ListedName]:
    labels = {actor.label.ar, actor.label.en}
    for name in actor.names:
        if name.use in _NOT_OF_ACTORS or name_key(name.text) in common:
            continue
        yield ListedName(name.text, ("actor", actor.id), name.use not in _APART, name.text in labels)


def _names_of_place(place: Place) -> Iterator[ListedName]:
    labels = {place.label.ar, place.label.en}
    for name in place.names:
        sure = place.tier == 1 and name_key(name) not in place.weak
        yield ListedName(name, ("location", place.id), sure, name in labels, place.curated)


def _plain(name: str) -> str:
    return _NOT_LETTERS.sub("", fold(name))


def _may_be_acronym(name: str) -> bool:
    return name.isupper() or len(name) >= MIN_ACRONYM
