"""Finds bodies that no gazetteer can list in full: a place's authorities, tribes, and organizations by their kind.

local:head+place    قيادة شرطة البصرة، قيادة عمليات نينوى، مجلس محافظة ديالى، مجلس دير الزور العسكري
tribe:head+name     عشيرة الجبور، قبيلة بني هاشم
organization:head   مرصد الرافدين لحقوق الإنسان، نقابة أطباء السودان
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from extraction.groups import quoted_end
from extraction.matcher import ARTICLE, LAM, WAW, role_of
from extraction.names import well_known_place
from extraction.places import Place
from extraction.rules import by_word
from extraction.words import Memo

if TYPE_CHECKING:
    from collections.abc import Collection

    from extraction.reading import Reading
    from extraction.rules import WordTables
    from extraction.values import ActorType

_MAX_LINKS: Final = 2
_MAX_NOUNS: Final = 3
_UNITS: Final = frozenset({"country", "governorate", "district", "city", "town", "region"})
_ADJECTIVE: Final = ("ي", "يه")
_VERB_PREFIXES: Final = ("ي", "ت", "ن")
_CHARGES: Final = ("لل", LAM)


class LocalBody(NamedTuple):
    """A body named in words `first` to `last`; its proclitics are the first `cut` letters."""

    first: int
    last: int
    cut: int
    type: ActorType
    rule: str


class LocalBodyFinder:
    """Finds them by their head nouns."""

    def __init__(self, tables: WordTables) -> None:
        self._tables = tables
        self._closed = tables.stops | tables.acts | tables.speech | tables.head_traps
        self._role_words = by_word({
            "force": tables.local_forces, "council": tables.local_councils, "tribe": tables.tribes,
            "organization": tables.organizations,
        })  # fmt: skip
        self._roles = Memo(self._role_of)

    def find(self, reading: Reading) -> list[LocalBody]:
        """The bodies in a field, in order; none of them over words in which an actor is named already."""
        found: list[LocalBody] = []
        free = 0
        for index in reading.cues.bodies:
            role, cut = self._roles[reading.keys[index]]
            if not role or index < free or index in reading.taken or not reading.joined(index):
                continue
            for body in self._by_role(role, cut, reading, index):
                if reading.free(body.first, body.last):
                    found.append(body)
                    free = body.last + 1
        return found

    @property
    def cues(self) -> Collection[str]:
        """The words that a name can begin at or behind."""
        return self._role_words.keys()

    def _role_of(self, word: str) -> tuple[str, int]:
        return role_of(word, self._role_words)

    def _by_role(self, role: str, cut: int, reading: Reading, index: int) -> list[LocalBody]:
        if role == "tribe":
            return self._tribes(reading, index, cut)
        if role == "organization":
            last = self._organization(reading, index)
            return [] if last is None else [LocalBody(index, last, cut, "organization", "organization:head")]
        body = self._local(reading, index, cut, force=role == "force")
        return [] if body is None else [body]

    def _tribes(self, reading: Reading, index: int, cut: int) -> list[LocalBody]:
        """The tribe that is named, and in the dual and plural the second: بين عشيرتي آل جابر وبيت سالم."""
        head = reading.key(index)[cut:]
        last = self._tribe(reading, index, cut)
        if last is None:
            return []
        pair = head in self._tables.tribe_pairs
        first = LocalBody(index + pair, last, 0 if pair else cut, "organization", "tribe:head+name")
        second = last + 1
        if not reading.joined(last) or not reading.key(second).startswith(WAW) or (head in self._tables.one_tribe and not pair):
            return [first]
        name = reading.key(second)[1:]
        if name in self._tables.clans and reading.joined(second) and self._part(reading, second + 1):
            return [first, LocalBody(second, second + 1, 1, "organization", "tribe:list")]
        listed = name in self._tables.given_names or (pair and name.startswith(ARTICLE))
        return [first, LocalBody(second, second, 1, "organization", "tribe:list")] if listed else [first]

    def _local(self, reading: Reading, index: int, cut: int, *, force: bool) -> LocalBody | None:
        at, links = index + 1, 0
        while links < _MAX_LINKS and reading.key(at) in self._tables.local_links and reading.joined(at):
            at, links = at + 1, links + 1
        match = reading.matched.get(at)
        if match is None or match.first != at or match.clitic or not _is_unit(reading, at):
            return None
        military = reading.joined(match.last) and reading.key(match.last + 1) in self._tables.military
        last = match.last + military
        if reading.key(index)[cut:] in self._tables.self_sufficient or links:
            return LocalBody(index, last, cut, "state_force" if force else "government", "local:head+place")
        return LocalBody(index, last, cut, "armed_group", "local:head+place") if military else None

    def _tribe(self, reading: Reading, index: int, cut: int) -> int | None:
        """عشيرة الجبور, قبيلة بني هاشم; قبائل الشمال and عشائر العراق name no tribe."""
        at = index + 1
        word = reading.key(at)
        if word in self._tables.clans and reading.joined(at) and self._part(reading, at + 1):
            compound = reading.key(at + 1) in self._tables.clans and reading.joined(at + 1)  # آل بو غزيل
            return at + 2 if compound and self._part(reading, at + 2) else at + 1
        match = reading.matched.get(at)
        if not self._part(reading, at) or well_known_place(reading, at) or (match is not None and match.last > at):
            return None
        if word.startswith(_VERB_PREFIXES) and word not in self._tables.given_names:
            return None
        one = reading.key(index)[cut:] in self._tables.one_tribe
        return at if word.startswith(ARTICLE) or one or word in self._tables.given_names else None

    def _organization(self, reading: Reading, index: int) -> int | None:
        """What is quoted, or nouns up to a definite one, adjectives, and what it is for: مرصد [الرافدين] [لحقوق الإنسان]."""
        quoted = quoted_end(reading, index)
        if quoted is not None and quoted > index:
            return quoted
        last, definite = index, False
        for at in range(index + 1, index + 1 + _MAX_NOUNS):
            charged = self._charge(reading, at)
            if charged is not None and at > index + 1:
                return charged
            if not self._part(reading, at) or not reading.joined(at - 1):
                break
            last = at
            definite = reading.key(at).startswith(ARTICLE) or well_known_place(reading, at)
            if definite:
                break
        if not definite:
            return None
        while reading.joined(last) and self._part(reading, last + 1) and _agrees(reading.key(last + 1)):
            last += 1
        charged = self._charge(reading, last + 1)
        return charged if charged is not None else (last if last > index + 1 else None)

    def _charge(self, reading: Reading, at: int) -> int | None:
        """The last word of what an organization is for: لحقوق الإنسان, للهجرة."""
        word = reading.key(at)
        if not reading.joined(at - 1) or at in reading.taken:
            return None
        if word.startswith(_CHARGES[0]):
            return at
        definite = word.startswith(LAM) and reading.joined(at) and reading.key(at + 1).startswith(ARTICLE)
        return at + 1 if definite and at + 1 not in reading.taken else None

    def _part(self, reading: Reading, at: int) -> bool:
        word = reading.key(at)
        if at in reading.taken or word in self._closed or not word.isalpha() or len(word) < 2:
            return False
        return not word.startswith(("وال", "بال", "لل", "فال"))


def _agrees(word: str) -> bool:
    return word.startswith(ARTICLE) and word.endswith(_ADJECTIVE)


def _is_unit(reading: Reading, at: int) -> bool:
    return any(isinstance(value, Place) and value.tier == 1 and value.level in _UNITS for value in reading.matched[at].values)
