"""What may stand for the words of a query: other names of whom it names, the other language's words, Arabic for Latin letters, and
the right spelling of what no document holds. The index decides: what it does not hold is left out.

Rules, in order; what one has taken the next leaves alone:

name              a known actor or place → the documents that name it in any way, and its other names
translation       a term of the bilingual list → its names in the other language
transliteration   another word in Latin letters that no document holds → the Arabic spellings that documents hold
spelling          a word that no document holds → the near one that documents do hold, where it is sure
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from search.bilingual import is_arabic
from search.query import MAX_ALTERNATIVES, Alternative, QueryPart
from search.spelling import is_latin
from search.transliteration import arabic_spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from analyzers.analysis import Analyzer, Token
    from engines.base import Engine
    from extraction.extractor import Known
    from search.bilingual import BilingualList
    from search.names import FoundName, NameFinder
    from search.query import AlternativeKind, ParsedQuery
    from search.spelling import SpellingCorrector

MAX_SPELLINGS: Final = 3
"""Arabic spellings of a word in Latin letters."""

MIN_TRANSLITERATED: Final = 3
"""Letters of a word that is read as Arabic in Latin letters."""

MAX_EXPANDED: Final = 40
"""Words of a query that are expanded: a longer one is a text, and says enough."""

_ARTICLES: Final = frozenset({"al", "el"})


@dataclass(frozen=True, slots=True)
class _Draft:
    """Parts `first` to `last` of a run as one, with what may stand for them before the index was asked."""

    first: int
    last: int
    alternatives: tuple[Alternative, ...] = ()


class QueryExpander:
    """Expands queries over one index. Safe between threads."""

    def __init__(
        self, engine: Engine, analyzer: Analyzer, names: NameFinder, bilingual: BilingualList, corrector: SpellingCorrector
    ) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._names = names
        self._bilingual = bilingual
        self._corrector = corrector

    def __call__(self, parsed: ParsedQuery) -> ParsedQuery:
        """A query with alternatives; one without words, or with very many, as it is."""
        if not 0 < sum(len(part.tokens) for part in parsed.parts) <= MAX_EXPANDED:
            return parsed
        return parsed.with_runs(self._expanded)

    def named(self, parsed: ParsedQuery) -> list[tuple[tuple[QueryPart, ...], FoundName]]:
        """The names in a query, with the parts that are their words."""
        found: list[tuple[tuple[QueryPart, ...], FoundName]] = []

        def look(run: tuple[QueryPart, ...]) -> tuple[QueryPart, ...]:
            for words in _word_runs(run):
                found.extend((words[name.first : name.last + 1], name) for name in self._names.find(_texts(words)))
            return run

        parsed.with_runs(look)
        return found

    def _expanded(self, run: tuple[QueryPart, ...]) -> Iterator[QueryPart]:
        for words in _word_runs(run):
            yield from self._words(words) if words[0].kind == "word" else words

    def _words(self, words: tuple[QueryPart, ...]) -> list[QueryPart]:
        parts = self._alternatives(words)
        unknown = [part.texts[0] for part in parts if part.kind == "word" and not part.alternatives and not part.stop]
        corrections = self._corrector.correct(unknown) if unknown else {}
        meant = {word: correction.meant for word, correction in corrections.items() if correction.sure}
        return [*self._corrected(words, meant)] if meant else parts

    def _alternatives(self, words: tuple[QueryPart, ...]) -> list[QueryPart]:
        drafts = self._drafts(words)
        known = self._frequencies(words, drafts)
        parts: list[QueryPart] = []
        for draft in drafts:
            covered = words[draft.first : draft.last + 1]
            alternatives = _kept(draft.alternatives, covered, known)
            if alternatives:
                parts.append(_joined(covered, alternatives))
            elif len(covered) == 1:
                parts += covered
            else:  # no document has the term: each of its words may be one
                parts += [part for word in covered for part in self._alternatives((word,))]
        return parts

    def _corrected(self, words: Sequence[QueryPart], meant: Mapping[str, str]) -> Iterator[QueryPart]:
        """Words with the right spelling of some of them, and what may stand for that: a name may begin or end in one of them."""
        spelt = [self._respelt(word, meant[word.texts[0]]) if word.texts[0] in meant else (word,) for word in words]
        origins = [index for index, right in enumerate(spelt) for _ in right]
        parts = self._alternatives(tuple(part for right in spelt for part in right))
        for first, last, covering in _by_origin(parts, origins):
            typed = words[first : last + 1]
            if any(word.texts[0] in meant for word in typed):
                right = " ".join(meant.get(word.texts[0], word.texts[0]) for word in typed)
                further = (each for part in covering for each in part.alternatives)
                yield _joined(typed, (self._worded("spelling", right), *further)[:MAX_ALTERNATIVES])
            else:
                yield from covering

    def _respelt(self, word: QueryPart, right: str) -> tuple[QueryPart, ...]:
        """The words that a misspelt one was meant to be."""
        meant = self._worded("spelling", right)
        return tuple(replace(word, tokens=(token,), texts=(text,)) for token, text in zip(meant.tokens, meant.texts, strict=True))

    def _drafts(self, words: tuple[QueryPart, ...]) -> list[_Draft]:
        """The words by names and terms of the list, each word in one draft, in order."""
        drafts: dict[int, _Draft] = {}
        for name in self._names.find(_texts(words)):
            meant = tuple(self._of_found(name, latin=not any(map(is_arabic, _texts(words[name.first : name.last + 1])))))
            if name.sure or meant:
                drafts[name.first] = _Draft(name.first, name.last, meant)
        for first, last in _gaps(drafts.values(), len(words)):
            forms = [part.tokens[0].forms for part in words[first : last + 1]]
            for found in self._bilingual.find(forms):
                translated = tuple(self._worded("translation", term) for term in found.terms)
                drafts[first + found.first] = _Draft(first + found.first, first + found.last, translated)
        for first, last in _gaps(drafts.values(), len(words)):
            for draft in self._romanized(words, first, last):
                drafts[draft.first] = draft
        return [drafts[first] for first in sorted(drafts)]

    def _of_found(self, name: FoundName, *, latin: bool) -> Iterator[Alternative]:
        """What a name is found by: a sure one by what it means; in Latin letters another by what all call themselves in Arabic."""
        if name.sure:
            yield from self._of_name(name.entities[0])
            for around in self._names.namesakes_around(name.entities[0]) if latin else ():
                yield from self._of_name(around)
        elif latin:
            for shared in self._names.shared_names(name.entities):
                yield self._worded("name", shared)

    def _of_name(self, entity: Known) -> Iterator[Alternative]:
        """What an entity is found by: as the value of a facet unless that is too wide, and by its other names."""
        if not self._names.is_wide(entity):
            yield Alternative("name", entity.label.ar, tagged=(entity.kind, entity.id))
        for name in self._names.spelt_otherwise(entity):
            yield self._worded("name", name)

    def _romanized(self, words: Sequence[QueryPart], first: int, last: int) -> Iterator[_Draft]:
        """Words that nothing else is known of; one in Latin letters, with an article before it, may be Arabic."""
        while first <= last:
            word = words[first].texts[0]
            article = word.lower() in _ARTICLES and first < last and is_latin(words[first + 1].texts[0])
            end = first + 1 if article else first
            latin = words[end].texts[0]
            spellings = arabic_spellings(latin) if self._may_be_arabic(words[end]) else []
            yield _Draft(first, end, tuple(self._worded("transliteration", spelt) for spelt in spellings))
            first = end + 1

    def _may_be_arabic(self, word: QueryPart) -> bool:
        """Whether a word in Latin letters is long enough, and no English one of the list."""
        english = word.tokens[0].forms.stem in self._bilingual.english
        return len(word.texts[0]) >= MIN_TRANSLITERATED and not word.stop and not english

    def _worded(self, kind: AlternativeKind, term: str) -> Alternative:
        tokens = tuple(self._analyzer.tokens(term))
        return Alternative(kind, term, tokens, tuple(term[token.start : token.end] for token in tokens))

    def _frequencies(self, words: Iterable[QueryPart], drafts: Iterable[_Draft]) -> Mapping[str, int]:
        """In how many documents each stem is, of the words and of all that may stand for them."""
        tokens = [token for draft in drafts for each in draft.alternatives for token in each.tokens]
        tokens += [token for part in words for token in part.tokens]
        stems = sorted({token.forms.stem for token in tokens if token.forms.stem is not None})
        return self._engine.frequencies("stem", stems) if stems else {}


def _kept(alternatives: Iterable[Alternative], words: Sequence[QueryPart], known: Mapping[str, int]) -> tuple[Alternative, ...]:
    """Of what may stand for words, what the index holds; the same words in another spelling once, and never those typed."""
    own = _stems(token for part in words for token in part.tokens)
    kept: dict[tuple[str | None, ...], Alternative] = {}
    tagged: list[Alternative] = []
    for each in alternatives:
        stems = _stems(each.tokens)
        if each.tagged is not None:
            tagged.append(each)
        elif any(stems) and stems != own and all(known[stem] for stem in stems if stem is not None):
            kept.setdefault(stems, each)
    if any(each.kind == "transliteration" for each in kept.values()):
        exists = any(known[stem] for stem in own[-1:] if stem is not None)
        return () if exists else tuple(kept.values())[:MAX_SPELLINGS]
    return (*tagged, *kept.values())[:MAX_ALTERNATIVES]


def _stems(tokens: Iterable[Token]) -> tuple[str | None, ...]:
    return tuple(token.forms.stem for token in tokens)


def _joined(words: Sequence[QueryPart], alternatives: tuple[Alternative, ...]) -> QueryPart:
    """Words as one part: a single one as it is, several as a name."""
    if len(words) == 1:
        return replace(words[0], alternatives=alternatives)
    tokens = tuple(token for part in words for token in part.tokens)
    return QueryPart("name", tokens, _texts(words), alternatives=alternatives)


def _by_origin(parts: Iterable[QueryPart], origins: Sequence[int]) -> Iterator[tuple[int, int, list[QueryPart]]]:
    """Parts together that come of the same typed words, with the first and the last of these; `origins` has one for each word."""
    first, last, together, at = 0, -1, list[QueryPart](), 0
    for part in parts:
        if together and origins[at] > last:
            yield first, last, together
            together = []
        if not together:
            first = origins[at]
        at += len(part.tokens)
        last = origins[at - 1]
        together.append(part)
    if together:
        yield first, last, together


def _texts(words: Iterable[QueryPart]) -> tuple[str, ...]:
    return tuple(text for part in words for text in part.texts)


def _word_runs(run: Sequence[QueryPart]) -> Iterator[tuple[QueryPart, ...]]:
    """Neighbouring words together, everything else by itself."""
    for is_word, parts in groupby(run, key=lambda part: part.kind == "word"):
        if is_word:
            yield tuple(parts)
        else:
            yield from ((part,) for part in parts)


def _gaps(drafts: Iterable[_Draft], count: int) -> list[tuple[int, int]]:
    """First and last of the neighbouring words that no draft has, of `count` words."""
    taken = {index for draft in drafts for index in range(draft.first, draft.last + 1)}
    gaps: list[tuple[int, int]] = []
    for index in range(count):
        if index in taken:
            continue
        if gaps and gaps[-1][1] == index - 1:
            gaps[-1] = (gaps[-1][0], index)
        else:
            gaps.append((index, index))
    return gaps
