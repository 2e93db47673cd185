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
from functools import cache
from typing import TYPE_CHECKING, Final

from analyzers.analysis import GAP, LEVELS, MAX_TERM_LENGTH, Level, Token, WordForms
from analyzers.arabic.lexicon import read_lexicon_bytes
from analyzers.arabic.normalization import exact_form, fold_word
from analyzers.arabic.stemmer import read_affixes_bytes, root_of, shipped_stemmer
from analyzers.characters import ARABIC_LETTERS
from analyzers.english import SNOWBALL_VERSION, EnglishStemmer
from analyzers.stop_words import read_stop_word_bytes, shipped_stop_words
from analyzers.tokenizer import WORD

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION: Final = 1
"""Of the rules in code. Raised with each change that changes a term (`tests/analyzers/golden` notices)."""

MEMO_SIZE: Final = 40_000
"""Word forms that are remembered; real text repeats itself, so a full memo is simply begun anew."""

_ARABIC: Final = re.compile(f"[{ARABIC_LETTERS}]")


class _Memo(dict[str, WordForms]):
    """Word → forms, made at the first look-up, never more than MEMO_SIZE."""

    def __init__(self, forms: Callable[[str], WordForms]) -> None:
        super().__init__()
        self._forms = forms

    def __missing__(self, word: str) -> WordForms:
        if len(self) >= MEMO_SIZE:
            self.clear()
        forms = self[word] = self._forms(word)
        return forms


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
        arabic_stemmer: Callable[[str], str],
        english_stemmer: Callable[[str], str],
        stop_words: frozenset[str],
        fingerprint: str,
    ) -> None:
        self._arabic_stemmer = arabic_stemmer
        self._english_stemmer = english_stemmer
        self._stop_words = stop_words
        self._fingerprint = fingerprint
        self._memo = _Memo(self._analyse)

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
        memo = self._memo
        forms = [memo[word] for word in WORD.findall(text)]
        return {
            "exact": [form.exact for form in forms],
            "folded": [form.folded for form in forms],
            "stem": [form.stem or GAP for form in forms],
            "root": [form.root or GAP for form in forms],
        }

    def _analyse(self, word: str) -> WordForms:
        exact = exact_form(word)[:MAX_TERM_LENGTH]
        folded = fold_word(exact)[:MAX_TERM_LENGTH]
        if exact in self._stop_words:
            return WordForms(exact, folded, None, None)
        if _ARABIC.match(word):
            stem = self._arabic_stemmer(folded)
            return WordForms(exact, folded, stem, root_of(stem))
        stem = self._english_stemmer(folded)
        return WordForms(exact, folded, stem, stem)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for part in (
        f"{VERSION} {LEVELS} {SNOWBALL_VERSION}".encode(),
        read_lexicon_bytes(),
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
