"""Reads the name of a place that no gazetteer lists: how far it goes behind the noun that announces it.

one word with the article     حي التنك; with an adjective of its own: تلة البلق الشرقي
one that is no common word    قرية سركلي, two that are of no language: كاني ماسي
what goes on by its nature    عين الرمانة, أبي نؤاس, عمر بن الخطاب, الشهيد باسل
a number or a date            شارع 60, حي 17 تموز; a unit of an army, behind the noun of a base: معسكر اللواء 31 مدرع
a listed name                 حي عدن, جامعة دمشق
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analyzers import fold
from extraction.heads import proclitic_readings
from extraction.matcher import ARTICLE, WAW
from extraction.words import key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from extraction.heads import Head, HeadTables
    from extraction.matcher import Match
    from extraction.places import Place
    from extraction.spots import Passage

_MAX_PARTS: Final = 3
"""Words of a name behind its first."""

_RARE_FROM: Final = 12_000
"""Rank in the lexicon from which a word without the article is rather a name than a common noun."""

_NAMES_FROM: Final = 20_000
"""Rank from which any word is."""

_NAME_LETTERS: Final = 3
_UNKNOWN_LETTERS: Final = 4
_NUMBER_LETTERS: Final = 3
_PROCLITICS: Final = ("و", "ف", "ب", "ل")
_INFLECTED: Final = ("ها", "هم", "هما", "وا", "نا", "ات", "ين", "ون", "ي", "يه", "ه", "ا")
"""Endings of adjectives, plurals, verbs and adverbs: a known word that has one is no name."""

_NO_NAME_ENDINGS: Final = ("ها", "هم", "هما", "وا", "نا")
_PEOPLE: Final = ("ين", "ون")
_VERB_PREFIXES: Final = ("ي", "ت", "سي", "ست", "ن")
_NISBA: Final = ("ي", "يه")


@dataclass(frozen=True, slots=True)
class View:
    """A passage with what is known of it: keys of its words, the places decided on, by each of their words."""

    passage: Passage
    keys: Sequence[str]
    matches: Mapping[int, Match[Place]]
    decided: Mapping[int, Place]
    taken: Collection[int]
    country: str
    """The report's."""

    def joined(self, index: int) -> bool:
        """Whether a word and the next can belong to one name."""
        return self.passage.words.joined(index)

    def letter(self, index: int, count: int) -> int:
        """Where a word goes on behind its first `count` folded letters."""
        return self.passage.words.letter(index, count)

    def written(self, start: int, last: int) -> str:
        """The text from an offset to the end of word `last`."""
        return self.passage.text[start : self.passage.words.ends[last]]

    def folded(self, index: int, cut: int = 0) -> str:
        """A word as the lexicon has it, without its first letters."""
        return self.passage.words.folded[index][cut:]

    def free(self, first: int, last: int) -> bool:
        """Whether nothing else is named in the words."""
        return not any(index in self.taken for index in range(first, last + 1))


def view_of(passage: Passage, decided: Mapping[int, Place], country: str) -> View:
    """A passage as the finder reads it."""
    matches = {match.first: match for match in passage.matches}
    return View(passage, passage.words.keys, matches, decided, passage.taken, country)


class ToponymReader:
    """Reads names. `ranks`: how frequent the words of the language are; `given`: persons' names; `listed`: keys of places."""

    def __init__(self, tables: HeadTables, ranks: Mapping[str, int], given: frozenset[str], listed: Collection[str]) -> None:
        self._tables = tables
        self._listed = listed
        self._ranks = ranks
        self._given = given

    def name(self, view: View, index: int, cut: int, head: Head) -> int | None:
        """The last word of the name that begins at word `index` behind `cut` letters; None where none begins."""
        match, word = view.matches.get(index), view.keys[index][cut:]
        if match is not None and len(match.clitic) == cut and (match.last > index or self._stands(view, index, word)):
            return self._with_tails(view, match.last) if self._not_closed(word) else None
        if word.isdigit():
            return self._number(view, index, word) if head.kind == "part" and not head.plural else None
        if word in self._tables.units:
            return self._unit(view, index) if head.level in {"base", "camp"} else None
        if not self._goes_on(word):
            return self._word(view, index, cut, head)
        last = self._construct(view, index)
        return None if last is None else self._with_tails(view, last)

    def _word(self, view: View, index: int, cut: int, head: Head) -> int | None:
        """A name that is a word with the article, or one that is of no language."""
        word, form = view.keys[index][cut:], view.folded(index, cut)
        if self.is_listed(view, index, cut, head):
            return index
        if not self._not_closed(word):
            return None
        if word.startswith(ARTICLE):
            frequent = head.needs == "rare" and (self._ranks.get(form, _RARE_FROM) < _RARE_FROM or word.endswith(_PEOPLE))
            return None if frequent or len(word) <= _NAME_LETTERS + 1 else self._with_tails(view, index)
        return self._with_tails(view, self._foreign(view, index, head)) if self._is_proper(form) else None

    def _stands(self, view: View, index: int, word: str) -> bool:
        """Whether a listed name of one word is known here: accepted, or of a place that stands alone anywhere."""
        if self._goes_on(word):
            return False
        values = view.matches[index].values
        return index in view.decided or any(
            place.country == view.country or (place.tier == 1 and not place.weak) for place in values
        )

    def _number(self, view: View, index: int, word: str) -> int | None:
        if len(word) > _NUMBER_LETTERS:
            return None
        return index + 1 if view.joined(index) and view.keys[index + 1] in self._tables.months else index

    def _unit(self, view: View, index: int) -> int | None:
        """اللواء 31 مدرع: the base of a unit."""
        if not view.joined(index) or not view.keys[index + 1].isdigit():
            return None
        last = index + 1
        return last + 1 if view.joined(last) and view.keys[last + 1] in self._tables.arms else last

    def _goes_on(self, word: str) -> bool:
        return word in self._tables.construct or word in self._given

    def _construct(self, view: View, index: int) -> int | None:
        """A name that goes on behind its first word: عين الرمانة, أبي نؤاس, عمر بن الخطاب, صلاح الدين."""
        for at in range(index + 1, index + _MAX_PARTS + 1):
            before = view.keys[at - 1]
            whole = before.startswith(ARTICLE) or before in self._given  # الإمام may end a name, عين does not
            word = view.keys[at] if view.joined(at - 1) and at not in view.taken else ""
            if not word or not self._not_closed(word, construct=True):
                return at - 1 if whole else None
            if self._goes_on(word):
                continue
            if word.startswith(ARTICLE) or not whole or self._is_proper(view.folded(at)):
                return at
            return at - 1
        return None

    def _foreign(self, view: View, index: int, head: Head) -> int:
        """A second part of a name of no known word: كاني ماسي; كاوا الحداد."""
        if not view.joined(index) or view.keys[index] in self._ranks:
            return index
        word = view.folded(index + 1)
        if word in self._tables.construct or index + 1 in view.taken or index + 1 in view.decided or not self._not_closed(word):
            return index
        if word.startswith(ARTICLE):
            return index + 1 if head.kind == "part" and not word.endswith(_NISBA) and word not in self._tables.tails else index
        return index + 1 if self.unknown(word) and not word.startswith(_PROCLITICS) else index

    def _with_tails(self, view: View, last: int) -> int:
        while view.joined(last) and view.keys[last + 1] in self._tables.tails and last + 1 not in view.taken:
            last += 1
        return last

    def _not_closed(self, word: str, *, construct: bool = False) -> bool:
        """Whether a word may be part of a name; behind a construct word a noun of place may be, too (عين التل)."""
        tables = self._tables
        if word in tables.closed or word in tables.beside or word in tables.tails:
            return False
        return construct or tables.head(word) is None

    def _is_proper(self, word: str) -> bool:
        """Whether a word without the article is rather a name than a word of the language."""
        if len(word) < _NAME_LETTERS or not word.isalpha() or word.isascii():
            return False
        rank = self._ranks.get(word)
        if word.startswith(WAW) and word[1:] in self._ranks:
            return False
        if rank is None:
            return not word.endswith(_NO_NAME_ENDINGS) and not self._with_proclitic(word)
        return rank >= _RARE_FROM and not word.endswith(_INFLECTED) and not word.startswith(_VERB_PREFIXES)

    def unknown(self, word: str) -> bool:
        """Whether a word is of no language: neither it nor what is left behind proclitics and the article is known."""
        bare = word.removeprefix(ARTICLE)
        return (
            len(bare) >= _UNKNOWN_LETTERS
            and word.isalpha()
            and not word.isascii()
            and word not in self._ranks
            and bare not in self._ranks
            and not word.endswith((*_NO_NAME_ENDINGS, "ت", *_NISBA))
            and not word.startswith(_VERB_PREFIXES)
            and not self._with_proclitic(word)
        )

    def is_listed(self, view: View, index: int, cut: int, head: Head) -> bool:
        """Whether a noun and the word behind its plural are a listed name: حقول العمر والتنك."""
        return f"{key(fold(head.word))} {view.keys[index][cut:]}" in self._listed

    def is_rare(self, word: str) -> bool:
        """Whether a word is rarely anything but a name."""
        return self._ranks.get(word, _NAMES_FROM) >= _NAMES_FROM

    def _with_proclitic(self, word: str) -> bool:
        return any(rest in self._ranks for cut, rest in proclitic_readings(word) if cut)
