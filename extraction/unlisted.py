"""Finds places that no gazetteer lists, by the noun before them or the list they stand in, and names them provisionally.

head: noun + name        حي التنك، قرية فافين، مستشفى ابن سينا، شارع 60، أحياء الملايين والسماح
generic: noun + adjective  المستشفى الجنوبي، القصر الجمهوري: with the town that it is in
list: unknown word         تل رفعت ونبل وفافين شمال حلب: no word of the language, in one list with known places

It says where a name stands and of what kind it is, not which place it is: see `extraction.provisional`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from extraction.heads import Generic, Head, proclitic_readings, read_heads
from extraction.matcher import ARTICLE, WAW, joined, key, raw_length

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from extraction.matcher import Match
    from extraction.places import Place
    from extraction.spots import Passage
    from extraction.values import LocationLevel

_MAX_PARTS: Final = 3
"""Words of a name behind its noun."""

_MAX_ITEMS: Final = 8
"""Names that a noun in the plural reaches over."""

_RARE_FROM: Final = 12_000
"""Rank in the lexicon from which a word without the article is rather a name than a common noun."""

_NAME_LETTERS: Final = 3
_UNKNOWN_LETTERS: Final = 4
_NUMBER_LETTERS: Final = 3
_STUDY_REACH: Final = 6
_HAMZA_BELOW: Final = "إ"
_PROCLITICS: Final = ("و", "ف", "ب", "ل")
_PREPOSITIONS: Final = frozenset("بلك")
_INFLECTED: Final = ("ها", "هم", "هما", "وا", "نا", "ات", "ين", "ون", "ي", "يه", "ه", "ا")
"""Endings of adjectives, plurals, verbs and adverbs: a known word that has one is no name."""

_NO_NAME_ENDINGS: Final = ("ها", "هم", "هما", "وا", "نا")
_VERB_PREFIXES: Final = ("ي", "ت", "سي", "ست", "ن")
_NISBA: Final = ("ي", "يه")
_SETTLEMENTS: Final = frozenset({"district", "city", "town", "village", "neighbourhood", "camp"})


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


@dataclass(frozen=True, slots=True)
class View:
    """A passage with what is known of it: keys of its words, the places decided on, by each of their words."""

    passage: Passage
    keys: list[str]
    matches: Mapping[int, Match[Place]]
    decided: Mapping[int, Place]
    taken: Collection[int]

    def joined(self, index: int) -> bool:
        """Whether a word and the next can belong to one name."""
        return 0 <= index < len(self.keys) - 1 and joined(self.passage.words, index, self.passage.text)

    def letter(self, index: int, count: int) -> int:
        """Where a word goes on behind its first `count` folded letters."""
        word = self.passage.words[index]
        return word.start + raw_length(self.passage.text[word.start : word.end], count)


def view_of(passage: Passage, decided: Mapping[int, Place]) -> View:
    """A passage as the finder reads it."""
    keys = [key(word.folded) for word in passage.words]
    return View(passage, keys, {match.first: match for match in passage.matches}, decided, passage.taken)


class UnlistedFinder:
    """Finds names of unlisted places. `ranks`: how frequent the words of the language are; `given`: persons' names."""

    def __init__(self, folder: Path, ranks: Mapping[str, int], given: frozenset[str]) -> None:
        self._tables = read_heads(folder)
        self._ranks = ranks
        self._given = given

    def find(self, view: View, country: str) -> list[Candidate]:
        """The names in a passage of a report of a country, in order."""
        found: list[Candidate] = []
        free = 0
        for index, word in enumerate(view.keys):
            if index < free or index in view.taken:
                continue
            for candidate in self._at(view, index, word, country, found):
                found.append(candidate)
                free = candidate.last + 1
        return found

    def _at(self, view: View, index: int, word: str, country: str, found: list[Candidate]) -> Iterator[Candidate]:
        known = self._tables.head(word)
        if known is None:
            yield from self._listed(view, index)
            return
        clitics, head = known
        if not view.joined(index) or self._inside(view, index):
            return
        if isinstance(head, Generic):
            adjective = index + 1
            if (
                view.keys[adjective] in head.adjectives
                and not self._occupied(view, index, adjective)
                and not self._owned(view, adjective)
            ):
                start = view.letter(index, len(clitics))
                name = _slice(view, start, adjective)
                yield Candidate(index, adjective, start, name, head.level, "place: kind", with_town=True)
        elif head.used_in(country) and _same_hamza(view, index, head) and self._expected(view, index, clitics, head, found):
            yield from self._plural(view, index, head) if head.plural else self._single(view, index, len(clitics), head)

    def _single(self, view: View, index: int, cut: int, head: Head) -> Iterator[Candidate]:
        last = self._name(view, index + 1, 0, head)
        if last is None or self._occupied(view, index, last):
            return
        start = view.letter(index + 1 if head.kind == "unit" else index, 0 if head.kind == "unit" else cut)
        place = view.decided.get(index + 1)
        if place is not None and (head.kind == "unit" or place.level not in _SETTLEMENTS or place.level == head.level):
            return
        rule = f"place: unlisted, after {head.word}"
        core = _slice(view, view.passage.words[index + 1].start, last) if head.kind == "part" else ""
        yield Candidate(index, last, start, _slice(view, start, last), head.level, rule, core, head.with_town)

    def _plural(self, view: View, index: int, head: Head) -> Iterator[Candidate]:
        """The names of a list behind a noun in the plural or dual: أحياء الملايين والسماح."""
        at, cut = index + 1, 0
        for _ in range(_MAX_ITEMS):
            last = self._name(view, at, cut, head)
            if last is None or any(word in view.taken for word in range(at, last + 1)):
                return
            start = view.letter(at, cut)
            core = _slice(view, start, last)
            shown = core if head.kind == "unit" else f"{head.word} {core}"
            rule = f"place: unlisted, after the plural of {head.word}"
            yield Candidate(at, last, start, shown, head.level, rule, core, head.with_town, listed=True)
            if not view.joined(last) or not view.keys[last + 1].startswith(WAW):
                return
            at, cut = last + 1, 1

    def _listed(self, view: View, index: int) -> Iterator[Candidate]:
        """A word of no language in one list with two known places, or between a preposition and one."""
        word = view.keys[index]
        before = view.decided.get(index - 1) if view.joined(index - 1) else None
        if before is not None and word.startswith(WAW) and before.level in _SETTLEMENTS:
            cut, vouched = 1, self._in_list(view, index)
        elif view.joined(index - 1) and view.keys[index - 1] in self._tables.beside:
            cut, vouched = 0, self._before_list(view, index)
        else:
            return
        if vouched and index not in view.decided and self._unknown(view.passage.words[index].folded[cut:]):
            start = view.letter(index, cut)
            yield Candidate(index, index, start, _slice(view, start, index), "village", "place: in a list of places")

    def _in_list(self, view: View, index: int) -> bool:
        """Whether the list goes on behind the word, or had two places before it and ends here."""
        if self._before_list(view, index):
            return True
        at = index - 1
        while at > 0 and view.decided.get(at) is view.decided[index - 1]:
            at -= 1
        return view.keys[at + 1].startswith(WAW) and at in view.decided

    def _before_list(self, view: View, index: int) -> bool:
        following = view.decided.get(index + 1)
        return (
            following is not None
            and following.level in _SETTLEMENTS
            and view.joined(index)
            and view.keys[index + 1].startswith(WAW)
        )

    def _inside(self, view: View, index: int) -> bool:
        """Whether the noun is itself part of a name that is decided on, and not its first word (تل in تل أبيض is)."""
        return index in view.decided

    def _owned(self, view: View, index: int) -> bool:
        """Whether an adjective of nationality follows: المتحف الوطني الكندي is not of the report's town."""
        following = view.keys[index + 1] if view.joined(index) else ""
        return following.startswith(ARTICLE) and following.endswith(_NISBA)

    def _expected(self, view: View, index: int, clitics: str, head: Head, found: list[Candidate]) -> bool:
        """Whether what stands before a noun lets it name a place."""
        if head.needs == "study":
            before = (rest for word in view.keys[max(index - _STUDY_REACH, 0) : index] for _, rest in proclitic_readings(word))
            if any(word in self._tables.study for word in before):
                return False
        return head.needs == "any" or self._beside(view, index, clitics, found)

    def _occupied(self, view: View, first: int, last: int) -> bool:
        return any(index in view.taken for index in range(first, last + 1))

    def _beside(self, view: View, index: int, clitics: str, found: list[Candidate]) -> bool:
        """Whether a place is what one expects: behind a preposition or an attack, or in one list with a place."""
        if _PREPOSITIONS & set(clitics):
            return True
        if not view.joined(index - 1):
            return False
        if clitics == WAW:
            return index - 1 in view.decided or (bool(found) and found[-1].last == index - 1)
        return any(rest in self._tables.beside for _, rest in proclitic_readings(view.keys[index - 1]))

    def _name(self, view: View, index: int, cut: int, head: Head) -> int | None:
        """The last word of the name that begins at word `index` behind `cut` letters; None where none begins."""
        match, word = view.matches.get(index), view.keys[index][cut:]
        if match is not None and len(match.clitic) == cut and (match.last > index or self._stands(view, index, word)):
            return self._with_tails(view, match.last) if self._not_closed(word) else None
        if word.isdigit():
            return self._number(view, index, word) if head.kind == "part" and not head.plural else None
        if word in self._tables.units:
            return self._unit(view, index) if head.level in {"base", "camp"} else None
        return self._construct(view, index) if self._goes_on(word) else self._word(view, index, cut, head)

    def _word(self, view: View, index: int, cut: int, head: Head) -> int | None:
        """A name that is a word with the article, or one that is of no language."""
        word, form = view.keys[index][cut:], view.passage.words[index].folded[cut:]
        if not self._not_closed(word):
            return None
        if word.startswith(ARTICLE):
            frequent = head.needs == "rare" and self._ranks.get(form, _RARE_FROM) < _RARE_FROM
            return None if frequent or len(word) <= _NAME_LETTERS + 1 else self._with_tails(view, index)
        return self._with_tails(view, self._foreign(view, index, head)) if self._is_proper(form) else None

    def _stands(self, view: View, index: int, word: str) -> bool:
        """Whether a listed name of one word is known here: accepted, or of a place that stands alone anywhere."""
        if self._goes_on(word):
            return False
        return index in view.decided or any(place.tier == 1 and not place.weak for place in view.matches[index].values)

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
            if word.startswith(ARTICLE) or not whole or self._is_proper(view.passage.words[at].folded):
                return at
            return at - 1
        return None

    def _foreign(self, view: View, index: int, head: Head) -> int:
        """A second part of a name of no known word: كاني ماسي; كاوا الحداد."""
        if not view.joined(index) or view.keys[index] in self._ranks:
            return index
        word = view.passage.words[index + 1].folded
        if word in self._tables.construct or index + 1 in view.taken or index + 1 in view.decided or not self._not_closed(word):
            return index
        if word.startswith(ARTICLE):
            return index + 1 if head.kind == "part" and not word.endswith(_NISBA) and word not in self._tables.tails else index
        return index + 1 if self._unknown(word) and not word.startswith(_PROCLITICS) else index

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

    def _unknown(self, word: str) -> bool:
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

    def _with_proclitic(self, word: str) -> bool:
        return any(rest in self._ranks for cut, rest in proclitic_readings(word) if cut)


def _same_hamza(view: View, index: int, head: Head) -> bool:
    """Whether a hamza below alef makes another word: إحياء is no أحياء."""
    word = view.passage.words[index]
    return _HAMZA_BELOW in head.written or _HAMZA_BELOW not in view.passage.text[word.start : word.end]


def _slice(view: View, start: int, last: int) -> str:
    return view.passage.text[start : view.passage.words[last].end]
