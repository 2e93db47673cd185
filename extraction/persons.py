"""Finds persons that no gazetteer lists: a name behind a title, a kunya with a surname, a full name behind a verb of speaking.

    person:title+name   وقال العميد سعد معن إن …           → سعد معن
                        قائد لواء القدس محمد السعيد          → محمد السعيد
    person:kunya        أبو فلاح العفجي
    person:verb+name    وأضاف سالم الخنبشي أن …             → سالم الخنبشي

A title is no part of a mention, a kunya is. What ends a name is known better than what is one: a stop word, a verb, a word with a
proclitic, punctuation, a surname with the article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from extraction.matcher import ARTICLE, WAW, clitic_readings

if TYPE_CHECKING:
    from extraction.reading import Reading
    from extraction.rules import WordTables

FATHER: Final = "ابو"
_SERVANT: Final = "عبد"
_SON: Final = frozenset({"بن", "ابن", "ال", "ولد", "اولد"})
_UPON: Final = "على"  # folded it is the name علي
_VERB_PREFIXES: Final = ("ي", "ت", "ن", "س")
_FEMININE_VERB: Final = "ت"
_PLURAL_VERB: Final = "وا"
_FUSED: Final = ("وال", "بال", "لل", "كال", "فال")

_MAX_BRIDGE: Final = 8
_MAX_UNITS: Final = 4


class PersonName(NamedTuple):
    """A name in words `first` to `last`, and the rule that found it."""

    first: int
    last: int
    rule: str


class PersonFinder:
    """Finds names by the words around them."""

    def __init__(self, tables: WordTables) -> None:
        self._tables = tables
        self._given = tables.given_names | tables.weak_given_names
        self._roles: dict[str, str] = {}

    def find(self, reading: Reading) -> list[PersonName]:
        """The names in a field, in order; none of them over words in which an actor is named already."""
        found: list[PersonName] = []
        free = 0
        for index in range(len(reading.words)):
            role = self._role(reading.key(index))
            if not role or index < free:
                continue
            name = self._by_role(role, reading, index)
            if name is not None and reading.free(name.first, name.last):
                found.append(name)
                free = name.last + 1
        return found

    def _by_role(self, role: str, reading: Reading, index: int) -> PersonName | None:
        if role == "kunya":
            last = self._kunya(reading, index)
            return None if last is None else PersonName(index, last, "person:kunya")
        if role == "speech":
            last = self._full_name(reading, index + 1) if reading.joined(index) else None
            return None if last is None else PersonName(index + 1, last, "person:verb+name")
        return self._behind_title(reading, index, direct=role == "rank")

    def _role(self, word: str) -> str:
        role = self._roles.get(word)
        if role is None:
            if len(self._roles) > 1 << 16:
                self._roles.clear()
            role = self._roles[word] = self._role_of(word)
        return role

    def _role_of(self, word: str) -> str:
        if word == FATHER:
            return "kunya"
        for _, rest in clitic_readings(word):
            for role, words in (
                ("rank", self._tables.ranks),
                ("office", self._tables.offices),
                ("speech", self._tables.speech),
            ):
                if rest in words:
                    return role
        return ""

    def _behind_title(self, reading: Reading, index: int, *, direct: bool) -> PersonName | None:
        """Steps over what the office is of: قائد [فيلق القدس] [الإيراني] إسماعيل قاآني."""
        at = index + 1
        while at - index <= _MAX_BRIDGE and reading.joined(at - 1):
            last = self._name(reading, at, behind_title=True)
            if last is not None:
                return PersonName(at, last, "person:title+name")
            step = self._step(reading, at)
            if step is None:
                break
            at = step
        if direct and reading.joined(index):
            last = self._foreign(reading, index + 1)
            if last is not None:
                return PersonName(index + 1, last, "person:title+foreign")
        return None

    def _step(self, reading: Reading, at: int) -> int | None:
        """The word behind one that may stand between a title and a name; None where the way ends."""
        naming = reading.taken.get(at)
        if naming is not None:
            return None if naming.actor.type == "person" else naming.last + 1
        word = reading.key(at)
        if self._role(word) in {"rank", "office"} and word not in self._tables.bridges:
            return None
        match = reading.matched.get(at)
        if match is not None and match.first == at:
            return match.last + 1
        if word in self._tables.bridges or (word.startswith(ARTICLE) and word not in self._tables.stops):
            return at + 1
        return None

    def _full_name(self, reading: Reading, first: int) -> int | None:
        """A name that needs no title: two parts or more, the first one a name and nothing else."""
        if reading.key(first) not in self._tables.given_names - self._tables.weak_given_names:
            return None
        last = self._name(reading, first, behind_title=False)
        return last if last is not None and last > first else None

    def _name(self, reading: Reading, first: int, *, behind_title: bool) -> int | None:
        """The last word of the name that begins here; None where none does."""
        if reading.key(first) in self._tables.bridges or not reading.free(first, first):
            return None
        end = self._given_unit(reading, first)
        if end is None:
            return None
        kunya = reading.key(first) == FATHER
        units = 1
        while units < _MAX_UNITS and reading.joined(end):
            following, final = self._next_unit(reading, end + 1)
            if following is None:
                break
            end, units = following, units + 1
            if final:
                break
        return end if units > 1 or (kunya and behind_title) else None

    def _given_unit(self, reading: Reading, at: int) -> int | None:
        """The last word of a given name or kunya: محمد, عبد الله, أبو علي."""
        word = reading.key(at)
        if reading.raw(at) == _UPON or at in reading.taken:
            return None
        if word in {_SERVANT, FATHER} and reading.joined(at):
            following = reading.key(at + 1)
            fits = following.startswith(ARTICLE) if word == _SERVANT else self._may_be_name(reading, at + 1)
            return at + 1 if fits else None
        return at if word in self._given else None

    def _next_unit(self, reading: Reading, at: int) -> tuple[int | None, bool]:
        """The last word of the next part of a name, and whether it must be the final one."""
        word = reading.key(at)
        if word in _SON and reading.joined(at) and self._may_be_name(reading, at + 1):
            return at + 1, False
        given = self._given_unit(reading, at)
        if given is not None and word not in self._tables.stops:
            return given, False
        if not self._may_be_name(reading, at):
            return None, True
        return at, word.startswith(ARTICLE)

    def _may_be_name(self, reading: Reading, at: int) -> bool:
        """Whether a word that is no known given name can be a part of a name."""
        word, tables = reading.key(at), self._tables
        if at in reading.taken or word in tables.stops or word in tables.acts or word in tables.offices:
            return False
        if word in self._given:
            return reading.raw(at) != _UPON
        if self._role(word) or word.startswith(_FUSED) or len(word) < 3 or not word.isalpha():
            return False
        if word.startswith(ARTICLE):
            return word not in tables.bridges and word not in tables.ranks and len(word) > 4
        if word.startswith((*_VERB_PREFIXES, WAW)) or word.endswith((_FEMININE_VERB, _PLURAL_VERB)):
            return False
        return word not in tables.bridges and word not in tables.head_traps

    def _kunya(self, reading: Reading, index: int) -> int | None:
        """أبو with a name and a surname behind it; two words alone are as often a place (أبو غريب)."""
        before = index > 0 and reading.joined(index - 1) and reading.key(index - 1) in self._given
        if before or not reading.joined(index) or not reading.joined(index + 1):
            return None
        first_part, surname = reading.key(index + 1), reading.key(index + 2)
        if not self._may_be_name(reading, index + 1) or not surname.startswith(ARTICLE):
            return None
        known = first_part in self._given or index + 1 not in reading.matched
        return index + 2 if known and self._may_be_name(reading, index + 2) else None

    def _foreign(self, reading: Reading, first: int) -> int | None:
        """Two words right behind a rank, of which neither can be anything but a name: الجنرال كينيث ماكنزي."""
        last = first + 1
        if not reading.joined(first) or any(index in reading.matched for index in (first, last)):
            return None
        plain = all(self._may_be_name(reading, index) and not reading.key(index).startswith(ARTICLE) for index in (first, last))
        return last if plain else None
