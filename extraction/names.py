"""The grammar of a personal name: where one that begins at a word ends.

    [given | عبد ال… | أبو …] ([بن | دي] … | given)* [surname with the article | one other word]

What ends a name is known better than what is one: a stop word, a verb, a word with a proclitic, punctuation, an actor or a
well-known place, a surname. How frequent a word is tells most of the rest: surnames without the article are rare words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from extraction.matcher import ARTICLE, WAW
from extraction.places import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extraction.reading import Reading
    from extraction.rules import WordTables

FATHER: Final = "ابو"
UPON: Final = "على"
"""As written; folded it is the name علي."""

_SERVANT: Final = "عبد"
_SON: Final = frozenset({"بن", "ابن", "ال", "ولد", "اولد"})
_FOREIGN_PARTICLES: Final = frozenset({"دي", "فون", "ديل"})
_VERB_PREFIXES: Final = ("ي", "ت", "سي", "ست", "وي", "وت", "في", "فت")
_PROCLITICS: Final = ("ل", "ب", "ف", "ك", WAW)
_ENDINGS: Final = ("ت", "وا", "ات", "هم", "ها", "هما", "نا")
"""Of verbs, plurals and words with a pronoun."""

_NO_ENDINGS: Final = ("وا", "هم", "ها", "هما", "نا", "ه")
"""Endings that no foreign name has (ة is written ا in most)."""

_FUSED: Final = ("وال", "بال", "لل", "كال", "فال")
_FUSED_LETTERS: Final = 6
"""Letters of a word that holds a proclitic and the article: shorter ones are names (بالي)."""

_NISBA: Final = "ي"
_ADVERB: Final = "ا"

_SECOND_HALVES: Final = frozenset({"الدين", "الله"})
"""Of names of two words: زهر الدين, سيف الله."""

_COMMON_NOUN: Final = 6_000
"""Ranks of words with the article that go on no complete name: نبيل عبد الله السيطرة."""

_FREQUENT: Final = 1_000
"""Ranks of words that are no surname without the article."""

_VERBS: Final = 12_000
"""Ranks at which a word that begins as a verb does is one."""

_KNOWN: Final = 20_000
"""Ranks of words that are no part of a foreign name."""

_MAX_UNITS: Final = 5


Context = Literal["title", "office", "bare"]
"""What a name stands behind: a title, an office and what it is of, neither."""


class NameGrammar:
    """Reads names. `ranks`: how frequent a folded word is (0 is the most frequent)."""

    def __init__(self, tables: WordTables, ranks: Mapping[str, int]) -> None:
        self.given = tables.given_names | tables.weak_given_names
        self.weak = tables.weak_given_names
        self.strong = tables.given_names - self.weak
        self._ranks = ranks
        self._titles = tables.ranks | tables.offices
        self._verbs = tables.speech | tables.acts
        self._no_names = tables.stops | tables.bridges | tables.head_traps | tables.units | tables.leads

    def name(self, reading: Reading, first: int, *, context: Context, cut: int = 0) -> tuple[int, int] | None:
        """The last word of the name that begins at word `first`, and of how many parts it is; None where none begins.

        The first word has a proclitic of `cut` letters. Without a title, all parts before the last are known given names.
        A given name that is also a word (باسم) needs a title right before it, or a surname behind it.
        """
        end = self.given_unit(reading, first, cut=cut)
        if end is None:
            return None
        weak = context != "title" and reading.key(first)[cut:] in self.weak
        units, plain = 1, False
        while units < _MAX_UNITS and reading.joined(end):
            following = self._next_unit(reading, end + 1, plain=plain, complete=units > 1)
            if following is None or (plain and (weak or context == "bare")):
                break
            word = reading.key(following)
            plain = following == end + 1 and word not in self.given
            if weak and plain and not self.is_surname(word):
                break
            end, units = following, units + 1
            if word.startswith(ARTICLE) and plain:
                break
        return end, units

    def given_unit(self, reading: Reading, at: int, *, cut: int = 0) -> int | None:
        """The last word of a given name or kunya, behind a proclitic of `cut` letters: محمد, عبد الله, أبو علي."""
        word = reading.key(at)[cut:]
        if reading.raw(at).endswith(UPON) or at in reading.taken:
            return None
        if word in {_SERVANT, FATHER}:
            if not reading.joined(at):
                return None
            if word == FATHER:
                return self.given_unit(reading, at + 1) or (at + 1 if self.may_be_name(reading, at + 1) else None)
            return at + 1 if reading.key(at + 1).startswith(ARTICLE) else None
        if word not in self.given:
            return None
        return at + 1 if reading.joined(at) and reading.key(at + 1) in _SECOND_HALVES else at

    def foreign(self, reading: Reading, first: int) -> int | None:
        """Two words of which neither can be anything but a name: كينيث ماكنزي, ستافان دي ميستورا."""
        particle = reading.key(first + 1) in _FOREIGN_PARTICLES
        last = first + 2 if particle else first + 1
        if not all(reading.joined(index) for index in range(first, last)) or not self._is_foreign(reading, first):
            return None
        return last if particle or self._is_foreign(reading, last) else None

    def may_be_name(self, reading: Reading, at: int) -> bool:
        """Whether a word that is no known given name can be a part of a name."""
        word = reading.key(at)
        if at in reading.taken or word in self._no_names or word in self._verbs:
            return False
        if word in self.given:
            return not reading.raw(at).endswith(UPON)
        if word in self._titles or len(word) < 3 or not word.isalpha():
            return False
        if word.startswith(_FUSED) and len(word) >= _FUSED_LETTERS:
            return False
        if word.startswith(ARTICLE):
            return len(word) > 4 and (is_surname(word) or not well_known_place(reading, at))
        return not self._is_word(word) and not well_known_place(reading, at)

    def _next_unit(self, reading: Reading, at: int, *, plain: bool, complete: bool) -> int | None:
        """The last word of the next part of a name.

        `plain`: the part before was a word without the article; `complete`: the name could end before it.
        """
        word = reading.key(at)
        if word in _SON or word in _FOREIGN_PARTICLES:
            if not reading.joined(at):
                return None
            return self.given_unit(reading, at + 1) or (at + 1 if self.may_be_name(reading, at + 1) else None)
        given = self.given_unit(reading, at)
        if given is not None and word not in self._no_names and (word in self.strong or not plain):
            return given
        if not self.may_be_name(reading, at) or (plain and not is_surname(word)):
            return None
        if reading.joined(at) and reading.key(at + 1) in _SECOND_HALVES:
            return at + 1
        return None if complete and self._goes_on_alone(word) else at

    def _goes_on_alone(self, word: str) -> bool:
        """Whether a word behind a name that could end is rather the next of the sentence: a verb, a common noun."""
        if not word.startswith(ARTICLE):
            return word.startswith(_VERB_PREFIXES)
        return not is_surname(word) and self._ranks.get(word, _KNOWN) < _COMMON_NOUN

    def is_surname(self, word: str) -> bool:
        """Whether a word with the article is a surname: by its form (العفجي), or because it is rare (البيطار)."""
        return is_surname(word) or (word.startswith(ARTICLE) and self._ranks.get(word, _KNOWN) >= _KNOWN)

    def _is_word(self, word: str) -> bool:
        """Whether a word without the article is more likely a verb, an adverb or a common noun than a surname."""
        rank = self._ranks.get(word)
        if word.startswith(WAW) and self._ranks.get(word[1:], _KNOWN) < _KNOWN:
            return True
        if rank is None:
            return word.endswith(_ENDINGS) and (word.startswith(_VERB_PREFIXES) or word.endswith(_NO_ENDINGS))
        if word.startswith(_VERB_PREFIXES) and rank < _VERBS:
            return True
        return rank < _FREQUENT or word.endswith((_ADVERB, *_ENDINGS))

    def _is_foreign(self, reading: Reading, at: int) -> bool:
        word = reading.key(at)
        if not self.may_be_name(reading, at) or word.startswith(ARTICLE):
            return False
        if word in self.strong:
            return True
        if word.endswith(_NO_ENDINGS):
            return False
        rank = self._ranks.get(word)
        if word.startswith(_PROCLITICS) and self._ranks.get(word[1:], _KNOWN) < _KNOWN:
            return False
        return rank is None or rank >= _KNOWN


def is_surname(word: str) -> bool:
    """Whether a word has the form of most Arabic surnames: العفجي."""
    return word.startswith(ARTICLE) and word.endswith(_NISBA)


def well_known_place(reading: Reading, at: int) -> bool:
    """Whether a word is (part of) the name of a place that stands alone: مبعوث الأمم المتحدة مارتن غريفيث صنعاء."""
    match = reading.matched.get(at)
    if match is None:
        return False
    return any(isinstance(value, Place) and value.tier == 1 and not value.weak for value in match.values)
