"""Whom and which places a query names: in Arabic as reports are read, in Latin letters by any spelling.

A name means what the gazetteer says wherever it stands alone in a query; what a report would need evidence for, or what several
bear who have nothing to do with each other, is offered and never searched for.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from extraction.matcher import clitic_readings, name_key
from search.bilingual import is_arabic
from search.name_index import NameIndex, children_of, gazetteer_names
from search.spelling import is_latin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from extraction.extractor import Extractor, Known
    from extraction.values import Actor, Location
    from search.name_index import Key, ListedName
    from search.query import ValueField

MAX_WORDS: Final = 7
"""Words of a name."""

MAX_ENTITIES: Final = 5
"""What one ambiguous name may mean, for offers."""

_PROVISIONAL: Final = "x:"
_WIDE_PLACES: Final[frozenset[str]] = frozenset({"country", "region"})
_WIDE_ACTORS: Final[frozenset[str]] = frozenset({"government", "organization", "coalition"})


@dataclass(frozen=True, slots=True)
class FoundName:
    """Words `first` to `last` of those asked for name one of `entities`, the likeliest first.

    `sure`: they mean the first of them and no other, wherever they stand.
    """

    first: int
    last: int
    entities: tuple[Known, ...]
    sure: bool


class NameFinder:
    """Finds names in the words of a query, with the gazetteer of an extractor, made at first use. Safe between threads."""

    def __init__(self, extractor: Callable[[], Extractor], is_word: Callable[[str], bool]) -> None:
        """`is_word`: whether a word in small letters is English, and no name however it sounds."""
        self._make = extractor
        self._is_english = is_word
        self._lock = threading.Lock()

    @cached_property
    def index(self) -> NameIndex:
        """The names of the gazetteer."""
        return _index_of(self._extractor)

    @cached_property
    def _extractor(self) -> Extractor:
        return self._make()

    @cached_property
    def _children(self) -> Mapping[str, int]:
        return children_of(self._extractor.gazetteer)

    def find(self, words: Sequence[str]) -> list[FoundName]:
        """The names among neighbouring words, from left to right, none inside another."""
        read = [*self._judged([*self._read(words)], words)]
        listed = [*self._listed(words, read)]
        kept = [name for name in read if not any(_overlap(name, longer) for longer in listed)]
        return sorted((*kept, *listed), key=lambda name: name.first)

    def known(self, entity: Key) -> Known | None:
        """What is known of an entity."""
        return self._extractor.known(entity[1])

    def spelt_otherwise(self, entity: Known) -> Iterator[str]:
        """The names of an entity that mean it wherever they stand, its labels first."""
        for name in self.index.names_of((entity.kind, entity.id)):
            if name.sure and (name.label or not self._begins_another(name, entity)):
                yield name.text

    def namesakes_around(self, entity: Known) -> Iterator[Known]:
        """What a place lies in and shares its name with: in Latin letters Hodeidah is the city, الحديدة its governorate."""
        own = [f" {key}" for key in self._arabic_keys(entity)] if entity.kind == "location" else []
        for id_ in entity.path:
            known = self.known((entity.kind, id_)) if id_ != entity.id else None
            if known is not None and any(key.endswith(f" {theirs}") for key in own for theirs in self._arabic_keys(known)):
                yield known

    def shared_names(self, entities: Sequence[Known]) -> tuple[str, ...]:
        """The names in Arabic letters that all of several entities go by."""
        first, *others = entities
        keys = [set(self._arabic_keys(other)) for other in others]
        return tuple(text for key, text in self._arabic_keys(first).items() if all(key in theirs for theirs in keys))

    def _arabic_keys(self, entity: Known) -> dict[str, str]:
        """The names of an entity in Arabic letters, by their keys."""
        names = self.index.names_of((entity.kind, entity.id))
        return {name_key(name.text): name.text for name in names if is_arabic(name.text)}

    def _begins_another(self, name: ListedName, entity: Known) -> bool:
        """Whether a second name of an actor would find others who go by longer ones: الجيش الوطني, for the Syrian one."""
        if entity.kind != "actor" or self.is_wide(entity):
            return False
        longer = {other.entity for other in self.index.longer(name) if other.sure and other.entity[0] == "actor"}
        return any(not _nested(known, entity) for other in longer if (known := self.known(other)) is not None)

    def is_wide(self, entity: Known) -> bool:
        """Whether so much counts as an entity's that a search for it would drown: a country, a government with its ministries."""
        if entity.kind == "location":
            return entity.type in _WIDE_PLACES
        return entity.type in _WIDE_ACTORS and entity.id in self._children

    def resolve(self, field: ValueField, text: str) -> tuple[str, ...]:
        """The ids of the actors or places that a text names, as the value of a field."""
        if field not in {"actor", "location"}:
            return ()
        names = self._meanings(text.split())
        found = [name.entity[1] for name in names if name.entity[0] == field]
        return tuple(dict.fromkeys(found))

    # ---- as a report is read

    def _read(self, words: Sequence[str]) -> Iterator[FoundName]:
        """The names that extraction finds in words as it would in a text."""
        titled = [word[:1].upper() + word[1:] for word in words]
        starts = [0]
        for word in titled:
            starts.append(starts[-1] + len(word) + 1)
        with self._lock:
            found = self._extractor.extract("", " ".join(titled))
        entities: tuple[Actor | Location, ...] = (*found.actors, *found.locations)
        for entity in entities:
            known = None if entity.id.startswith(_PROVISIONAL) else self._extractor.known(entity.id)
            for mention in entity.mentions if known is not None else ():
                first = _at(starts, mention.start)
                last = _at(starts, mention.end - 1)
                if known is not None and not self._is_word(words[first : last + 1]):
                    yield FoundName(first, last, (known,), sure=True)

    def _judged(self, read: Sequence[FoundName], words: Sequence[str]) -> Iterator[FoundName]:
        """What was read, with the other meanings of a name: it is sure without any, or where the rest of the query decided."""
        for name in read:
            chosen = name.entities[0]
            listed = self._meanings(words[name.first : name.last + 1])
            sure = [each for each in listed if each.sure]
            others = [each for each in self._entities(sure) if each.id != chosen.id and not _nested(each, chosen)]
            about = {each.entities[0].country for each in read if each is not name}
            decided = any(each.entity[1] == chosen.id and not each.sure for each in listed)  # evidence was asked for, and there
            if not others or decided or (chosen.country and chosen.country in about):
                yield name
            else:
                yield FoundName(name.first, name.last, (chosen, *others)[:MAX_ENTITIES], sure=False)

    # ---- as names are listed

    def _listed(self, words: Sequence[str], read: Sequence[FoundName]) -> Iterator[FoundName]:
        """The names that were not read, or are longer than those that were; the longest first at each word."""
        first = 0
        while first < len(words):
            found = self._longest(words, first, read)
            if found is not None:
                yield found
                first = found.last
            first += 1

    def _longest(self, words: Sequence[str], first: int, read: Sequence[FoundName]) -> FoundName | None:
        for last in range(min(first + MAX_WORDS, len(words)) - 1, first - 1, -1):
            run = words[first : last + 1]
            if not all(_apart_or_inside(name, first, last) for name in read) or self._is_word(run):
                continue
            names = self._meanings(run)
            entities = self._entities([name for name in names if name.sure] or (names if len(run) == len(words) else []))
            if entities:
                sure = len(entities) == 1 and any(name.sure for name in names)
                return FoundName(first, last, tuple(entities[:MAX_ENTITIES]), sure)
        return None

    def _meanings(self, run: Sequence[str]) -> list[ListedName]:
        """What words may name: in Arabic behind proclitics, too."""
        if all(map(is_arabic, run)):
            for _, rest in clitic_readings(name_key(run[0]).replace(" ", "")) if run else ():
                if names := self.index.arabic(name_key(" ".join((rest, *run[1:])))):
                    return names
            return []
        if any(map(is_arabic, run)) or not run:
            return []
        return self.index.latin(" ".join(run))

    def _entities(self, names: Iterable[ListedName]) -> list[Known]:
        """The entities that names mean; of a city and its governorate, the city."""
        listed = list(names)
        curated = [name for name in listed if name.curated]
        keys = dict.fromkeys(name.entity for name in curated or listed)
        found = [known for key in keys if (known := self.known(key)) is not None]
        return [each for each in found if not any(other is not each and each.id in other.path for other in found)]

    def _is_word(self, run: Sequence[str]) -> bool:
        """Whether a single word in small Latin letters is an English one rather than a name."""
        return len(run) == 1 and is_latin(run[0]) and run[0].islower() and self._is_english(run[0])


@lru_cache(maxsize=1)
def _index_of(extractor: Extractor) -> NameIndex:
    """Made once for all that is opened with an extractor."""
    return NameIndex(gazetteer_names(extractor.gazetteer))


def _at(starts: Sequence[int], offset: int) -> int:
    """The word that an offset lies in."""
    return max(index for index, start in enumerate(starts) if start <= offset)


def _overlap(one: FoundName, other: FoundName) -> bool:
    return one.first <= other.last and other.first <= one.last


def _apart_or_inside(name: FoundName, first: int, last: int) -> bool:
    """Whether a name shares no word with a run of words, or is a smaller part of it."""
    if name.last < first or last < name.first:
        return True
    return first <= name.first and name.last <= last and (last - first) > (name.last - name.first)


def _nested(one: Known, other: Known) -> bool:
    return one.id in other.path or other.id in one.path
