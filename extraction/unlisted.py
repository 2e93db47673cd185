"""Finds places that no gazetteer lists, by the noun before them or the list they stand in, and names them provisionally.

head: noun + name        حي التنك، قرية فافين، مستشفى ابن سينا، شارع 60، أحياء الملايين والسماح
generic: noun + adjective  المستشفى الجنوبي، القصر الجمهوري: with the town that it is in
list: unknown word         تل رفعت ونبل وفافين شمال حلب: no word of the language, beside known places

It says where a name stands and of what kind it is, not which place it is: see `extraction.provisional`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from extraction.heads import proclitic_readings, read_heads
from extraction.matcher import ARTICLE, WAW
from extraction.toponyms import ToponymReader
from extraction.words import Memo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from extraction.evidence import Evidence
    from extraction.heads import Generic, Head
    from extraction.places import Place
    from extraction.toponyms import View
    from extraction.values import LocationLevel

_MAX_ITEMS: Final = 8
"""Names that a noun in the plural reaches over."""

_STUDY_REACH: Final = 6
_HAMZA_BELOW: Final = "إ"
_BETWEEN: Final = "بين"
_PREPOSITIONS: Final = frozenset("بلك")
_NISBA: Final = ("ي", "يه")
_SETTLEMENTS: Final = frozenset({"district", "city", "town", "village", "neighbourhood", "camp"})


class _Role(NamedTuple):
    """What a word is in the tables, each with the proclitics before it."""

    generic: tuple[str, Generic] | None
    head: tuple[str, Head] | None


class Candidate(NamedTuple):
    """A name of no listed place: words `first` to `last`, written from `start`, shown as `name`."""

    first: int
    last: int
    start: int
    name: str
    level: LocationLevel
    rule: str
    core: str = ""
    """The name without the noun that belongs to it, where it has one."""
    with_town: bool = False
    listed: bool = False
    """Whether the noun stands before a list, and not before the name."""
    beside: Place | None = None
    """The known place that vouches for a name without a noun."""


class UnlistedFinder:
    """Finds names of unlisted places. `ranks`: how frequent the words of the language are; `listed`: keys of all listed names."""

    def __init__(self, folder: Path, ranks: Mapping[str, int], evidence: Evidence, listed: Collection[str]) -> None:
        self._tables = read_heads(folder)
        self._evidence = evidence
        self._roles = Memo(self._role)
        self._names = ToponymReader(self._tables, ranks, evidence.given, listed)
        self._unknown = Memo(self._names.unknown)

    def find(self, view: View) -> list[Candidate]:
        """The names in a passage, in order."""
        found: list[Candidate] = []
        roles = {index: role for index, role in enumerate(map(self._roles.__getitem__, view.keys)) if role is not None}
        near = {at for index in view.decided for at in (index - 2, index - 1, index + 1) if 0 <= at < len(view.keys)}
        free = 0
        for index in sorted(near.union(roles)):
            if index < free or index in view.taken or index in view.decided:
                continue
            for candidate in self._at(view, index, roles.get(index), found):
                found.append(candidate)
                free = candidate.last + 1
        return found

    def _role(self, word: str) -> _Role | None:
        """What a word is in the tables."""
        generic, head = self._tables.generic(word), self._tables.head(word)
        return None if generic is None and head is None else _Role(generic, head)

    def _at(self, view: View, index: int, role: _Role | None, found: list[Candidate]) -> Iterable[Candidate]:
        if role is None:
            return self._beside_places(view, index)
        if not view.joined(index):
            return ()
        if role.generic is not None and view.keys[index + 1] in role.generic[1].adjectives:
            return self._generic(view, index, *role.generic)
        if role.head is None or not self._expected(view, index, *role.head, found):
            return ()
        head = role.head[1]
        return self._plural(view, index, head) if head.plural else self._single(view, index, *role.head)

    def _generic(self, view: View, index: int, clitics: str, generic: Generic) -> Iterator[Candidate]:
        adjective = index + 1
        following = view.keys[adjective + 1] if view.joined(adjective) else ""
        owned = following.startswith(ARTICLE) and following.endswith(_NISBA)  # المتحف الوطني الكندي is not of the report's town
        if view.free(index, adjective) and not owned:
            start = view.letter(index, len(clitics))
            yield Candidate(index, adjective, start, view.written(start, adjective), generic.level, "place: kind", with_town=True)

    def _single(self, view: View, index: int, clitics: str, head: Head) -> Iterator[Candidate]:
        last = self._names.name(view, index + 1, 0, head)
        if last is None or not view.free(index, index if self._tables.is_unit(view.keys[index + 1]) else last):
            return
        place = view.decided.get(index + 1)
        if place is not None and (head.kind == "unit" or place.level not in _SETTLEMENTS or place.level == head.level):
            return
        own = view.passage.words.starts[index + 1]
        start = own if head.kind == "unit" else view.letter(index, len(clitics))
        core = "" if head.kind == "unit" else view.written(own, last)
        rule = f"place: unlisted, after {head.word}"
        yield Candidate(index, last, start, view.written(start, last), head.level, rule, core, head.with_town)

    def _plural(self, view: View, index: int, head: Head) -> Iterator[Candidate]:
        """The names of a list behind a noun in the plural or dual: أحياء الملايين والسماح."""
        at, cut = index + 1, 0
        for _ in range(_MAX_ITEMS):
            last = self._names.name(view, at, cut, head)
            if last is None or not view.free(at, last):
                return
            start = view.letter(at, cut)
            core = view.written(start, last)
            shown = core if head.kind == "unit" else f"{head.word} {core}"
            rule = f"place: unlisted, after the plural of {head.word}"
            yield Candidate(at, last, start, shown, head.level, rule, core, head.with_town, listed=True)
            if not view.joined(last) or not view.keys[last + 1].startswith(WAW):
                return
            at, cut = last + 1, 1

    def _beside_places(self, view: View, index: int) -> Iterable[Candidate]:
        """A word of no language in one list with known places, or between a word of place and one: قرب بنيامينا جنوب حيفا."""
        cut = 1 if view.keys[index].startswith(WAW) else 0
        if not self._unknown[view.folded(index, cut)]:
            return ()
        place = self._in_list(view, index) if cut else self._behind_preposition(view, index)
        if place is None:
            return ()
        start = view.letter(index, cut)
        rule = "place: unlisted, beside known places"
        return (Candidate(index, index, start, view.written(start, index), "village", rule, beside=place),)

    def _in_list(self, view: View, index: int) -> Place | None:
        """The known place before a word, if the list goes on, or had two places before, or is what something is between."""
        after = self._list_goes_on(view, index)
        before = view.decided.get(index - 1) if view.joined(index - 1) else None
        if after is not None or before is None or before.level not in _SETTLEMENTS:
            return after
        at = index - 1
        while at > 0 and view.decided.get(at) is before:
            at -= 1
        pair = view.keys[at + 1].startswith(WAW) and at in view.decided
        return before if pair or view.keys[at] == _BETWEEN or self._direction(view, index) is not None else None

    def _behind_preposition(self, view: View, index: int) -> Place | None:
        if index == 0 or view.keys[index - 1] not in self._tables.beside or not view.joined(index - 1):
            return None
        return self._list_goes_on(view, index) or self._direction(view, index)

    def _list_goes_on(self, view: View, index: int) -> Place | None:
        """The known place that follows in the list: ذنة وصرواح."""
        following = view.decided.get(index + 1)
        settled = following is not None and following.level in _SETTLEMENTS
        return following if settled and view.joined(index) and view.keys[index + 1].startswith(WAW) else None

    def _direction(self, view: View, index: int) -> Place | None:
        """The known place that a word is said to lie aside from: فافين شمال حلب."""
        place = view.decided.get(index + 2)
        if place is None or not (view.joined(index) and view.joined(index + 1)):
            return None
        trigger = self._evidence.named(view.folded(index + 1))
        return place if trigger is not None and trigger.manner == "near" else None

    def _expected(self, view: View, index: int, clitics: str, head: Head, found: list[Candidate]) -> bool:
        """Whether a noun means a place in the report's country, as it is spelled, and behind what stands before it."""
        if not head.used_in(view.country) or not _same_hamza(view, index, head):
            return False
        if head.needs == "study":
            before = (rest for word in view.keys[max(index - _STUDY_REACH, 0) : index] for _, rest in proclitic_readings(word))
            if any(word in self._tables.study for word in before):
                return False
        listed = head.plural and self._names.is_listed(view, index + 1, 0, head)
        return head.needs == "any" or listed or self._placed(view, index, clitics, found)

    def _placed(self, view: View, index: int, clitics: str, found: list[Candidate]) -> bool:
        """Whether a place is what one expects: behind a preposition or an attack, in a list with a place, or before a rare word."""
        if _PREPOSITIONS & set(clitics) or self._names.is_rare(view.folded(index + 1)):
            return True
        if not view.joined(index - 1):
            return False
        if clitics == WAW:
            return index - 1 in view.decided or (bool(found) and found[-1].last == index - 1)
        return any(rest in self._tables.beside for _, rest in proclitic_readings(view.keys[index - 1]))


def _same_hamza(view: View, index: int, head: Head) -> bool:
    """Whether a hamza below alef makes another word: إحياء is no أحياء."""
    return _HAMZA_BELOW in head.written or _HAMZA_BELOW not in view.passage.words.raw(index)
