"""Suggestions as one types: words of the index, actors and places, titles; folded, in either script, and never what finds nothing.

The last word is taken for unfinished, those before it are kept. All comes from what can be looked up by its beginning (the index's
list of terms, the sorted names of the gazetteer, the terms of titles), and one or two letters are completed by the lexicon's words,
so the time hardly grows with the documents.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from analyzers import fold
from analyzers.arabic import letters as ar
from analyzers.arabic.affixes import shipped_affixes
from analyzers.arabic.lexicon import shipped_lexicon
from engines.base import Bool, FacetRequest, MatchAll, Prefix, Query, Term, Unscored
from search.bilingual import is_arabic
from search.keyboard import in_arabic
from search.spelling import written_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analyzers.analysis import Analyzer
    from engines.base import Engine, EntityKind
    from search.name_index import Key, ListedName
    from search.names import NameFinder

MAX_TEXT: Final = 200
"""Code points of a text that suggestions are made for; a longer one is pasted, not typed."""

MAX_LIMIT: Final = 20

MAX_NAMES: Final = 4
MAX_TITLES: Final = 3
"""Of all suggestions, so that there is room for words."""

MIN_NAME: Final = 2
MIN_TITLE: Final = 3
"""Letters of the beginning of a name, and of a title's word."""

_NAME_WORDS: Final = 5
_LISTED: Final = 200
"""Names that are looked through for those that documents name."""

_TERMS: Final = 30
_FEW_LETTERS: Final = 2
"""Of an Arabic beginning, behind the article and what is written together with it (وال, بال, لل): so many terms begin so that
listing them takes a tenth of a second, and the most frequent of them are words of the lexicon."""
_ARTICLE: Final = ar.ALEF + ar.LAM
_LAST: Final = "\U0010ffff"
"""Behind every letter."""

SuggestionKind = Literal["term", "actor", "location", "title"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the text may become: `text` whole, of which `label` is what was completed; found in `count` documents.

    `id` is that of the actor or place, or of the document with the title.
    """

    kind: SuggestionKind
    text: str
    label: str
    count: int
    id: str = ""


class Suggester:
    """Completes texts by one index. Safe between threads."""

    def __init__(self, engine: Engine, analyzer: Analyzer, names: NameFinder) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._names = names

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Up to `limit` suggestions, names first; of a text in the other keyboard layout, where as typed it begins nothing."""
        limit = min(limit, MAX_LIMIT)
        if len(text) > MAX_TEXT or limit < 1 or not text.strip():
            return ()
        found = self._completed(text, limit)
        if not found and not any(map(is_arabic, text)):
            found = self._completed(in_arabic(text), limit)
        return found

    def _completed(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        names = self._of_names(text)[:MAX_NAMES]
        titles = self._of_titles(text)[:MAX_TITLES]
        room = max(0, limit - len(names) - len(titles))
        return (*names, *self._of_terms(text)[:room], *titles)[:limit]

    # ---- words of the index

    def _of_terms(self, text: str) -> list[Suggestion]:
        before, unfinished = _parted(text)
        beginning = fold(unfinished)
        if not beginning or " " in beginning:
            return []
        found = self._terms(beginning)
        if is_arabic(beginning) and not beginning.startswith(_ARTICLE):
            found |= self._terms(_ARTICLE + beginning)
        words = self._one_of_each_stem(found)
        written = written_forms(self._engine, [word for word, _ in words])
        useful = [(written[word], count) for word, count in words if self._analyzer.forms(written[word]).stem is not None]
        return [Suggestion("term", before + word, word, count) for word, count in useful]

    def _terms(self, beginning: str) -> dict[str, int]:
        """Frequent terms that begin so: of the engine's own list, else of the lexicon's words those that documents hold."""
        rest = _behind_article(beginning)
        if not is_arabic(beginning) or len(rest) > _FEW_LETTERS:
            listed = self._engine.completions("folded", beginning, _TERMS)
            if listed is not None:
                return dict(listed)
        words = list(_lexicon_words(beginning))
        if rest != beginning:  # the lexicon has most words without it
            article = beginning.removesuffix(rest)
            words += [article + word for word in _lexicon_words(rest)]
        counts = self._engine.frequencies("folded", words) if words else {}
        return {word: count for word, count in counts.items() if count}

    def _one_of_each_stem(self, found: dict[str, int]) -> list[tuple[str, int]]:
        """The most frequent words, the commonest form of each."""
        best: dict[str, tuple[str, int]] = {}
        for word, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])):
            best.setdefault(self._analyzer.forms(word).stem or word, (word, count))
        return list(best.values())

    # ---- actors and places

    def _of_names(self, text: str) -> list[Suggestion]:
        """Names that begin as the text ends, by as many of its words as possible, the most frequent first."""
        for before, beginning in _endings(text):
            if " " not in beginning and self._analyzer.forms(beginning).stem is None:
                continue  # على is no beginning of علي
            listed = self._named(beginning)
            if listed:
                found = [Suggestion(name.entity[0], before + name.text, name.text, count, name.entity[1]) for name, count in listed]
                return sorted(found, key=lambda suggestion: (-suggestion.count, suggestion.label))
        return []

    def _named(self, beginning: str) -> list[tuple[ListedName, int]]:
        """An entity once, by its label if that begins so, else by the shortest name that does; those that documents name."""
        names: dict[Key, ListedName] = {}
        for name in self._names.index.beginning(beginning, _LISTED):
            kept = names.get(name.entity)
            if kept is None or (not name.label, len(name.text)) < (not kept.label, len(kept.text)):
                names[name.entity] = name
        counts = self._count(names)
        return [(name, counts[entity]) for entity, name in names.items() if counts.get(entity)]

    def _count(self, entities: Iterable[Key]) -> dict[Key, int]:
        by_kind: dict[EntityKind, list[str]] = {}
        for kind, id_ in entities:
            by_kind.setdefault(kind, []).append(id_)
        if not by_kind:
            return {}
        facets = tuple(FacetRequest(kind, size=1, include=tuple(ids)) for kind, ids in by_kind.items())
        answer = self._engine.search(Query(MatchAll(), facets=facets, limit=0))
        return {
            (kind, bucket.value): bucket.count
            for kind, facet in zip(by_kind, answer.facets, strict=True)
            for bucket in facet.buckets
        }

    # ---- titles

    def _of_titles(self, text: str) -> list[Suggestion]:
        """Titles with the words of the text, the last of them unfinished."""
        before, unfinished = _parted(text)
        beginning = fold(unfinished)
        if is_arabic(beginning):
            beginning = beginning.removeprefix(_ARTICLE)
        if len(beginning) < MIN_TITLE or " " in beginning:
            return []
        stems = [token.forms.stem for token in self._analyzer.tokens(before)]
        whole = tuple(Term("title", stem) for stem in stems if stem is not None)
        # It scores all titles alike: alone and scored, all of them would have to be read to put a page of them in order.
        begun = Unscored(Prefix("title", beginning))
        query = Query(Bool(must=(*whole, begun)), limit=MAX_TITLES, texts_only=True)
        titles = {hit.document.title: hit.document.id for hit in self._engine.search(query).hits if hit.document.title}
        return [Suggestion("title", title, title, 1, id_) for title, id_ in titles.items()]


@cache
def _sorted_lexicon() -> list[str]:
    return sorted(shipped_lexicon().ranks)


@lru_cache(maxsize=2_000)
def _lexicon_words(beginning: str) -> tuple[str, ...]:
    """The most frequent words of the lexicon that begin so."""
    words = _sorted_lexicon()
    first = bisect_left(words, beginning)
    last = bisect_left(words, beginning + _LAST)
    ranks = shipped_lexicon().ranks
    return tuple(nsmallest(_TERMS, words[first:last], key=ranks.__getitem__))


def _behind_article(beginning: str) -> str:
    """A folded beginning without the article, alone or behind proclitics; as it is where it has none.

    >>> [_behind_article(beginning) for beginning in ("الم", "والم", "للم", "وم")]
    ['م', 'م', 'م', 'وم']
    """
    affixes = shipped_affixes()
    for article in (*affixes.article, *affixes.article_compounds):
        if beginning.startswith(article):
            return beginning.removeprefix(article)
    return beginning


def _parted(text: str) -> tuple[str, str]:
    """What is kept, and the unfinished word at the end (empty behind a space)."""
    kept, space, last = text.rpartition(" ")
    return kept + space, last


def _endings(text: str) -> Iterator[tuple[str, str]]:
    """The ways to take the last words for the beginning of a name, most words first: what stands before, and they, folded."""
    words: Sequence[str] = text.split(" ")
    for first in islice(range(max(0, len(words) - _NAME_WORDS), len(words)), _NAME_WORDS):
        beginning = fold(" ".join(words[first:]))
        if len(beginning) >= MIN_NAME:
            yield "".join(f"{word} " for word in words[:first]), beginning
