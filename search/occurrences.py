"""Where a document holds the words of a query, and how closely: for marks, snippets and a hit's level.

Computed from the original text, for a page of hits and not for the index, so it is the same on every engine. A word form is
judged once a request: most of a text is then one look-up a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzers.analysis import LEVELS
from analyzers.tokenizer import WORD
from search.planning import positioned_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzers.analysis import Analyzer, Level, WordForms
    from search.planning import Plan
    from search.query_language import QueryPart


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Words of a text that match a part of the query (by its number) at a level: `text[start:end]`, whole words."""

    start: int
    end: int
    part: int
    level: Level


class OccurrenceFinder:
    """Finds the parts of one plan in texts, down to a level."""

    def __init__(self, plan: Plan, analyzer: Analyzer, *, weakest: Level) -> None:
        self._analyzer = analyzer
        self._levels = LEVELS[: LEVELS.index(weakest) + 1]
        self._words = [(number, part) for number, part in enumerate(plan.parts) if part.kind == "word"]
        self._phrases = [(number, part) for number, part in enumerate(plan.parts) if part.kind == "phrase"]
        asked = [part.tokens[0].forms for _, part in self._words]
        self._coarsest = {form for forms in asked if (form := forms.at(weakest)) is not None}
        self._exact = {forms.exact for forms in asked}
        self._judged: dict[str, tuple[tuple[int, Level], ...]] = {}

    def find(self, text: str) -> list[Occurrence]:
        """Every occurrence in a text, in its order."""
        found: list[Occurrence] = []
        if self._words:
            judged = self._judged
            for match in WORD.finditer(text):
                word = match.group()
                matches = judged.get(word)
                if matches is None:
                    matches = judged[word] = self._judge(word)
                for part, level in matches:
                    found.append(Occurrence(*match.span(), part, level))
        for number, phrase in self._phrases:
            found.extend(self._find_phrase(number, phrase, text))
        return sorted(found, key=lambda occurrence: (occurrence.start, occurrence.end))

    def _judge(self, word: str) -> tuple[tuple[int, Level], ...]:
        forms = self._analyzer.forms(word)
        if forms.at(self._levels[-1]) not in self._coarsest and forms.exact not in self._exact:
            return ()  # most words of a text: nothing closer can match either
        return tuple(
            (number, level)
            for number, part in self._words
            if (level := closest_level(part.tokens[0].forms, forms, self._levels)) is not None
        )

    def _find_phrase(self, number: int, part: QueryPart, text: str) -> Iterable[Occurrence]:
        tokens = self._analyzer.tokens(text)
        marked: set[int] = set()
        for level in self._phrase_levels():
            terms = positioned_terms(part, level)
            if not terms:
                continue
            places = [{token.position - offset for token in tokens if token.forms.at(level) == term} for offset, term in terms]
            last = terms[-1][0]
            for begin in sorted(set.intersection(*places) - marked):
                marked.add(begin)
                yield Occurrence(tokens[begin].start, tokens[begin + last].end, number, level)

    def _phrase_levels(self) -> Sequence[Level]:
        return tuple(level for level in self._levels if level != "root")


def closest_level(asked: WordForms, found: WordForms, levels: Sequence[Level]) -> Level | None:
    """The closest of `levels` at which two words agree.

    A word without a stem (a stop word) never meets one that has a stem: they are other words spelt alike when folded.
    """
    if asked.exact == found.exact:
        return "exact"
    if (asked.stem is None) != (found.stem is None):
        return None
    for level in levels:
        form = asked.at(level)
        if form is not None and form == found.at(level):
            return level
    return None


def weakest_level(occurrences: Iterable[Occurrence]) -> Level | None:
    """The level of a hit: for each part its closest occurrence, of these the coarsest."""
    closest: dict[int, int] = {}
    for occurrence in occurrences:
        rank = LEVELS.index(occurrence.level)
        closest[occurrence.part] = min(rank, closest.get(occurrence.part, rank))
    return LEVELS[max(closest.values())] if closest else None
