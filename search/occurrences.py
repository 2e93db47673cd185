"""Where a document holds the words of a query, and how closely: for marks, snippets and a hit's level.

Computed from the original text, for a page of hits and not for the index, so it is the same on every engine. A word form is
judged once a request: most of a text is then one look-up a word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from analyzers.analysis import LEVELS
from analyzers.tokenizer import WORD
from search.judging import Judge, closest_level, judges
from search.lookout import LONG, lookout
from search.matching_parts import decides, positioned_terms
from search.values import Via

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Literal

    from analyzers.analysis import Analyzer, Level, Token, WordForms
    from engines.base import Document
    from search.lookout import Lookout
    from search.planning import Plan
    from search.query import Alternative, QueryPart

Found: TypeAlias = "tuple[Judge, Level]"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Words of a text that match a part of the query (by its number) at a level: `text[start:end]`, whole words.

    `token`: which of the words of a name or of words near each other. `alternative`: which of a part's alternatives it is;
    None for the part itself. A mention of what an alternative names as a facet's value has no level.
    """

    start: int
    end: int
    part: int
    level: Level | None
    token: int = 0
    alternative: int | None = None


class OccurrenceFinder:
    """Finds the parts of one plan in texts, down to a level."""

    def __init__(self, plan: Plan, analyzer: Analyzer, *, weakest: Level) -> None:
        self._analyzer = analyzer
        self._parts = plan.parts
        self._weakest = weakest
        self._judges = [judge for number, part in enumerate(plan.parts) for judge in judges(number, part, weakest)]
        self._sought = {form for judge in self._judges if judge.asked for form in judge.forms}
        self._unlisted = any(not judge.asked for judge in self._judges)
        self._phrases = list(_phrases(plan.parts, weakest))
        self._near = [(number, part) for number, part in enumerate(plan.parts) if part.near]
        self._judged: dict[str, tuple[Found, ...]] = {}

    @property
    def parts(self) -> tuple[QueryPart, ...]:
        """The parts of the query, which occurrences name by number."""
        return self._parts

    def find(self, text: str, *, field: Literal["text", "title"] = "text") -> list[Occurrence]:
        """Every occurrence in a text, in its order. Of a long one, only what is worth it is analysed (`search.lookout`)."""
        if len(text) < LONG or self._lookout is None:
            return self._find(text, field)
        return [
            replace(one, start=one.start + start, end=one.end + start)
            for start, end in self._lookout.windows(text)
            for one in self._find(text[start:end], field)
        ]

    @cached_property
    def _lookout(self) -> Lookout | None:
        if any(judge.edits for judge in self._judges):
            return None  # any letter may differ
        phrases = [(phrase.counting, len(phrase.tokens)) for phrase in self._phrases]
        near = [([token.forms], part.near + 1) for _, part in self._near for token in part.tokens]
        return lookout([judge.forms_asked for judge in self._judges], [*phrases, *near])

    def _find(self, text: str, field: Literal["text", "title"]) -> list[Occurrence]:
        found: list[Occurrence] = []
        if self._judges:
            judged = self._judged
            for match in WORD.finditer(text):
                word = match.group()
                matches = judged.get(word)
                if matches is None:
                    matches = judged[word] = self._judge(word)
                for judge, level in matches:
                    if field == "title" or not judge.in_title:
                        found.append(Occurrence(*match.span(), judge.part, level, judge.token, judge.alternative))
        if self._phrases or self._near:
            found += self._beside(self._analyzer.tokens(text), field)
        return sorted(found, key=lambda occurrence: (occurrence.start, occurrence.end))

    def find_in(self, document: Document) -> tuple[list[Occurrence], list[Occurrence]]:
        """The occurrences in title and text, with the mentions of what stands for a part by its facet."""
        title, text = self.find(document.title, field="title"), self.find(document.text)
        mentions = list(_mentions(self._parts, document))
        if mentions:
            title = sorted([*title, *(one for field, one in mentions if field == "title")], key=lambda one: (one.start, one.end))
            text = sorted([*text, *(one for field, one in mentions if field == "text")], key=lambda one: (one.start, one.end))
        return title, text

    def via(self, document: Document, occurrences: Iterable[Occurrence]) -> tuple[Via, ...]:
        """What stands in a document for parts of the query that it does not hold themselves."""
        if not any(part.alternatives for part in self._parts):
            return ()
        held = {(one.part, one.alternative, one.token) for one in occurrences}
        return tuple(
            Via(part.texts, alternative.kind, alternative.label, alternative.tagged)
            for number, part in enumerate(self._parts)
            if part.alternatives and not _holds(number, part, held)
            for index, alternative in enumerate(part.alternatives)
            if (number, index, 0) in held or _is_tagged(document, alternative)
        )

    def _judge(self, word: str) -> tuple[Found, ...]:
        forms = self._analyzer.forms(word)
        if not self._unlisted and forms.at(self._weakest) not in self._sought and forms.exact not in self._sought:
            return ()  # most words of a text: nothing closer can match either
        return tuple((judge, level) for judge in self._judges if (level := judge.level(forms)) is not None)

    def _beside(self, tokens: Sequence[Token], field: str) -> Iterator[Occurrence]:
        for phrase in self._phrases:
            if field == "title" or not phrase.in_title:
                yield from phrase.find(tokens)
        for number, part in self._near:
            if field == "title" or not part.in_title:
                yield from _find_near(number, part, tokens, _levels(decides(part, self._weakest)))


def weakest_level(occurrences: Iterable[Occurrence]) -> Level | None:
    """The level of a hit: for each part its closest occurrence, of these the coarsest.

    Of a part that is there itself, what stands for it does not count.
    """
    closest: dict[tuple[int, int], int] = {}
    instead: dict[int, int] = {}
    for one in occurrences:
        if one.level is None:
            continue
        rank = LEVELS.index(one.level)
        if one.alternative is None:
            closest[one.part, one.token] = min(rank, closest.get((one.part, one.token), rank))
        else:
            instead[one.part] = min(rank, instead.get(one.part, rank))
    there = {part for part, _ in closest}
    ranks = [*closest.values(), *(rank for part, rank in instead.items() if part not in there)]
    return LEVELS[max(ranks)] if ranks else None


@dataclass(frozen=True, slots=True)
class _Phrase:
    part: int
    alternative: int | None
    in_title: bool
    tokens: tuple[Token, ...]
    levels: tuple[Level, ...]

    @property
    def counting(self) -> list[WordForms]:
        """The words that have to be there at every level: no stop words, unless there are no others."""
        forms = [token.forms for token in self.tokens]
        return [form for form in forms if form.stem is not None] or forms

    def find(self, tokens: Sequence[Token]) -> Iterator[Occurrence]:
        marked: set[int] = set()
        for level in self.levels:
            terms = positioned_terms(self.tokens, level)
            if not terms:
                continue
            places = [{token.position - offset for token in tokens if token.forms.at(level) == term} for offset, term in terms]
            last = terms[-1][0]
            for begin in sorted(set.intersection(*places) - marked):
                marked.add(begin)
                yield Occurrence(tokens[begin].start, tokens[begin + last].end, self.part, level, 0, self.alternative)


def _phrases(parts: Sequence[QueryPart], weakest: Level) -> Iterator[_Phrase]:
    for number, part in enumerate(parts):
        if part.kind == "phrase" and not part.near:
            yield _Phrase(number, None, part.in_title, part.tokens, _levels(decides(part, weakest)))
        for index, alternative in enumerate(part.alternatives):
            if len(alternative.tokens) > 1:
                yield _Phrase(number, index, False, alternative.tokens, _levels("stem"))


def _levels(weakest: Level) -> tuple[Level, ...]:
    return LEVELS[: LEVELS.index(weakest) + 1]


def _find_near(number: int, part: QueryPart, tokens: Sequence[Token], levels: Sequence[Level]) -> Iterator[Occurrence]:
    """The words of a part where each stands near a neighbour of the part."""
    asked = [(index, token) for index, token in enumerate(part.tokens) if token.forms.at(levels[-1]) is not None]
    places = {
        index: {found.position: level for found in tokens if (level := closest_level(token.forms, found.forms, levels)) is not None}
        for index, token in asked
    }
    near: set[tuple[int, int]] = set()
    for (one, _), (other, _) in pairwise(asked):
        for first, second in _pairs(places[one], places[other], part.near + 1):
            near |= {(one, first), (other, second)}
    for index, position in sorted(near):
        token = tokens[position]
        yield Occurrence(token.start, token.end, number, places[index][position], index)


def _pairs(ones: Iterable[int], others: Iterable[int], most: int) -> Iterator[tuple[int, int]]:
    """Places that are no farther from each other than so many words; both in order, so linear but for what is found."""
    candidates = sorted(others)
    behind = 0
    for one in sorted(ones):
        while behind < len(candidates) and candidates[behind] < one - most:
            behind += 1
        for other in candidates[behind:]:
            if other > one + most:
                break
            if other != one:
                yield one, other


def _holds(number: int, part: QueryPart, held: set[tuple[int, int | None, int]]) -> bool:
    """Whether the part itself is there; of a name, all its words that count."""
    if part.kind != "name":
        return any(one == number and alternative is None for one, alternative, _ in held)
    return all((number, None, index) in held for index, token in enumerate(part.tokens) if token.forms.stem is not None)


def _mentions(parts: Sequence[QueryPart], document: Document) -> Iterator[tuple[str, Occurrence]]:
    """Where a document names what stands for a part, with the field that it is in."""
    for number, part in enumerate(parts):
        for index, alternative in enumerate(part.alternatives):
            if alternative.tagged is None:
                continue
            kind, value = alternative.tagged
            for entity in document.entities:
                if entity.kind == kind and (value == entity.id or value in entity.path):
                    for span in entity.mentions:
                        yield span.field, Occurrence(span.start, span.end, number, None, 0, index)


def _is_tagged(document: Document, alternative: Alternative) -> bool:
    if alternative.tagged is None:
        return False
    kind, value = alternative.tagged
    return any(entity.kind == kind and (value == entity.id or value in entity.path) for entity in document.entities)
