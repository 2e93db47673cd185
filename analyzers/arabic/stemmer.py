"""The light stemmer: affixes cut where the lexicon knows what is left.

Rules run in the order of `LightStemmer.steps`. The affixes of each are data (`data/affixes.toml`); the conditions are here. Blind
cutting takes the و of وزير and the ال of ألمانيا; asking the lexicon is worth 1.5 points of nDCG@10 over Lucene's light10
(measured on eight public sets; see docs/decisions/0006).
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Final

from analyzers.arabic import letters as ar
from analyzers.arabic.lexicon import shipped_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analyzers.arabic.lexicon import Lexicon

ARTICLE: Final = ar.ALEF + ar.LAM
DUAL: Final = ar.ALEF + ar.NOON
PLURAL: Final = ar.ALEF + ar.TEH
PLURALS: Final = (ar.WAW + ar.NOON, ar.YEH + ar.NOON)
NISBA: Final = ar.YEH + ar.HEH

UNKNOWN: Final = sys.maxsize
"""The rank of a word that the lexicon does not know."""
_HAMZA_SEATS: Final = str.maketrans(dict.fromkeys((ar.WAW_HAMZA, ar.YEH_HAMZA), ar.HAMZA))
_WEAK: Final = str.maketrans(dict.fromkeys((ar.ALEF, ar.WAW, ar.YEH)))

MIN_STEM: Final = 2
"""Letters that a cut of article or suffix leaves at least."""

MIN_KNOWN: Final = 3
"""Letters that a cut which the lexicon decides leaves at least: two letters are a word too easily."""

RARER: Final = 3.0
"""A proclitic is cut only where the rest is not this many times rarer (by rank) than the whole (بيروت, not ب + يروت)."""


@dataclass(frozen=True, slots=True)
class Affixes:
    """The affix lists of `affixes.toml`, in the order in which they are tried."""

    article: tuple[str, ...]
    article_compounds: tuple[str, ...]
    proclitics: tuple[str, ...]
    future: tuple[str, ...]
    final_alef: tuple[str, ...]
    pronouns: tuple[str, ...]
    plural_verb: tuple[str, ...]
    construct: tuple[str, ...]
    suffixes: tuple[str, ...]
    verb_prefixes: tuple[str, ...]
    feminine_verb: tuple[str, ...]
    irregular: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that changed a word: what it cut (or `""` where it rewrote a letter) and what was left."""

    rule: str
    affix: str
    result: str


def read_affixes_bytes() -> bytes:
    """The data file as shipped (part of the analyzer's fingerprint)."""
    return (resources.files("analyzers.arabic") / "data" / "affixes.toml").read_bytes()


@cache
def shipped_affixes() -> Affixes:
    """The affixes that come with Kashf."""
    table = tomllib.loads(read_affixes_bytes().decode())
    return Affixes(irregular=table.pop("irregular"), **{name: tuple(affixes) for name, affixes in table.items()})


Rule = Callable[[str], Step | None]


class LightStemmer:
    """Takes a folded Arabic word to its stem.

    >>> stemmer = LightStemmer(shipped_lexicon(), shipped_affixes())
    >>> [stemmer(word) for word in ("الاخبار", "واخبارهم", "وزير", "البانيا", "بضرباتها", "وقصفت")]
    ['اخبار', 'اخبار', 'وزير', 'الباني', 'ضرب', 'قصف']
    """

    def __init__(self, lexicon: Lexicon, affixes: Affixes) -> None:
        self._ranks = lexicon.ranks
        self._false_articles = lexicon.false_articles
        self._affixes = affixes
        endings: tuple[Rule, ...] = (self._construct, *(partial(self._suffix, suffix) for suffix in affixes.suffixes))
        self._after_article: tuple[Rule, ...] = (self._final_alef_of_name, *endings, self._hamza_seat)
        self._without_article: tuple[Rule, ...] = (
            self._proclitic_or_future, self._final_alef, self._pronoun, self._plural_verb,
            *endings,
            self._verb_prefix, self._feminine_verb, self._hamza_seat,
        )  # fmt: skip

    def __call__(self, word: str) -> str:
        for step in self.steps(word):
            word = step.result
        return word

    def steps(self, word: str) -> Iterator[Step]:
        """The rules that change a word, in order."""
        if irregular := self._affixes.irregular.get(word):
            if irregular != word:
                yield Step("irregular", "", irregular)
            return
        if len(word) <= MIN_STEM:
            return
        definite = self._article(word)
        if definite:
            yield definite
            word = definite.result
        for rule in self._after_article if definite else self._without_article:
            if step := rule(word):
                yield step
                word = step.result

    def _takes_article(self, word: str) -> bool:
        """Whether the article is seen in front of it: then it is a noun, and its first letter its own (الوزير, البلد)."""
        return ARTICLE + word in self._ranks

    def _article(self, word: str) -> Step | None:
        for article in self._affixes.article:
            if word.startswith(article):
                rest = word[len(article) :]
                if len(rest) < MIN_STEM or word in self._false_articles:
                    return None
                return Step("article", article, rest)
        for compound in self._affixes.article_compounds:
            if word.startswith(compound):
                rest = word[len(compound) :]
                if self._compound_holds(word, rest):
                    return Step("proclitic and article", compound, rest)
        return None

    def _compound_holds(self, word: str, rest: str) -> bool:
        if len(rest) < MIN_STEM or self._takes_article(word):
            return False  # والد, بالغ: nouns that only look like compounds
        if self._takes_article(rest):
            return True
        return len(rest) >= MIN_KNOWN and (rest in self._ranks or word not in self._ranks)

    def _proclitic_or_future(self, word: str) -> Step | None:
        if self._takes_article(word):
            return None
        return self._proclitic(word) or self._future(word)

    def _proclitic(self, word: str) -> Step | None:
        for proclitic in self._affixes.proclitics:
            if word.startswith(proclitic):
                rest = word[len(proclitic) :]
                if len(rest) < MIN_KNOWN:
                    continue
                if rest in self._ranks:
                    if not self._rarer(rest, word):
                        return Step("proclitic", proclitic, rest)
                elif word not in self._ranks and self._pronoun(rest):
                    return Step("proclitic", proclitic, rest)
        return None

    def _future(self, word: str) -> Step | None:
        for future in self._affixes.future:
            if word.startswith(future):
                verb = word[len(future) - 1 :]  # the prefix of the verb stays
                known = verb if verb in self._ranks else verb[1:]
                if len(verb) > MIN_KNOWN and known in self._ranks and not self._rarer(known, word):
                    return Step("future", future[:-1], verb)
        return None

    def _rarer(self, rest: str, word: str) -> bool:
        return word in self._ranks and self._ranks[rest] > RARER * self._ranks[word]

    def _known_with(self, rest: str, *endings: str) -> bool:
        return any(rest + ending in self._ranks for ending in endings)

    def _cut_where_known(self, rule: str, word: str, suffixes: tuple[str, ...]) -> Step | None:
        for suffix in suffixes:
            rest = word.removesuffix(suffix)
            if rest != word and len(rest) >= MIN_KNOWN and rest in self._ranks and not self._rarer(rest, word):
                return Step(rule, suffix, rest)
        return None

    def _final_alef(self, word: str) -> Step | None:
        """Of the accusative: رسميا."""
        return self._cut_final_alef(word, "", "") or self._final_alef_of_name(word)

    def _final_alef_of_name(self, word: str) -> Step | None:
        """Of a name whose nisba is known, and which becomes that (امريكا, امريكي); or whose plural is (الميليشيا, ميليشيات)."""
        return self._cut_final_alef(word, ar.YEH, ar.YEH) or self._cut_final_alef(word, PLURAL, "")

    def _cut_final_alef(self, word: str, known_with: str, becomes: str) -> Step | None:
        for alef in self._affixes.final_alef:
            rest = word.removesuffix(alef)
            if rest != word and len(rest) >= MIN_KNOWN and rest + known_with in self._ranks:
                return Step("final alef", alef, rest + becomes)
        return None

    def _pronoun(self, word: str) -> Step | None:
        if self._takes_article(word):
            return None  # a noun has the article or a pronoun: the end of المدينه is a teh marbuta
        for pronoun in self._affixes.pronouns:
            rest = word.removesuffix(pronoun)
            if rest == word or len(rest) < MIN_KNOWN:
                continue
            if rest.endswith(ar.TEH) and (feminine := rest[:-1] + ar.HEH) in self._ranks:
                return Step("pronoun, teh marbuta restored", pronoun, feminine)
            if rest in self._ranks:
                return Step("pronoun", pronoun, rest)
        return None

    def _plural_verb(self, word: str) -> Step | None:
        return self._cut_where_known("plural verb", word, self._affixes.plural_verb)

    def _construct(self, word: str) -> Step | None:
        """The plural before a name (مقاتلو حزب الله, مقاتلي حزب الله). A yeh is one where the plural is more frequent than the
        nisba that it could be as well (مقاتلين, مقاتليه; but عراقيه, عراقين)."""
        for construct in self._affixes.construct:
            rest = word.removesuffix(construct)
            if rest == word or len(rest) < MIN_KNOWN or rest not in self._ranks:
                continue
            plural = min(self._rank(rest + ending) for ending in PLURALS)
            if plural < (self._rank(rest + NISBA) if construct == ar.YEH else UNKNOWN):
                return Step("plural construct", construct, rest)
        return None

    def _rank(self, word: str) -> int:
        return self._ranks.get(word, UNKNOWN)

    def _suffix(self, suffix: str, word: str) -> Step | None:
        rest = word.removesuffix(suffix)
        if rest == word or len(rest) < MIN_STEM or self._is_whole(word, rest, suffix):
            return None
        return Step("suffix", suffix, rest)

    def _is_whole(self, word: str, rest: str, suffix: str) -> bool:
        """Whether an ending is the word's own: a known noun with nothing known left (تعاون is no تعا + ون), or one with a nisba
        (لبنان, لبناني)."""
        if suffix == DUAL and word + ar.YEH in self._ranks:
            return True
        return len(suffix) > 1 and self._takes_article(word) and not self._known_with(rest, "", ar.HEH, ar.YEH, ar.ALEF)

    def _verb_prefix(self, word: str) -> Step | None:
        if len(word) <= MIN_KNOWN or self._takes_article(word):
            return None
        for prefix in self._affixes.verb_prefixes:
            if word.startswith(prefix) and word[len(prefix) :] in self._ranks:
                return Step("verb prefix", prefix, word[len(prefix) :])
        return None

    def _feminine_verb(self, word: str) -> Step | None:
        return self._cut_where_known("feminine verb", word, self._affixes.feminine_verb)

    def _hamza_seat(self, word: str) -> Step | None:
        """Makes one of مسؤول and مسئول."""
        seated = word.translate(_HAMZA_SEATS)
        return Step("hamza seat", "", seated) if seated != word else None


def root_of(stem: str) -> str:
    """A stem without its weak letters, so that broken plurals meet their singulars; the stem where too little is left.

    >>> root_of("قاعد"), root_of("قواعد"), root_of("ايران")
    ('قعد', 'قعد', 'رن')
    """
    skeleton = stem.translate(_WEAK)
    return skeleton if len(skeleton) >= MIN_STEM else stem


@cache
def shipped_stemmer() -> Callable[[str], str]:
    """The stemmer with the lexicon and affixes that come with Kashf."""
    return LightStemmer(shipped_lexicon(), shipped_affixes())
