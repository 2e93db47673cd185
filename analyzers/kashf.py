"""Kashf's analyzer: tokenizer, then one chain of filters for Arabic words and one for all others.

========  =====================================================  =============================================
level     Arabic words                                           others
========  =====================================================  =============================================
exact     `exact_form`                                           the same
folded    `fold_word`                                            the same
stem      stop words out; `LightStemmer`                         stop words out; `EnglishStemmer`
root      `root_of` the stem                                     the stem
========  =====================================================  =============================================

A word's forms depend on the word alone, so they are kept by word in a bounded memo.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from analyzers.analysis import GAP, LEVELS, MAX_TERM_LENGTH, Level, Token, WordForms
from analyzers.arabic.affixes import read_affixes_bytes
from analyzers.arabic.lexicon import read_lexicon_bytes, read_names_bytes
from analyzers.arabic.normalization import exact_form, fold_simple, fold_word, is_plain
from analyzers.arabic.rules import Step
from analyzers.arabic.stemmer import root_of, shipped_stemmer
from analyzers.characters import ARABIC_LETTERS
from analyzers.english import SNOWBALL_VERSION, EnglishStemmer
from analyzers.memo import Memo
from analyzers.stop_words import read_stop_word_bytes, shipped_stop_words
from analyzers.tokenizer import WORD, cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from analyzers.arabic.rules import Refusal
    from analyzers.arabic.stemmer import LightStemmer

VERSION: Final = 2
"""Of the rules in code. Raised with each change that changes a term (`tests/analyzers/golden` notices)."""

MEMO_SIZE: Final = 50_000
"""Word forms that are remembered: of running text all but a few in a hundred are found there (memory: docs/analysis.md)."""

_ARABIC: Final = re.compile(f"[{ARABIC_LETTERS}]")
_SIMPLE: Final = re.compile("[\u0621-\u063a\u0641-\u064aa-z0-9 ]*")
"""Words whose exact form is themselves, and whose folded form is the letters' one by one."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a word comes to its stem: what the rules did and refused, in order.

    `forms` are those of any word; a stop word (`stop`) has them too, but no terms at the levels `stem` and `root`.
    """

    forms: WordForms
    stop: bool
    trace: tuple[Step | Refusal, ...]


class KashfAnalyzer:
    """Arabic, English and mixed text → terms at four levels.

    >>> analyzer = kashf_analyzer()
    >>> [(token.start, token.forms.stem) for token in analyzer.tokens("والقصفُ على airstrikes")]
    [(0, 'قصف'), (8, None), (12, 'airstrik')]
    >>> analyzer.terms("من قبل")["folded"]
    ['من', 'قبل']
    """

    def __init__(
        self,
        *,
        arabic_stemmer: LightStemmer,
        english_stemmer: Callable[[str], str],
        stop_words: frozenset[str],
        fingerprint: str,
    ) -> None:
        self._arabic_stemmer = arabic_stemmer
        self._english_stemmer = english_stemmer
        self._stop_words = stop_words
        self._fingerprint = fingerprint
        self._memo = Memo(self._analyse, MEMO_SIZE)

    @property
    def fingerprint(self) -> str:
        """Changes with everything that changes terms: tables, lexicon, rules, version."""
        return self._fingerprint

    def forms(self, word: str) -> WordForms:
        """What one word, as the tokenizer finds it, is at each level."""
        return self._memo[word]

    def tokens(self, text: str) -> list[Token]:
        """The words of a text with their offsets and forms."""
        memo = self._memo
        return [Token(*match.span(), position, memo[match.group()]) for position, match in enumerate(WORD.finditer(text))]

    def terms(self, text: str) -> dict[Level, list[str]]:
        """The terms of a text at each level, one a position, `GAP` where a level leaves the word out."""
        words = cut(text)[1::2]
        if not words:
            return {level: [] for level in LEVELS}
        exact, folded, stems, roots = zip(*map(self._memo.__getitem__, words), strict=True)
        return {
            "exact": list(exact),
            "folded": list(folded),
            "stem": [stem or GAP for stem in stems],
            "root": [root or GAP for root in roots],
        }

    def content(self, text: str) -> str:
        """The folded words of a text that are no stop words, a space between; several times faster than `tokens`.

        >>> kashf_analyzer().content("القصفُ على ٱلقاعدة")
        'القصف القاعده'
        """
        words = [word for word in WORD.findall(text) if word not in self._stop_words]
        joined = " ".join(words)
        if not _SIMPLE.fullmatch(joined):
            joined = " ".join(filter(None, map(self._folded_content, words)))
        return fold_simple(joined)

    def _folded_content(self, word: str) -> str:
        """A word that may need more than its letters folded; empty for a stop word."""
        if _SIMPLE.fullmatch(word):
            return word
        forms = self._memo[word]
        return forms.folded if forms.stem is not None else ""

    def explain(self, word: str) -> Explanation:
        """Why one word, as the tokenizer finds it, has the stem that it has.

        >>> for outcome in kashf_analyzer().explain("وزيرهم").trace:
        ...     print(outcome)
        proclitic: و stays: الوزير is a word, so this is a noun and these letters are its own
        pronoun: هم cut, وزير left
        """
        exact, folded = _spellings(word)
        forms = self._stemmed(word, exact, folded)
        if _ARABIC.match(word):
            trace = tuple(self._arabic_stemmer.trace(folded))
        else:
            trace = (Step("Snowball English", "", forms.stem),) if forms.stem and forms.stem != folded else ()
        return Explanation(forms, exact in self._stop_words, trace)

    def _analyse(self, word: str) -> WordForms:
        exact, folded = _spellings(word)
        if exact in self._stop_words:
            return WordForms(exact, folded, None, None)
        return self._stemmed(word, exact, folded)

    def _stemmed(self, word: str, exact: str, folded: str) -> WordForms:
        if _ARABIC.match(word):
            stem = self._arabic_stemmer(folded)
            return WordForms(exact, folded, stem, root_of(stem))
        stem = self._english_stemmer(folded)
        return WordForms(exact, folded, stem, stem)


def _spellings(word: str) -> tuple[str, str]:
    """The exact and the folded form, no longer than a term may be."""
    if is_plain(word) and len(word) <= MAX_TERM_LENGTH:
        return word, fold_simple(word)
    exact = exact_form(word)[:MAX_TERM_LENGTH]
    return exact, fold_word(exact)[:MAX_TERM_LENGTH]


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for part in (
        f"{VERSION} {LEVELS} {SNOWBALL_VERSION}".encode(),
        read_lexicon_bytes(),
        read_names_bytes(),
        read_affixes_bytes(),
        read_stop_word_bytes(),
    ):
        digest.update(hashlib.sha256(part).digest())
    return f"kashf-{VERSION}-{digest.hexdigest()[:12]}"


@cache
def kashf_analyzer() -> KashfAnalyzer:
    """The analyzer with everything that comes with Kashf, made once."""
    return KashfAnalyzer(
        arabic_stemmer=shipped_stemmer(),
        english_stemmer=EnglishStemmer(),
        stop_words=shipped_stop_words(),
        fingerprint=_fingerprint(),
    )
