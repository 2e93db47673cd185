"""Finds groups and units that no gazetteer lists, by the form of their names.

    group:head+name     كتيبة شهداء داريا، لواء أحرار الغوطة، حركة «فجر الحق»، كتائب مصراتة
    group:named         فصيل يسمي نفسه «نسور دجلة»
    unit:numbered       اللواء 35 مدرع، الفرقة السابعة، فوج الطوارئ السادس

A group's name is a head noun and a chain of nouns up to the first that is definite (it has the article, or is the name of a
place), and the adjectives that agree with it; or what stands in quotation marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from extraction.matcher import ARTICLE, clitic_readings
from extraction.names import FATHER, well_known_place
from extraction.rules import by_word
from extraction.words import Memo

if TYPE_CHECKING:
    from collections.abc import Collection

    from extraction.reading import Reading
    from extraction.rules import WordTables

_GOD: Final = "الله"
_NISBA: Final = ("ي", "يه", "يين", "يون")
_BARE_ADJECTIVE: Final = ("يه", "ت")
_FRONT: Final = "جبهه"  # of a war, or of a movement
_AT: Final = frozenset({"في", "على", "علي"})
_OPENING: Final = '«"“„”'
_CLOSING: Final = frozenset('»"”“')
_MAX_CHAIN: Final = 4
_MAX_QUOTED: Final = 5
_MAX_UNIT: Final = 4
_MAX_NUMBER: Final = 3
"""Digits of a unit's number: four are a year."""

_NOUN_REACH: Final = 8
"""Words before a name in quotation marks in which the noun stands that says it is a group's."""


class GroupName(NamedTuple):
    """A name in words `first` to `last`; its proclitics are the first `cut` letters. `head`: the noun it begins with."""

    first: int
    last: int
    cut: int
    head: str
    rule: str


class GroupFinder:
    """Finds names by their head nouns."""

    def __init__(self, tables: WordTables) -> None:
        self._tables = tables
        self._closed = (tables.stops - tables.name_words) | tables.acts | tables.speech | tables.head_traps
        self._heads = tables.heads | tables.long_heads
        self._kinds = by_word({
            "naming": tables.naming, "unit": tables.units | tables.armed_units, "group": self._heads,
        })  # fmt: skip
        self._roles = Memo(self._role_of)

    def find(self, reading: Reading) -> list[GroupName]:
        """The names in a field, in order; none of them over words in which an actor is named already."""
        found: list[GroupName] = []
        free = 0
        for index in reading.cues.groups:
            role = self._roles[reading.keys[index]]
            if role is None or index < free or index in reading.taken:
                continue
            name = self._by_role(*role, reading, index)
            if name is not None and reading.free(name.first, name.last):
                found.append(name)
                free = name.last + 1
        return found

    def _by_role(self, kind: str, head: str, cut: int, reading: Reading, index: int) -> GroupName | None:
        if kind == "naming":
            return self._named(reading, index)
        if kind == "unit":
            last = self._unit(reading, index, head)
            if last is not None:
                return GroupName(index, last, cut, head, "unit:numbered")
        last = self._group(reading, index, head) if head in self._heads else None
        return None if last is None else GroupName(index, last, cut, head, "group:head+name")

    @property
    def cues(self) -> Collection[str]:
        """The words that a name can begin at or behind."""
        return self._kinds.keys()

    def _role_of(self, word: str) -> tuple[str, str, int] | None:
        readings = clitic_readings(word)
        return next(((kind, rest, len(clitic)) for clitic, rest in readings if (kind := self._kinds.get(rest))), None)

    def _unit(self, reading: Reading, index: int, head: str) -> int | None:
        """اللواء 35 مدرع, الفرقة المدرعة التاسعة, الفرقة الأولى مشاة: a number or ordinal, and the arm."""
        last, numbered, armed = index, False, False
        for at in range(index + 1, index + 1 + _MAX_UNIT):
            if not reading.joined(at - 1) or at in reading.taken:
                break
            word = reading.key(at)
            number = word in self._tables.ordinals or (word.isdigit() and len(word) <= _MAX_NUMBER)
            if (not number and word not in self._tables.unit_arms) or (number and numbered and word.isdigit()):
                break
            numbered, armed = numbered or number, armed or not number
            last = at
        return last if numbered and (armed or head not in self._tables.armed_units) else None

    def _group(self, reading: Reading, index: int, head: str) -> int | None:
        quoted = quoted_end(reading, index + 1)
        if quoted is not None:
            return quoted
        last = quoted_end(reading, index)
        if last is not None and last > index:
            return last
        if not reading.joined(index):
            return None
        last = self._chain(reading, index)
        if last is None or (last == index + 1 and self._is_vague(reading, last, head)):
            return None
        return last

    def _chain(self, reading: Reading, index: int) -> int | None:
        """The last word of the nouns behind a head."""
        for at in range(index + 1, index + 1 + _MAX_CHAIN):
            if not reading.joined(at - 1) or not self._part(reading, at):
                return None
            word = reading.key(at)
            if well_known_place(reading, at) and not reading.matched[at].clitic:
                return reading.matched[at].last
            if word == _GOD:
                return at
            if word.startswith(ARTICLE) and reading.key(at - 1) != FATHER:
                return self._with_adjectives(reading, at)
            if at == index + 1 and not reading.joined(at):
                return at if self._is_name(reading, at) else None
        return None

    def _is_vague(self, reading: Reading, at: int, head: str) -> bool:
        """Whether one word is too little: قوة الحماية; a place behind what is no unit (حزب مصر); a front (في جبهة الكسارة)."""
        if head in self._tables.long_heads or (head == _FRONT and reading.key(at - 2) in _AT):
            return True
        return well_known_place(reading, at) and head not in self._tables.unit_heads

    def _with_adjectives(self, reading: Reading, at: int) -> int:
        """Goes on over adjectives with the article: حركة العمل [الإسلامي]."""
        for _ in range(2):
            following = reading.key(at + 1)
            agrees = following.startswith(ARTICLE) and following.endswith(_NISBA) and following not in self._tables.stops
            if not agrees or not reading.joined(at) or at + 1 in reading.taken:
                break
            at += 1
        return at

    def _part(self, reading: Reading, at: int) -> bool:
        """Whether a word can be part of a group's name: no verb, no word with a proclitic, no bare adjective (موالية)."""
        word = reading.key(at)
        if at in reading.taken or word in self._closed or not word.isalpha() or len(word) < 3:
            return False
        if word in self._tables.given_names:
            return True
        bare = not word.startswith(ARTICLE) and word not in self._tables.name_words
        if bare and word.endswith(_BARE_ADJECTIVE) and not well_known_place(reading, at):  # or a verb, or a plural
            return False
        return not word.startswith(("وال", "بال", "فال", "ل", "ي", "ت")) or well_known_place(reading, at)

    def _is_name(self, reading: Reading, at: int) -> bool:
        """Whether a single word without the article names a group: a proper name (لواء فاطميون has none: it is listed)."""
        return reading.key(at) in self._tables.given_names - self._tables.weak_given_names

    def _named(self, reading: Reading, index: int) -> GroupName | None:
        """مجموعة تطلق على نفسها «أحرار سنجار»: what is quoted behind a verb of naming, if a group is spoken of."""
        last = quoted_end(reading, index + 1)
        if last is None or last == index + 1:
            return None
        nouns = self._tables.group_nouns
        for at in range(index - 1, max(index - _NOUN_REACH, 0) - 1, -1):
            if any(rest in nouns for _, rest in clitic_readings(reading.key(at))):
                return GroupName(index + 1, last, 0, reading.key(index + 1), "group:named")
        return None


def quoted_end(reading: Reading, first: int) -> int | None:
    """The last word inside the quotation marks that open right before word `first`; None where none do."""
    if not 0 < first < len(reading.words):
        return None
    gap = reading.words.gaps[first - 1]
    opening = gap.strip(" (")
    if len(opening) != 1 or opening not in _OPENING or gap.endswith(" "):
        return None
    for at in range(first, min(first + _MAX_QUOTED, len(reading.words))):
        if reading.text[reading.words.ends[at] : reading.words.ends[at] + 1] in _CLOSING:
            return at
        if not reading.joined(at):
            return None
    return None
