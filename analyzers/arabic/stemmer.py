"""The light stemmer: affixes cut where the lexicon knows what is left.

Rules run in their order, each on what the one before left, until a name of the gazetteer is left (docs/decisions/0009); a rule's
affixes are data (`data/affixes.toml`), its condition is here.
Blind cutting takes the و of وزير and the ال of ألمانيا; asking the lexicon is worth 1.5 points of nDCG@10 over Lucene's light10
(measured on eight public sets; see docs/decisions/0006).
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Final

from analyzers.arabic import letters as ar
from analyzers.arabic.affixes import shipped_affixes
from analyzers.arabic.lexicon import shipped_lexicon
from analyzers.arabic.rules import Reason, Refusal, Refused, Rule, RuleTable, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzers.arabic.affixes import Affixes
    from analyzers.arabic.lexicon import Lexicon

ARTICLE: Final = ar.ALEF + ar.LAM
DUAL: Final = ar.ALEF + ar.NOON
PLURAL: Final = ar.ALEF + ar.TEH
PLURALS: Final = (ar.WAW + ar.NOON, ar.YEH + ar.NOON)
NISBA: Final = ar.YEH + ar.HEH

UNKNOWN: Final = sys.maxsize
"""The rank of a word that the lexicon does not know."""

MIN_STEM: Final = 2
"""Letters that a cut of article or suffix leaves at least."""

MIN_KNOWN: Final = 3
"""Letters that a cut which the lexicon decides leaves at least: two letters are a word too easily."""

RARER: Final = 3.0
"""A proclitic is cut only where the rest is not this many times rarer (by rank) than the whole (بيروت, not ب + يروت)."""

_SHORT: Final = Refused(Reason.SHORT)


class LightStemmer:
    """Takes a folded Arabic word to its stem.

    >>> stemmer = LightStemmer(shipped_lexicon(), shipped_affixes())
    >>> [stemmer(word) for word in ("الاخبار", "واخبارهم", "وزير", "البانيا", "بضرباتها", "وقصفت")]
    ['اخبار', 'اخبار', 'وزير', 'الباني', 'ضرب', 'قصف']
    >>> for outcome in stemmer.trace("وزيرهم"):
    ...     print(outcome)
    proclitic: و stays: الوزير is a word, so this is a noun and these letters are its own
    pronoun: هم cut, وزير left
    """

    def __init__(self, lexicon: Lexicon, affixes: Affixes) -> None:
        self._ranks = lexicon.ranks
        self._false_articles = lexicon.false_articles
        self._names = lexicon.names
        self._article_like = (*affixes.article, *affixes.article_compounds)
        self._irregular = affixes.irregular
        self._verb_endings = affixes.verb_endings
        self._pronoun = Rule("pronoun", affixes.pronouns, "end", self._check_pronoun)
        self._articles = (
            Rule("article", affixes.article, "start", self._check_article),
            Rule("proclitic and article", affixes.article_compounds, "start", self._check_compound),
        )
        name_alef = Rule("final alef", affixes.final_alef, "end", self._check_alef_of_name)
        endings = (
            Rule("feminine dual", affixes.feminine_dual, "end", self._check_feminine_dual),
            Rule("plural construct", affixes.construct, "end", self._check_construct),
            *(Rule("suffix", (suffix,), "end", self._check_suffix) for suffix in affixes.suffixes),
        )
        self._after_article = RuleTable((name_alef, *endings))
        self._without_article = RuleTable((
            Rule("proclitic", affixes.proclitics, "start", self._check_proclitic),
            Rule("future", affixes.future, "start", self._check_future),
            Rule("final alef", affixes.final_alef, "end", self._check_accusative),
            name_alef,
            self._pronoun,
            Rule("plural verb", affixes.plural_verb, "end", self._check_known),
            *endings,
            Rule("verb prefix", affixes.verb_prefixes, "start", self._check_verb_prefix),
            Rule("feminine verb", affixes.feminine_verb, "end", self._check_known),
        ))  # fmt: skip

    def __call__(self, word: str) -> str:
        for step in self.steps(word):
            word = step.result
        return word

    def steps(self, word: str) -> Iterator[Step]:
        """The rules that change a word, in order."""
        if word in self._irregular or len(word) <= MIN_STEM:
            yield from self._irregular_step(word)
            return
        rules = self._without_article
        if word not in self._names and word.startswith(self._article_like):
            for rule in self._articles:
                if step := rule.apply(word):
                    yield step
                    word, rules = step.result, self._after_article
                    break
        position = 0
        while word not in self._names and (found := rules.next_step(word, position)):
            position, step = found
            yield step
            word = step.result
        yield from _hamza_seat(word)

    def trace(self, word: str) -> Iterator[Step | Refusal]:
        """`steps`, and before each of them the affixes that the word has and keeps, with the reason."""
        if word in self._irregular or len(word) <= MIN_STEM:
            yield from self._irregular_step(word)
            return
        rules = [*self._articles, *self._without_article.rules]
        while rules and word not in self._names:
            rule = rules.pop(0)
            for outcome in rule.trace(word):
                yield outcome
                if isinstance(outcome, Step):
                    word = outcome.result
                    rules = list(self._after_article.rules) if rule in self._articles else rules
        if word in self._names:
            yield Refusal("name", "", word, Reason.NAME, word)
        yield from _hamza_seat(word)

    def _irregular_step(self, word: str) -> Iterator[Step]:
        """Words that no rule may touch: الله, ولله."""
        irregular = self._irregular.get(word, word)
        if irregular != word:
            yield Step("irregular", "", irregular)

    def _takes_article(self, word: str) -> bool:
        """Whether the article is seen in front of it: then it is a noun, and its first letter its own (الوزير, البلد)."""
        return ARTICLE + word in self._ranks

    def _rarer(self, rest: str, word: str) -> bool:
        return word in self._ranks and self._ranks[rest] > RARER * self._ranks[word]

    def _rank(self, word: str) -> int:
        return self._ranks.get(word, UNKNOWN)

    def _check_known(self, word: str, _affix: str, rest: str) -> str | Refused:
        if len(rest) < MIN_KNOWN:
            return _SHORT
        if rest not in self._ranks:
            return Refused(Reason.UNKNOWN, rest)
        return Refused(Reason.RARER, rest) if self._rarer(rest, word) else rest

    def _check_article(self, word: str, _affix: str, rest: str) -> str | Refused:
        if len(rest) < MIN_STEM:
            return _SHORT
        return Refused(Reason.HAMZA, word) if word in self._false_articles else rest

    def _check_compound(self, word: str, _affix: str, rest: str) -> str | Refused:
        if len(rest) < MIN_STEM:
            return _SHORT
        if self._takes_article(word):
            return Refused(Reason.NOUN, ARTICLE + word)  # والد, بالغ: nouns that only look like compounds
        if self._takes_article(rest):
            return rest
        if len(rest) < MIN_KNOWN:
            return _SHORT
        return rest if rest in self._ranks or word not in self._ranks else Refused(Reason.UNKNOWN, rest)

    def _check_proclitic(self, word: str, affix: str, rest: str) -> str | Refused:
        if self._takes_article(word):
            return Refused(Reason.NOUN, ARTICLE + word)
        if len(affix) > 1 and word[1:] in self._names:
            return Refused(Reason.NAME, word[1:])  # وبنما is و + بنما
        if rest in self._ranks or len(rest) < MIN_KNOWN:
            return self._check_known(word, affix, rest)
        if word in self._ranks or not self._pronoun.apply(rest):
            return Refused(Reason.UNKNOWN, rest)
        whole = self._pronoun.apply(word)
        if whole and self._takes_article(whole.result):
            return Refused(Reason.NOUN, ARTICLE + whole.result)  # وزيرها is وزير + ها
        return rest

    def _check_future(self, word: str, affix: str, rest: str) -> str | Refused:
        """The prefix of the verb stays: it is the affix's last letter."""
        if self._takes_article(word):
            return Refused(Reason.NOUN, ARTICLE + word)
        verb = affix[-1] + rest
        if len(verb) <= MIN_KNOWN:
            return _SHORT
        known = verb if verb in self._ranks else rest
        if known in self._ranks:
            return Refused(Reason.RARER, known) if self._rarer(known, word) else verb
        if word not in self._ranks and (self._has_verb_ending(verb) or self._pronoun.apply(verb)):
            return verb
        return Refused(Reason.UNKNOWN, verb)

    def _has_verb_ending(self, verb: str) -> bool:
        """Whether the verb is known without an ending (يقصفون), or without its prefix too."""
        rests = (verb.removesuffix(ending) for ending in self._verb_endings)
        return any(len(rest) > MIN_KNOWN and (rest in self._ranks or rest[1:] in self._ranks) for rest in rests if rest != verb)

    def _check_accusative(self, _word: str, _affix: str, rest: str) -> str | Refused:
        """رسميا."""
        if len(rest) < MIN_KNOWN:
            return _SHORT
        return rest if rest in self._ranks else Refused(Reason.UNKNOWN, rest)

    def _check_alef_of_name(self, _word: str, _affix: str, rest: str) -> str | Refused:
        """A name whose nisba is known becomes that (امريكا, امريكي); or one whose plural is (الميليشيا, ميليشيات)."""
        if len(rest) < MIN_KNOWN:
            return _SHORT
        if (nisba := rest + ar.YEH) in self._ranks:
            return nisba
        return rest if rest + PLURAL in self._ranks else Refused(Reason.UNKNOWN, nisba)

    def _check_pronoun(self, word: str, _affix: str, rest: str) -> str | Refused:
        if self._takes_article(word):  # a noun has the article or a pronoun: the end of المدينه is a teh marbuta
            return Refused(Reason.NOUN, ARTICLE + word)
        if len(rest) < MIN_KNOWN:
            return _SHORT
        if rest.endswith(ar.TEH) and (feminine := rest[:-1] + ar.HEH) in self._ranks:
            return feminine
        if rest in self._ranks:
            return rest
        if rest.endswith(ar.WAW) and len(rest) > MIN_KNOWN and rest[:-1] in self._ranks:
            return rest[:-1]  # قصفوها, of قصفوا
        return Refused(Reason.UNKNOWN, rest)

    def _check_feminine_dual(self, _word: str, _affix: str, rest: str) -> str | Refused:
        """ضربتين becomes ضربه, whose ه the suffixes cut."""
        if len(rest) < MIN_KNOWN:
            return _SHORT
        feminine = rest + ar.HEH
        return feminine if feminine in self._ranks else Refused(Reason.UNKNOWN, feminine)

    def _check_construct(self, _word: str, affix: str, rest: str) -> str | Refused:
        """The plural before a name (مقاتلو حزب الله, مقاتلي حزب الله). A yeh is one where the plural is more frequent than the
        nisba that it could be as well (مقاتلين, مقاتليه; but عراقيه, عراقين)."""
        if len(rest) < MIN_KNOWN:
            return _SHORT
        if rest not in self._ranks:
            return Refused(Reason.UNKNOWN, rest)
        plural = min(self._rank(rest + ending) for ending in PLURALS)
        other = self._rank(rest + NISBA) if affix == ar.YEH else UNKNOWN
        return rest if plural < other else Refused(Reason.NO_PLURAL, rest)

    def _check_suffix(self, word: str, affix: str, rest: str) -> str | Refused:
        """An ending is the word's own in a name with a nisba (لبنان, لبناني), and in a known noun with nothing known left
        (تعاون is no تعا + ون)."""
        if len(rest) < MIN_STEM:
            return _SHORT
        if affix == DUAL and word + ar.YEH in self._ranks:
            return Refused(Reason.NISBA, word + ar.YEH)
        if len(affix) > 1 and self._takes_article(word) and not self._known_with_ending(rest):
            return Refused(Reason.WHOLE, ARTICLE + word)
        return rest

    def _known_with_ending(self, rest: str) -> bool:
        return any(rest + ending in self._ranks for ending in ("", ar.HEH, ar.YEH, ar.ALEF))

    def _check_verb_prefix(self, word: str, _affix: str, rest: str) -> str | Refused:
        if len(rest) < MIN_KNOWN:
            return _SHORT
        for noun in (word, word + ar.HEH):  # نهاي is left of نهايه, which is a noun
            if self._takes_article(noun):
                return Refused(Reason.NOUN, ARTICLE + noun)
        return rest if rest in self._ranks else Refused(Reason.UNKNOWN, rest)


def _hamza_seat(word: str) -> Iterator[Step]:
    """One hamza for all its seats: مسؤول, مسئول."""
    if ar.WAW_HAMZA in word or ar.YEH_HAMZA in word:
        yield Step("hamza seat", "", word.replace(ar.WAW_HAMZA, ar.HAMZA).replace(ar.YEH_HAMZA, ar.HAMZA))


def root_of(stem: str) -> str:
    """A stem without its weak letters, so that broken plurals meet their singulars; the stem where too little is left.

    >>> root_of("قاعد"), root_of("قواعد"), root_of("ايران")
    ('قعد', 'قعد', 'رن')
    """
    skeleton = stem.replace(ar.ALEF, "").replace(ar.WAW, "").replace(ar.YEH, "")
    return skeleton if len(skeleton) >= MIN_STEM else stem


@cache
def shipped_stemmer() -> LightStemmer:
    """The stemmer with the lexicon and affixes that come with Kashf."""
    return LightStemmer(shipped_lexicon(), shipped_affixes())
