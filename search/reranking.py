"""Letter 3-grams re-rank the first hundred hits: misspelt, derived and compound words gain on those that share letters by chance.

No field of the index holds the grams, and they never let a document in. They are counted in the hits' own text when it is asked
for; how telling a gram is comes from the lexicon: the chance that a text of 100 words holds it, if words came as often as their
rank says. Measured against grams indexed like a field (docs/decisions/0008): nothing is lost.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from analyzers.arabic.lexicon import shipped_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzers.analysis import Analyzer, WordForms
    from engines.base import Document, Hit
    from search.planning import Plan

DEPTH: Final = 100
"""Hits that are re-ranked."""

WEIGHT: Final = 0.15
"""Of a gram's score beside the weights of `search/weights.py`."""

MAX_TEXT: Final = 2_000
"""Code points of a text that are read for grams, so that a page of long documents costs no more than one of short ones."""

_SIZE: Final = 3
_K1: Final = 1.2
_B: Final = 0.75
_TYPICAL_WORDS: Final = 100
_RANK_OFFSET: Final = 10
"""Zipf–Mandelbrot: a word of rank r is as frequent as 1 / (r + 10)."""


class Reranker:
    """Re-ranks hits."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def rerank(self, hits: Sequence[Hit], plan: Plan) -> list[Hit]:
        """The hits of one group in their new order; scores are the engine's."""
        scores = [hit.score + addition for hit, addition in zip(hits, self.additions(hits, plan), strict=True)]
        order = sorted(range(len(hits)), key=lambda index: -scores[index])
        return [hits[index] for index in order]

    def additions(self, hits: Sequence[Hit], plan: Plan) -> list[float]:
        """What the grams of each hit add to its score before the hits are put in order."""
        asked = Counter(gram for part in plan.parts for token in part.tokens for gram in grams(token.forms))
        if not asked or len(hits) < 2:
            return [0.0] * len(hits)
        counts = [_count(self._content(hit.document), asked) for hit in hits]
        average = sum(count.length for count in counts) / len(counts) or 1.0
        return [WEIGHT * _score(asked, count, average) for count in counts]

    def _content(self, document: Document) -> str:
        return self._analyzer.content(f"{document.title}\n{document.text[:MAX_TEXT]}")


def grams(forms: WordForms) -> list[str]:
    """The 3-grams within a folded word; a shorter word is its own gram; stop words have none."""
    return [] if forms.stem is None else _cut(forms.folded)


def _cut(word: str) -> list[str]:
    return [word[start : start + _SIZE] for start in range(len(word) - _SIZE + 1)] or [word]


@dataclass(frozen=True, slots=True)
class _Count:
    """Letters of one text, about as many as it has grams, and how often it has each gram that is asked for."""

    length: int
    asked: Mapping[str, int]


def _count(content: str, asked: Iterable[str]) -> _Count:
    """Grams within words are found in the text as they are; a word that is shorter than a gram, between its spaces."""
    padded = f" {content} "
    found = {gram: padded.count(gram if len(gram) == _SIZE else f" {gram} ") for gram in asked}
    return _Count(len(content), {gram: times for gram, times in found.items() if times})


def _score(asked: Mapping[str, int], count: _Count, average: float) -> float:
    """BM25 of the asked grams in one document."""
    norm = _K1 * (1 - _B + _B * count.length / average)
    weights, rarest = _weights()
    return sum(asked[gram] * weights.get(gram, rarest) * tf * (_K1 + 1) / (tf + norm) for gram, tf in count.asked.items())


@cache
def _weights() -> tuple[Mapping[str, float], float]:
    """Gram → how telling it is (as BM25's idf), from the lexicon; and the weight of grams that no known word has."""
    shares: dict[str, float] = {}
    total = 0.0
    for word, rank in shipped_lexicon().ranks.items():
        share = 1 / (rank + _RANK_OFFSET)
        total += share
        for gram in set(_cut(word)):
            shares[gram] = shares.get(gram, 0.0) + share
    weights = {gram: -math.log(1 - (1 - min(share / total, 0.99)) ** _TYPICAL_WORDS) for gram, share in shares.items()}
    return weights, max(weights.values(), default=1.0)
