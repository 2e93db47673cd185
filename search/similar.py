"""More like a document: reports with its telling words, its actors, places and days.

Telling is what a document says often and the collection seldom (tf × idf over stems). Words come with the engine's own BM25, so the
rare ones count most; an actor or a place that both name adds the more the fewer reports name it, a day of the events adds a fixed
part. Near-duplicates of the document itself are left out: they say nothing more.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analyzers.analysis import GAP
from engines.base import Bool, FacetRequest, MatchAll, Query, Tagged, Term
from search.folding import kind_of
from search.snippets import make_snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from analyzers.analysis import Analyzer
    from engines.base import Clause, Document, Engine, Entity, EntityKind, EventDate, Filter, Hit
    from search.values import Snippet

MAX_SIZE: Final = 50
MAX_TEXT: Final = 20_000
"""Code points of a long text that are read for telling words."""

CANDIDATES: Final = 200
"""Of a document's stems, the most frequent, whose frequency in the collection is asked for."""

TERMS: Final = 25
"""Telling words that are searched for; more find the same reports, more slowly."""

VALUES: Final = 20
"""Actors, and places, of a document that are searched for."""

TITLE_WEIGHT: Final = 2
"""A word of the title counts this often."""

ENTITY_WEIGHT: Final = 0.5
DAY_WEIGHT: Final = 2.0
DAYS: Final = 10


@dataclass(frozen=True, slots=True)
class SimilarHit:
    """A report like another: what it shares with it of actors, places and days, beside its words."""

    document: Document
    score: float
    snippet: Snippet
    entities: tuple[Entity, ...]
    days: tuple[EventDate, ...]


def find_similar(
    engine: Engine, analyzer: Analyzer, document: Document, *, size: int, filters: tuple[Filter, ...] = (), duplicates: bool = False
) -> tuple[SimilarHit, ...]:
    """The reports most like a document, best first; with `duplicates`, those that are nearly the same too."""
    clause = _clause(engine, analyzer, document)
    if clause is None:
        return ()
    kept: list[SimilarHit] = []
    offset, step = 0, 2 * size + 1
    while len(kept) < size:
        hits = engine.search(Query(clause, filters=filters, offset=offset, limit=step)).hits
        kept += [_similar(hit, document) for hit in hits if _is_another(hit.document, document, duplicates=duplicates)]
        offset += step
        if len(hits) < step:
            break
    return tuple(kept[:size])


def _is_another(found: Document, document: Document, *, duplicates: bool) -> bool:
    return found.id != document.id and (duplicates or kind_of(found) != kind_of(document))


def _similar(hit: Hit, document: Document) -> SimilarHit:
    found = hit.document
    named = {(entity.kind, entity.id) for entity in document.entities}
    days = set(_days(document))
    return SimilarHit(
        document=found,
        score=hit.score,
        snippet=make_snippet(found.text, ()),
        entities=tuple(entity for entity in found.entities if (entity.kind, entity.id) in named),
        days=tuple(date for date in found.event_dates if date.precision == "day" and date.start.isoformat() in days),
    )


def _clause(engine: Engine, analyzer: Analyzer, document: Document) -> Clause | None:
    parts: tuple[Clause, ...] = (*_words(engine, analyzer, document), *_entities(engine, document), *_on_days(document))
    return Bool(should=parts, minimum=1) if parts else None


def _words(engine: Engine, analyzer: Analyzer, document: Document) -> Iterator[Term]:
    counts = _stems(analyzer, document)
    asked = [stem for stem, _ in counts.most_common(CANDIDATES)]
    if not asked:
        return
    frequencies, documents = engine.frequencies("stem", asked), engine.info().documents
    # A word of this document alone finds nothing else.
    telling = {stem: _damped(counts[stem]) * _idf(frequencies[stem], documents) for stem in asked if frequencies[stem] > 1}
    chosen = sorted(telling, key=lambda stem: (-telling[stem], stem))[:TERMS]
    most = max((_damped(counts[stem]) for stem in chosen), default=1.0)
    for stem in chosen:
        yield Term("stem", stem, _damped(counts[stem]) / most)


def _stems(analyzer: Analyzer, document: Document) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, times in ((document.title, TITLE_WEIGHT), (document.text[:MAX_TEXT], 1)):
        for stem in analyzer.terms(text)["stem"]:
            if stem != GAP and not stem.isdigit():
                counts[stem] += times
    return counts


def _entities(engine: Engine, document: Document) -> Iterator[Tagged]:
    kinds: tuple[EntityKind, ...] = ("actor", "location")
    chosen = {kind: _values(document, kind) for kind in kinds}
    wanted = {kind: values for kind, values in chosen.items() if values}
    if not wanted:
        return
    requests = tuple(FacetRequest(kind, size=1, include=values) for kind, values in wanted.items())
    result = engine.search(Query(MatchAll(), facets=requests, limit=0))
    for facet, (kind, values) in zip(result.facets, wanted.items(), strict=True):
        counts = {bucket.value: bucket.count for bucket in facet.buckets}
        yield from _tagged(kind, values, counts, result.total)


def _tagged(kind: EntityKind, values: Sequence[str], counts: Mapping[str, int], documents: int) -> Iterator[Tagged]:
    for value in values:
        if counts.get(value, 0) > 1:
            yield Tagged(kind, (value,), ENTITY_WEIGHT * _idf(counts[value], documents))


def _values(document: Document, kind: EntityKind) -> tuple[str, ...]:
    """The ids that a document names most, with those of what they lie in or belong to."""
    counts: Counter[str] = Counter()
    for entity in document.entities:
        if entity.kind == kind:
            counts.update(dict.fromkeys(entity.path, max(1, len(entity.mentions))))
    return tuple(value for value, _ in counts.most_common(VALUES))


def _on_days(document: Document) -> Iterable[Tagged]:
    return (Tagged("event", (day,), DAY_WEIGHT) for day in _days(document)[:DAYS])


def _days(document: Document) -> list[str]:
    return list(dict.fromkeys(date.start.isoformat() for date in document.event_dates if date.precision == "day"))


def _damped(count: int) -> float:
    return 1 + math.log(count)


def _idf(frequency: int, documents: int) -> float:
    return math.log(1 + documents / frequency)
