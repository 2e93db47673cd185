"""Finds persons that no gazetteer lists, by their names and the words around them.

    person:title+name     وقال العميد سعد معن إن …             → سعد معن
                          قائد لواء القدس محمد السعيد            → محمد السعيد
    person:title+foreign  وزير الخارجية التركي هاكان فيدان        → هاكان فيدان
    person:kunya          أبو فلاح العفجي
    person:name           محمد خالد المشهداني, بزعامة هادي العامري
    person:list           … وقيس الخزعلي                        behind another person
    person:nickname       محمد جابر (أبو شجاع)                   the same person

A title is no part of a mention, a kunya is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from extraction.matcher import ARTICLE, WAW, clitic_readings, role_of
from extraction.names import FATHER, NameGrammar, is_surname
from extraction.rules import by_word
from extraction.words import Memo

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from extraction.reading import Reading
    from extraction.rules import WordTables

_MAX_BRIDGE: Final = 8
_LONG_NAME: Final = 3
"""Parts of a name that needs no title."""


class PersonName(NamedTuple):
    """A name in words `first` to `last`, its proclitics the first `cut` letters, and the rule that found it."""

    first: int
    last: int
    rule: str
    cut: int = 0


class PersonFinder:
    """Finds names by the words around them."""

    def __init__(self, tables: WordTables, ranks: Mapping[str, int]) -> None:
        self._tables = tables
        self._grammar = NameGrammar(tables, ranks)
        self._closed = tables.stops | tables.speech | tables.acts
        self._impersonal = tables.namesakes - tables.personal
        self._role_words = by_word({
            "kunya": {FATHER}, "lead": tables.leads, "rank": tables.ranks, "office": tables.offices,
            "speech": tables.speech, "given": self._grammar.strong,
        })  # fmt: skip
        self._roles = Memo(self._role_of)

    def find(self, reading: Reading) -> list[PersonName]:
        """The names in a field, in order; none of them over words in which an actor is named already."""
        found: list[PersonName] = []
        free = 0
        for index in reading.cues.persons:
            role, cut = self._roles[reading.keys[index]]
            if not role or index < free or index in reading.taken:
                continue
            name = self._by_role(role, cut, reading, index)
            if name is not None and reading.free(name.first, name.last):
                found.append(name)
                free = name.last + 1
        return found

    def nickname(self, reading: Reading, last: int) -> int | None:
        """The last word of a kunya in brackets behind the name that ends at word `last`: محمد جابر (أبو شجاع)."""
        first = last + 1
        if reading.key(first) != FATHER or not reading.free(first, first + 1) or not reading.joined(first):
            return None
        opened = reading.words.gaps[last].strip() == "("
        closed = reading.text[reading.words.ends[first + 1] :][:1] == ")"
        return first + 1 if opened and closed else None

    def named_for(self, reading: Reading, index: int, *, known: bool = False) -> bool:
        """Whether what stands before makes the name that of a place or a thing: مستشفى كمال عدوان; `known`: of a listed person."""
        if not reading.joined(index - 1):
            return False
        nouns = self._impersonal if known else self._tables.namesakes
        return any(rest in nouns for _, rest in clitic_readings(reading.key(index - 1)))

    def _by_role(self, role: str, cut: int, reading: Reading, index: int) -> PersonName | None:
        if role == "kunya":
            return self._kunya(reading, index, cut)
        if role == "given":
            return self._bare(reading, index, cut)
        if role in {"speech", "lead"}:
            return self._behind_word(reading, index, self._grammar.strong if role == "speech" else self._grammar.given)
        return self._behind_title(reading, index, direct=role == "rank")

    @property
    def cues(self) -> Collection[str]:
        """The words that a name can begin at or behind."""
        return self._role_words.keys()

    def _role_of(self, word: str) -> tuple[str, int]:
        return role_of(word, self._role_words)

    def _behind_title(self, reading: Reading, index: int, *, direct: bool) -> PersonName | None:
        """Steps over what the office is of: قائد [فيلق القدس] [الإيراني] إسماعيل قاآني."""
        if self.named_for(reading, index):
            return None
        at = index + 1
        while at - index <= _MAX_BRIDGE and reading.joined(at - 1):
            last = self._name(reading, at, direct=at == index + 1)
            if last is not None:
                return PersonName(at, last, "person:title+name")
            if direct or at > index + 1:
                last = self._grammar.foreign(reading, at)
                if last is not None:
                    return PersonName(at, last, "person:title+foreign")
            step = self._step(reading, at)
            if step is None:
                return None
            at = step
        return None

    def _step(self, reading: Reading, at: int) -> int | None:
        """The word behind one that may stand between a title and a name; None where the way ends."""
        naming = reading.taken.get(at)
        if naming is not None:
            return None if naming.actor.type == "person" else naming.last + 1
        word = reading.key(at)
        if self._role_at(reading, at) in {"rank", "office"} and word not in self._tables.bridges:
            return None
        match = reading.matched.get(at)
        if match is not None and match.first == at:
            return match.last + 1
        if word in self._tables.bridges:
            return at + 1
        noun = word.startswith(ARTICLE) or reading.key(at + 1).startswith(ARTICLE)
        return at + 1 if noun and word not in self._closed else None

    def _role_at(self, reading: Reading, at: int) -> str:
        return self._roles[reading.key(at)][0]

    def _name(self, reading: Reading, first: int, *, direct: bool) -> int | None:
        """The last word of a name behind a title: two parts, or a kunya."""
        if reading.key(first) in self._tables.bridges and (direct or not is_surname(reading.key(first + 1))):
            return None  # باسم is a name in: المتحدث باسمها باسم العوادي
        name = self._grammar.name(reading, first, context="title" if direct else "office")
        if name is None:
            return None
        last, units = name
        return last if units > 1 or reading.key(first) == FATHER else None

    def _behind_word(self, reading: Reading, index: int, given: frozenset[str]) -> PersonName | None:
        """وأضاف سالم الخنبشي, بقيادة أسامة الجويلي: a full name, the first part one of the `given` names or a kunya."""
        first = index + 1
        if not reading.joined(index) or (reading.key(first) not in given and reading.key(first) != FATHER):
            return None
        name = self._grammar.name(reading, first, context="office")
        if name is None or name[1] == 1:
            return None
        return PersonName(first, name[0], "person:verb+name")

    def _bare(self, reading: Reading, index: int, cut: int) -> PersonName | None:
        """A name whose form leaves no doubt, or one in a list of persons, or before an office: عماد جمعة قائد لواء …"""
        part = reading.joined(index - 1) and reading.key(index - 1) == FATHER
        if part or not reading.joined(index) or self.named_for(reading, index):
            return None
        name = self._grammar.name(reading, index, cut=cut, context="bare")
        if name is None or name[1] == 1:
            return None
        last, units = name
        final = reading.key(last)
        if self._lists(reading, index, cut):
            return PersonName(index, last, "person:list", cut)
        title_follows = reading.joined(last) and reading.key(last + 1) in self._tables.offices
        if (units >= _LONG_NAME and final in self._grammar.given) or self._grammar.is_surname(final) or title_follows:
            return PersonName(index, last, "person:name", cut)
        return None

    def _lists(self, reading: Reading, index: int, cut: int) -> bool:
        before = reading.taken.get(index - 1)
        return cut == 1 and reading.key(index).startswith(WAW) and before is not None and before.actor.type == "person"

    def _kunya(self, reading: Reading, index: int, cut: int) -> PersonName | None:
        """أبو with a name and a surname behind it; two words alone are as often a place (أبو غريب)."""
        before = reading.joined(index - 1) and reading.key(index - 1) in self._grammar.given
        if before or not reading.joined(index) or self.named_for(reading, index):
            return None
        last = self._grammar.given_unit(reading, index + 1)
        if last is None:
            last = index + 1 if self._grammar.may_be_name(reading, index + 1) else None
        if last is None or not reading.joined(last) or not reading.key(last + 1).startswith(ARTICLE):
            return None
        return PersonName(index, last + 1, "person:kunya", cut) if self._grammar.may_be_name(reading, last + 1) else None
