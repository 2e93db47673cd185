"""Did-you-mean: what a word that no document holds, or hardly one, may have been meant to be, by what documents do hold.

The near words of `search/slips.py` are counted in the index in one request; a slip costs more the rarer its kind is, and a word in
more documents makes up for some of that. Known names may be two letters away. A word that many documents hold is never corrected;
one that the lexicon knows only for letters that sound or look alike: it may simply not occur.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from analyzers.arabic import letters as ar
from analyzers.arabic.lexicon import shipped_lexicon
from search.bilingual import is_arabic
from search.slips import ALIKE, MISSED, SWAPPED, WRONG, near_words, split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from analyzers.analysis import Analyzer, Level, WordForms
    from engines.base import Engine
    from search.slips import WordList

MAX_WORDS: Final = 3
"""Words of a query that are corrected: each costs the index some hundred look-ups."""

MIN_LENGTH: Final = 4
"""Letters of a word that is corrected: any two shorter words are near each other."""

RARE: Final = 2
"""Documents up to which a word that exists is doubted."""

RARER: Final = 50
"""How many times as many documents the near word of a doubted one needs."""

MIN_FOR_WRONG: Final = 5
"""Letters of a word in which one may be quite another letter."""

MIN_FOR_TWO: Final = 6
"""Letters of a word that may be two letters away from a known name."""

_PER_COST: Final = 1.6
"""Powers of e by which more documents make up for a cost of 1."""

_BY_STEM: Final = 1.0
"""More for a near word that the index holds only in other forms."""

_COMMON_WORD: Final = 50_000
"""Ranks of the lexicon whose words are taken for well spelt."""

_ALEFS: Final = (ar.ALEF, ar.ALEF_HAMZA_ABOVE, ar.ALEF_HAMZA_BELOW, ar.ALEF_MADDA)
_LASTS: Final = {ar.HEH: (ar.HEH, ar.TEH_MARBUTA), ar.YEH: (ar.YEH, ar.ALEF_MAKSURA)}
_ARTICLE: Final = ar.ALEF + ar.LAM
_ALLAH: Final = _ARTICLE + ar.LAM + ar.HEH
"""Names with it are written as one word or as two."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a word as typed is taken for (`meant`: two words where it was two written as one), found in so many documents.

    `absent`: no document holds the word as typed. `sure`: near enough to be searched for in its place.
    """

    word: str
    meant: str
    documents: int
    absent: bool
    sure: bool


class SpellingCorrector:
    """Corrects words by one index; `known` are words of names and lists, which mean something in no document, too."""

    def __init__(self, engine: Engine, analyzer: Analyzer, known: Callable[[], WordList]) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._known = known

    def correct(self, words: Sequence[str]) -> dict[str, Correction]:
        """The corrections of those words, as the tokenizer finds them, that need one."""
        doubted = self._doubted(words)
        near = {word: self._near(word, typed) for word, typed in doubted.items()}
        counted = self._count(near)
        best: dict[str, tuple[str, float, int]] = {}
        for word, candidates in counted.items():
            allowed = [each for each in candidates if self._allowed(doubted[word], each)]
            if allowed:
                best[word] = max(allowed, key=lambda each: (math.log1p(each[2]) - _PER_COST * each[1], each[0]))
        written = written_forms(self._engine, [folded for folded, _, _ in best.values()])
        return {
            word: Correction(word, written[folded], documents, not doubted[word].documents, sure=self._is_sure(doubted[word], cost))
            for word, (folded, cost, documents) in best.items()
        }

    def _doubted(self, words: Sequence[str]) -> dict[str, _Typed]:
        """The words that few or no documents hold, and no list knows."""
        forms = {word: self._analyzer.forms(word) for word in dict.fromkeys(words)}
        stems = {word: each.stem for word, each in forms.items() if each.stem is not None and len(each.folded) >= MIN_LENGTH}
        found = self._engine.frequencies("stem", list(stems.values())) if stems else {}
        doubted = {
            word: _Typed(forms[word].folded, found[stem], _is_common(forms[word]))
            for word, stem in stems.items()
            if found[stem] <= RARE and not (is_latin(word) and forms[word].folded in self._known())
        }
        return dict(list(doubted.items())[:MAX_WORDS])

    def _near(self, word: str, typed: _Typed) -> dict[str, float]:
        near = near_words(typed.folded)
        if not typed.documents:
            near |= {f"{one} {other}": ALIKE if other == _ALLAH else MISSED for one, other in split_words(typed.folded)}
            most = 2 if len(typed.folded) >= MIN_FOR_TWO else 1
            for name, away in self._known().near(typed.folded, most).items():
                if is_arabic(name) == is_arabic(word):
                    near[name] = min(near.get(name, WRONG), away * SWAPPED)
        return near

    def _count(self, near: Mapping[str, Mapping[str, float]]) -> dict[str, list[tuple[str, float, int]]]:
        """For each word its near words that mean something: (near word, cost, documents)."""
        pieces = {piece for candidates in near.values() for each in candidates for piece in each.split(" ")}
        folded = self._frequencies("folded", pieces)
        counted = {word: [*self._existing(candidates, folded)] for word, candidates in near.items()}
        rest = {word: near[word] for word, found in counted.items() if not found}
        stems = {each: self._analyzer.forms(each).stem for candidates in rest.values() for each in candidates if " " not in each}
        by_stem = self._frequencies("stem", {stem for stem in stems.values() if stem is not None})
        for word, candidates in rest.items():
            for each, cost in candidates.items():
                stem = stems.get(each)
                if stem is not None and by_stem.get(stem, 0):
                    counted[word].append((each, cost + _BY_STEM, by_stem[stem]))
        return counted

    def _existing(self, candidates: Mapping[str, float], folded: Mapping[str, int]) -> Iterator[tuple[str, float, int]]:
        for each, cost in candidates.items():
            pieces = each.split(" ")
            documents = min(folded[piece] for piece in pieces)
            if not documents and len(pieces) == 1 and each.isascii() and each in self._known():
                documents = 1  # an English word of the lists leads to Arabic ones
            if documents:
                yield each, cost, documents

    def _frequencies(self, level: Level, terms: Iterable[str]) -> dict[str, int]:
        asked = sorted(terms)
        return self._engine.frequencies(level, asked) if asked else {}

    def _allowed(self, typed: _Typed, near: tuple[str, float, int]) -> bool:
        _, cost, documents = near
        if typed.documents:
            return cost <= SWAPPED and documents >= RARER * typed.documents
        if typed.common:
            return cost <= ALIKE
        return cost <= (WRONG if len(typed.folded) >= MIN_FOR_WRONG else SWAPPED)

    def _is_sure(self, typed: _Typed, cost: float) -> bool:
        return not typed.documents and not typed.common and cost <= MISSED


def written_forms(engine: Engine, terms: Sequence[str]) -> dict[str, str]:
    """The commonest way to write each folded term, which may be of two words."""
    words = {word: list(_ways_to_write(word)) for term in terms for word in term.split(" ")}
    ways = sorted({way for each in words.values() for way in each})
    exact = engine.frequencies("exact", ways) if ways else {}
    best = {word: max(each, key=lambda way: exact[way]) for word, each in words.items()}
    return {term: " ".join(best[word] for word in term.split(" ")) for term in terms}


@dataclass(frozen=True, slots=True)
class _Typed:
    """A doubted word: folded, in how many documents it is, whether the lexicon has it among common words."""

    folded: str
    documents: int
    common: bool


def is_latin(word: str) -> bool:
    """Whether a word is written in the letters of English alone."""
    return word.isascii() and word.isalpha()


def _is_common(forms: WordForms) -> bool:
    ranks = shipped_lexicon().ranks
    return any(form is not None and ranks.get(form, _COMMON_WORD) < _COMMON_WORD for form in (forms.folded, forms.stem))


def _ways_to_write(word: str) -> Iterator[str]:
    """A folded word with the letters that may have been folded: ة, ى, and the alefs at its beginning; itself first.

    >>> list(_ways_to_write("اداره"))[:3]
    ['اداره', 'ادارة', 'أداره']
    """
    at = len(_ARTICLE) if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 1 else 0
    alefs = _ALEFS if word[at : at + 1] == ar.ALEF else (word[at : at + 1],)
    lasts = _LASTS.get(word[-1:], (word[-1:],)) if len(word) > at + 1 else ("",)
    middle = word[at + 1 : -1] if len(word) > at + 1 else word[at + 1 :]
    for alef, last in product(alefs, lasts):
        yield word[:at] + alef + middle + last
