"""Finds groups and units that no gazetteer lists, by the form of their names.

    group:head+name     كتيبة شهداء داريا، لواء أحرار الغوطة، حركة «فجر الحق»
    unit:numbered       اللواء 35 مدرع، الفرقة السابعة

A group's name is a head noun and a chain of nouns up to the first with the article, and the adjectives that agree with it; or
what stands in quotation marks behind the head.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from extraction.matcher import ARTICLE, clitic_readings

if TYPE_CHECKING:
    from extraction.reading import Reading
    from extraction.rules import WordTables

_GOD: Final = "الله"
_NISBA: Final = ("ي", "يه", "يين", "يون")
_QUOTES: Final = "«»\"“”„'()"
_OPENING: Final = '«"“„'
_CLOSING: Final = '»"”“'
_MAX_CHAIN: Final = 4
_MAX_QUOTED: Final = 5


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
        self._memo: dict[str, tuple[str, str, int] | None] = {}

    def find(self, reading: Reading) -> list[GroupName]:
        """The names in a field, in order; none of them over words in which an actor is named already."""
        found: list[GroupName] = []
        free = 0
        for index in range(len(reading.words) - 1):
            role = self._role(reading.key(index))
            if role is None or index < free or index in reading.taken:
                continue
            kind, head, cut = role
            last = self._unit(reading, index) if kind == "unit" else self._group(reading, index)
            if last is not None and reading.free(index, last):
                rule = "unit:numbered" if kind == "unit" else "group:head+name"
                found.append(GroupName(index, last, cut, head, rule))
                free = last + 1
        return found

    def _role(self, word: str) -> tuple[str, str, int] | None:
        if word not in self._memo:
            if len(self._memo) > 1 << 16:
                self._memo.clear()
            self._memo[word] = self._role_of(word)
        return self._memo[word]

    def _role_of(self, word: str) -> tuple[str, str, int] | None:
        for clitic, rest in clitic_readings(word):
            if rest in self._tables.units:
                return "unit", rest, len(clitic)
            if rest in self._tables.heads:
                return "group", rest, len(clitic)
        return None

    def _unit(self, reading: Reading, index: int) -> int | None:
        """اللواء 35 مدرع, الفرقة المدرعة التاسعة, الفرقة الأولى مشاة: a number or ordinal, and the arm."""
        at, last, numbered = index + 1, index, False
        while at - index <= 4 and reading.joined(at - 1) and at not in reading.taken:
            word = reading.key(at)
            ordinal = word in self._tables.ordinals or (word.isdigit() and len(word) <= 3)
            if not ordinal and word not in self._tables.unit_arms:
                break
            numbered = numbered or ordinal
            last = at
            at += 1
        return last if numbered else None

    def _group(self, reading: Reading, index: int) -> int | None:
        quoted = self._quoted(reading, index)
        if quoted is not None:
            return quoted
        if not reading.joined(index):
            return None
        chain = index
        for at in range(index + 1, index + 1 + _MAX_CHAIN):
            if not reading.joined(at - 1) or not self._part(reading, at):
                break
            chain = at
            word = reading.key(at)
            if word.startswith(ARTICLE):
                return self._with_adjectives(reading, at) if word != _GOD else at
        if chain == index + 1 and self._is_name(reading, chain):
            return chain
        return None

    def _quoted(self, reading: Reading, index: int) -> int | None:
        """The last word inside the quotation marks that open right behind the head."""
        gap = reading.text[reading.words[index].end : reading.words[index + 1].start]
        if not gap.strip() or gap.strip() not in _OPENING or "\n" in gap:
            return None
        for at in range(index + 1, min(index + 1 + _MAX_QUOTED, len(reading.words))):
            end = reading.words[at].end
            if reading.text[end : end + 1] and reading.text[end] in _CLOSING:
                return at
        return None

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
        """Whether a word can be part of a group's name."""
        word, tables = reading.key(at), self._tables
        if at in reading.taken or word in tables.stops or word in tables.acts or word in tables.speech:
            return False
        if word in tables.head_traps or not word.isalpha() or len(word) < 3:
            return False
        return not word.startswith(("وال", "بال", "لل", "فال", "ي", "ت")) or word in tables.given_names

    def _is_name(self, reading: Reading, at: int) -> bool:
        """Whether a single word without the article names a group: a proper name (لواء فاطميون has none: it is listed)."""
        return reading.key(at) in self._tables.given_names - self._tables.weak_given_names and not reading.joined(at)
