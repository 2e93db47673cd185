"""Which actors a document names: listed ones and those that their form gives away, resolved over the whole document.

The order matters. Names that always count come first; persons and groups by rule may not lie over them; a short form needs a
full one in the same document; what depends on the document's country comes last, when its places are known.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from analyzers.arabic.lexicon import shipped_lexicon
from extraction.gazetteer import KnownActor, Name
from extraction.groups import GroupFinder
from extraction.local_bodies import LocalBodyFinder
from extraction.matcher import ALEF, ARTICLE, clitic_readings, name_key
from extraction.metonyms import Metonyms
from extraction.persons import PersonFinder
from extraction.reading import Cues
from extraction.values import Actor, ActorType, Label, Mention
from extraction.words import Memo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from extraction.gazetteer import ActorTable
    from extraction.matcher import Match
    from extraction.places import Place
    from extraction.reading import Reading
    from extraction.rules import WordTables

PROVISIONAL: Final = "x:"
_BESIDE_FULL: Final = frozenset({"short", "local"})
_OF_COUNTRY: Final = frozenset({"local", "bare"})
_METONYMS: Final = frozenset({"state", "capital"})
_MEMO_SIZE: Final = 1 << 14
_MIN_SHORT: Final = 4
"""Letters of a family name that may stand for the whole (without the article)."""


class ActorFinder:
    """Names → actors, for one gazetteer."""

    def __init__(self, table: ActorTable, tables: WordTables, nationalities: frozenset[str]) -> None:
        self._table = table
        self._tables = tables
        self._no_family = nationalities | tables.given_names | tables.weak_given_names | tables.stops
        self._speakers = _speakers(table.actors.values(), self._no_family)
        self._bare_names = {actor.id: keys for actor in table.actors.values() if (keys := _bare_names(actor))}
        self._persons = PersonFinder(tables, shipped_lexicon().ranks)
        self._groups = GroupFinder(tables)
        self._local_bodies = LocalBodyFinder(tables)
        self._cue_words = self._persons.cues, self._groups.cues, self._local_bodies.cues
        self._every_cue = frozenset().union(*self._cue_words)
        self._cues = Memo(self._cue)
        self._metonyms = Metonyms(tables)

    def find_independent(self, readings: Sequence[Reading]) -> None:
        """Adds the namings that depend on nothing outside the document's own words."""
        for reading in readings:
            reading.cues = self._cues_of(reading.keys)
            self._add_listed(reading)
        made: dict[str, KnownActor] = {}
        for reading in readings:
            self._add_groups(reading, made)
            self._add_persons(reading, made)
        named = {naming.actor.id for reading in readings for naming in reading.namings}
        for reading in readings:
            self._add_short(reading, named)
        self._add_family_names(readings)

    def find_dependent(self, readings: Sequence[Reading], country: str) -> None:
        """Adds those that the document's country decides, and governments named by their state or capital."""
        last: dict[str, str] = {}
        for reading in readings:
            self._add_local(reading, country, last)
            for actor, first, end, rule, start in reading.waiting:
                if reading.free(first, end):
                    reading.add(actor, first, end, rule, start=start)
            self._add_governments(reading)
            self._add_speakers(reading, country)

    def known(self, id_: str) -> KnownActor | None:
        """A listed or generated actor."""
        return self._table.actors.get(id_)

    def resolve(self, name: str, values: Iterable[Name | Place]) -> KnownActor:
        """The actor that a source's own metadata name; a provisional one where the gazetteer has none of the name."""
        names = [value for value in values if isinstance(value, Name)]
        for use in ("full", "local", "short", "state", "capital"):
            of_use = {value.actor for value in names if value.use == use}
            if len(of_use) == 1:
                return self._table.actors[of_use.pop()]
        return _provisional(name, "organization")

    def path(self, actor: KnownActor) -> tuple[str, ...]:
        """Ids of the actor's parents, outermost first, and its own."""
        return self._table.paths.get(actor.id, (actor.id,))

    # ---- the parts of find_independent

    def _cues_of(self, keys: Sequence[str]) -> Cues:
        cues = [(index, cue) for index, cue in enumerate(map(self._cues.__getitem__, keys)) if cue is not None]
        return Cues(
            [index for index, (person, _, _) in cues if person],
            [index for index, (_, group, _) in cues if group],
            [index for index, (_, _, body) in cues if body],
        )

    def _cue(self, word: str) -> tuple[bool, bool, bool] | None:
        """Whether the name of a person, a group or a local body can begin at a word or behind it; None for most words."""
        readings = [rest for _, rest in clitic_readings(word)]
        if self._every_cue.isdisjoint(readings):
            return None
        person, group, body = (any(rest in words for rest in readings) for words in self._cue_words)
        return person, group, body

    def _add_listed(self, reading: Reading) -> None:
        for match, names in reading.named:
            for name in names:
                if name.use != "full":
                    continue
                actor = self._table.actors[name.actor]
                if actor.type != "person" or not self._is_of_another(reading, match):
                    rule = "state:nationality" if actor.where == "states.yaml" else f"gazetteer:{actor.id}"
                    reading.add(actor, match.first, match.last, rule, start=match.start)
                break

    def _is_of_another(self, reading: Reading, match: Match[Name | Place]) -> bool:
        """Whether a known person's name is a part of another person's (إيفانكا ترامب), or of what is named for the person."""
        alone = match.first < match.last or self._stands_alone(reading, match.first)
        return not alone or self._persons.named_for(reading, match.first, known=True)

    def _add_groups(self, reading: Reading, made: dict[str, KnownActor]) -> None:
        for name in self._groups.find(reading):
            start = reading.letter(name.first, name.cut)
            surface = reading.text[start : reading.words.ends[name.last]]
            if name.head == ALEF + reading.key(name.first)[name.cut :]:  # ل swallows it: للفرقة
                surface = ALEF + surface
            type_: ActorType = "state_force" if name.rule.startswith("unit") else "armed_group"
            if name.head in self._tables.head_types_organization:
                type_ = "organization"
            actor = made.setdefault(name_key(surface), _provisional(surface, type_))
            if self._is_listed_locally(reading, name.first, name.last):
                reading.waiting.append((actor, name.first, name.last, name.rule, start))
            else:
                reading.add(actor, name.first, name.last, name.rule, start=start)
        for body in self._local_bodies.find(reading):
            start = reading.letter(body.first, body.cut)
            surface = reading.text[start : reading.words.ends[body.last]]
            actor = made.setdefault(name_key(surface), _provisional(surface, body.type))
            reading.add(actor, body.first, body.last, body.rule, start=start)

    def _is_listed_locally(self, reading: Reading, first: int, last: int) -> bool:
        """Whether words are a name that the gazetteer has for a report on some country: الفرقة الرابعة."""
        match = reading.matched.get(first)
        if match is None or match.first != first or match.last < last:
            return False
        return any(isinstance(value, Name) and value.use in _OF_COUNTRY for value in match.values)

    def _add_persons(self, reading: Reading, made: dict[str, KnownActor]) -> None:
        for name in self._persons.find(reading):
            start = reading.letter(name.first, name.cut)
            surface = reading.text[start : reading.words.ends[name.last]]
            actor = made.setdefault(name_key(surface), _provisional(surface, "person"))
            reading.add(actor, name.first, name.last, name.rule, start=start)
            nickname = self._persons.nickname(reading, name.last)
            if nickname is not None:
                reading.add(actor, name.last + 1, nickname, "person:nickname")

    def _add_short(self, reading: Reading, named: set[str]) -> None:
        for match, names in reading.named:
            ids = {name.actor for name in names if name.use in _BESIDE_FULL and name.actor in named}
            if len(ids) == 1 and reading.free(match.first, match.last):
                actor = self._table.actors[ids.pop()]
                reading.add(actor, match.first, match.last, f"short-form:{actor.id}", start=match.start)

    def _add_family_names(self, readings: Sequence[Reading]) -> None:
        """سليماني, once قاسم سليماني is named; not where two persons of the document share the name."""
        owners: dict[str, set[str]] = {}
        persons: dict[str, KnownActor] = {}
        for naming in (naming for each in readings for naming in each.namings):
            if naming.actor.type == "person":
                persons[naming.actor.id] = naming.actor
        for person in persons.values():
            for part in family_name(person.label.ar):
                if part in self._no_family:
                    continue
                owners.setdefault(part, set()).add(person.id)
        clear = {part: persons[next(iter(ids))] for part, ids in owners.items() if len(ids) == 1}
        endings = tuple(clear)
        for reading in readings if endings else ():
            for index, word in enumerate(reading.keys):
                if word.endswith(endings) and index not in reading.taken and self._stands_alone(reading, index):
                    _add_family_name(reading, index, clear)

    def _stands_alone(self, reading: Reading, index: int) -> bool:
        """Whether a family name is no part of another person's name or of a place's."""
        before = reading.key(index - 1) if reading.joined(index - 1) else ""
        match = reading.matched.get(index)
        inside = match is not None and match.last > match.first
        return before not in self._tables.given_names and not inside

    # ---- the parts of find_dependent

    def _add_local(self, reading: Reading, country: str, last: dict[str, str]) -> None:
        """الجيش: that of the document's country, else the last such body that was named."""
        namings = iter(sorted(reading.namings, key=lambda naming: naming.first))
        naming = next(namings, None)
        for match, all_names in reading.named:
            while naming is not None and naming.first < match.first:
                for name in self._bare_names.get(naming.actor.id, ()):
                    last[name] = naming.actor.id
                naming = next(namings, None)
            names = [name for name in all_names if name.use in _OF_COUNTRY]
            if not names or not reading.free(match.first, match.last):
                continue
            actor = self._local_actor(names, country, last)
            if actor is not None:
                reading.add(actor, match.first, match.last, f"country:{actor.id}", start=match.start)

    def _add_speakers(self, reading: Reading, country: str) -> None:
        """وقال العبادي, in a report on Iraq: the only known person there of the name, behind a verb of speaking."""
        speakers = self._speakers.get(country, {})
        for index, word in enumerate(reading.keys) if not speakers.keys().isdisjoint(reading.keys) else ():
            actor = speakers.get(word)
            if actor is None or index in reading.taken or not reading.joined(index - 1) or not self._stands_alone(reading, index):
                continue
            if any(rest in self._tables.speech for _, rest in clitic_readings(reading.key(index - 1))):
                reading.add(actor, index, index, f"speaker:{actor.id}")

    def _local_actor(self, names: Sequence[Name], country: str, last: Mapping[str, str]) -> KnownActor | None:
        here = {name.actor for name in names if self._table.actors[name.actor].country == country != ""}
        if len(here) == 1:
            return self._table.actors[here.pop()]
        before = last.get(name_key(names[0].text), "")
        choice = here or {name.actor for name in names if name.use == "bare"}
        return self._table.actors[before] if before in choice else None

    def _add_governments(self, reading: Reading) -> None:
        """واشنطن, إيران: the government, where a verb of speaking or of acting stands right beside it."""
        for match, names in reading.named:
            for name in names:
                if name.use not in _METONYMS or not reading.free(match.first, match.last):
                    continue
                if self._metonyms.acts(reading, match, capital=name.use == "capital"):
                    reading.add(self._table.actors[name.actor], match.first, match.last, "state:metonym", start=match.start)


def assemble(readings: Sequence[Reading], stated: Iterable[KnownActor], finder: ActorFinder) -> tuple[Actor, ...]:
    """The actors of a document: those of its metadata first, then by first mention (the title's before the text's)."""
    mentions: dict[str, list[Mention]] = {}
    actors: dict[str, KnownActor] = {}
    for actor in stated:
        actors.setdefault(actor.id, actor)
        mentions.setdefault(actor.id, [])
    for reading in readings:
        for naming in sorted(reading.namings, key=lambda naming: naming.first):
            actors.setdefault(naming.actor.id, naming.actor)
            mentions.setdefault(naming.actor.id, []).append(naming.mention)
    return tuple(
        Actor(id_, actor.type, actor.label, finder.path(actor), tuple(mentions[id_]), actor.country)
        for id_, actor in actors.items()
    )


def countries(readings: Sequence[Reading]) -> Counter[str]:
    """How often the document names an actor of each country."""
    return Counter(naming.actor.country for reading in readings for naming in reading.namings if naming.actor.country)


def _bare_names(actor: KnownActor) -> tuple[str, ...]:
    """The keys of the names that mean an actor in its country."""
    return tuple({name_key(name.text): None for name in actor.names if name.use in _OF_COUNTRY})


def _provisional(name: str, type_: ActorType) -> KnownActor:
    """An actor that no gazetteer lists, by the name itself."""
    text = " ".join(name.split())
    return KnownActor(f"{PROVISIONAL}{name_key(text)}", type_, Label(text, text))


def _speakers(actors: Iterable[KnownActor], excluded: frozenset[str]) -> dict[str, dict[str, KnownActor]]:
    """Family names that one known person of a country bears, by country."""
    bearers: dict[str, dict[str, list[KnownActor]]] = {}
    for actor in actors:
        for part in family_name(actor.label.ar) if actor.type == "person" else ():
            if part not in excluded:
                bearers.setdefault(actor.country, {}).setdefault(part, []).append(actor)
    return {
        country: {part: persons[0] for part, persons in names.items() if len(persons) == 1}
        for country, names in bearers.items()
        if country
    }


def _add_family_name(reading: Reading, index: int, owners: Mapping[str, KnownActor]) -> None:
    for clitic, rest in clitic_readings(reading.key(index)):
        if rest in owners:
            start = reading.letter(index, len(clitic))
            reading.add(owners[rest], index, index, f"short-form:{owners[rest].id}", start=start)
            return


@lru_cache(maxsize=_MEMO_SIZE)
def family_name(name: str) -> tuple[str, ...]:
    """The key of the last part of a name, where it is long enough to stand for the whole.

    >>> family_name("قاسم سليماني"), family_name("سعد معن")
    (('سليماني',), ())
    """
    parts = [name_key(part) for part in name.split()]
    return (parts[-1],) if len(parts) > 1 and len(parts[-1].removeprefix(ARTICLE)) >= _MIN_SHORT else ()
