"""The one way to ask: a `Searcher` turns a request into engine queries and the results into an answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from analyzers.analysis import LEVELS
from engines.base import Hit, Span
from search.describing import describe_query
from search.facets import answer_facets
from search.folding import fold
from search.groups import ask_groups, count_groups, filters_of, sort_of
from search.labels import Labels
from search.leads import NO_LEADS
from search.matching import matching_ids
from search.occurrences import OccurrenceFinder, weakest_level
from search.query_text import unparse
from search.reranking import Reranker
from search.resolving import IndexResolver, first_of
from search.similar import find_similar
from search.snippets import make_snippet, mark_all
from search.understanding import QueryReader, understood_words
from search.values import MAX_PAGE_SIZE, AnswerHit, QueryError, SearchAnswer
from search.why import MAX_MATCHES, Why, explain_score, list_matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from analyzers.analysis import Analyzer, Level
    from engines.base import Document, Engine, EntityKind, Field
    from search.assisting import Assistance
    from search.groups import Group
    from search.leads import Leads
    from search.planning import Plan
    from search.similar import SimilarHit
    from search.suggesting import Suggestion
    from search.understanding import Understood
    from search.values import AnswerFacet, KnownEntity, SearchRequest

MAX_OFFSET: Final = 1_000_000
"""Hits that can be paged to."""


class Searcher:
    """Asks one index. Safe to share between threads."""

    def __init__(
        self,
        engine: Engine,
        analyzer: Analyzer,
        known: Callable[[str], KnownEntity | None],
        *,
        assistance: Assistance | None = None,
    ) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._labels = Labels(engine, known)
        self._reranker = Reranker(analyzer)
        self._assistance = assistance
        in_index = IndexResolver(engine, analyzer, self._labels, known)
        resolver = first_of(assistance.names.resolve, in_index) if assistance else in_index
        self._reader = QueryReader(analyzer, resolver, assistance.expander if assistance else None)

    @property
    def engine(self) -> Engine:
        """The index that is asked."""
        return self._engine

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer a request.

        Raises QueryError for a request that can not be answered as it stands, EngineError when the index can not be used.
        """
        began = time.perf_counter()
        _check(request)
        understood = self._reader.read(request)
        plan = understood.plan
        groups = ask_groups(self._engine, self._reranker, plan, request)
        finders = {group: self._finder(plan, plan.all_level if group == 1 else plan.any_level) for group in (1, 2)}
        hits = [_answer_hit(hit, group, finders[group]) for hit, group in groups.hits]
        if request.fold:
            hits = fold(hits)
        facets = answer_facets(groups.facets, request, self._labels)
        leads = self._leads(understood, request, groups.total + groups.more, facets)
        return SearchAnswer(
            request=request,
            total=groups.total,
            more=groups.more,
            group=groups.counted,
            took_ms=(time.perf_counter() - began) * 1000,
            words=understood_words(understood.meant),
            hits=tuple(hits),
            facets=facets,
            notes=understood.meant.notes,
            canonical=unparse(understood.typed),
            described=describe_query(understood.meant),
            sort=sort_of(plan, request),
            offers=leads.offers,
            did_you_mean=leads.did_you_mean,
            ways_on=leads.ways_on,
        )

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """What a text may become as one types; nothing where nobody helps to ask."""
        return self._assistance.suggester.suggest(text, limit) if self._assistance else ()

    def count(self, request: SearchRequest) -> int:
        """How many documents a request finds in both groups, without hits and facets."""
        _check(request)
        return count_groups(self._engine, self._plan(request), request)

    def document(self, document_id: str) -> Document | None:
        """One stored document; None where there is none of that id."""
        return self._engine.fetch([document_id]).get(document_id)

    def matching(self, request: SearchRequest) -> Iterator[str]:
        """The ids of all documents with every word of a request, the newest reports first. Raises TooManyMatchesError."""
        _check(request)
        return matching_ids(self._engine, self._plan(request).first, filters_of(request))

    def similar(self, document_id: str, request: SearchRequest, *, duplicates: bool = False) -> tuple[SimilarHit, ...] | None:
        """The reports most like one, as many as the request's page has hits, and narrowed as it is; None for an unknown id.

        Those that are nearly the same as the document itself are left out, unless `duplicates` are asked for.
        """
        _check(request)
        document = self.document(document_id)
        if document is None:
            return None
        filters = filters_of(request)
        return find_similar(self._engine, self._analyzer, document, size=request.size, filters=filters, duplicates=duplicates)

    def why(self, document_id: str, request: SearchRequest) -> Why | None:
        """Why a document is a hit of a request, or is none; None for an unknown id."""
        _check(request)
        document = self.document(document_id)
        if document is None:
            return None
        understood = self._reader.read(request)
        plan = understood.plan
        scoring = explain_score(self._engine, self._reranker, plan, request, document_id)
        finder = self._finder(plan, plan.all_level if scoring.group == 1 else plan.any_level)
        matches = list_matches(document, *finder.find_in(document), finder.parts)
        return Why(document, understood_words(understood.meant), scoring, matches[:MAX_MATCHES], len(matches))

    def present(self, document_ids: Sequence[str], request: SearchRequest) -> dict[str, AnswerHit]:
        """Documents as hits of a request, by id and without scores; those that are not there are left out."""
        plan = self._plan(request)
        finder = self._finder(plan, plan.any_level)
        found = self._engine.fetch(document_ids)
        return {id_: _answer_hit(Hit(document, 0.0), 1, finder) for id_, document in found.items()}

    def known(self, kind: EntityKind, entity_id: str) -> KnownEntity | None:
        """What is known of an actor or a location."""
        return self._labels.entity(kind, entity_id)

    def occurrences(self, document: Document, request: SearchRequest) -> tuple[Span, ...]:
        """The places of a whole document where it holds the words of a request: whole words, in title and text.

        The `rule` of each says how it matches: the level, or what stands there for a word of the query.
        """
        plan = self._plan(request)
        finder = self._finder(plan, plan.any_level)
        in_title, in_text = finder.find_in(document)
        title, text = mark_all(document.title, in_title, finder.parts), mark_all(document.text, in_text, finder.parts)
        return (
            *(Span(*span, "title", how) for span, how in zip(title.spans, title.how, strict=True)),
            *(Span(*span, "text", how) for span, how in zip(text.spans, text.how, strict=True)),
        )

    def _leads(self, understood: Understood, request: SearchRequest, found: int, facets: Mapping[Field, AnswerFacet]) -> Leads:
        if self._assistance is None:
            return NO_LEADS
        return self._assistance.guide.lead_on(understood, request, found, facets, self.count)

    def _plan(self, request: SearchRequest) -> Plan:
        return self._reader.read(request).plan

    def _finder(self, plan: Plan, weakest: Level) -> OccurrenceFinder:
        return OccurrenceFinder(plan, self._analyzer, weakest=weakest)


def _answer_hit(hit: Hit, group: Group, finder: OccurrenceFinder) -> AnswerHit:
    in_title, in_text = finder.find_in(hit.document)
    return AnswerHit(
        document=hit.document,
        score=hit.score,
        group=group,
        level=weakest_level([*in_title, *in_text]),
        title=mark_all(hit.document.title, in_title, finder.parts),
        snippet=make_snippet(hit.document.text, in_text, finder.parts),
        via=finder.via(hit.document, [*in_title, *in_text]),
    )


def _check(request: SearchRequest) -> None:
    if request.page < 1 or not 1 <= request.size <= MAX_PAGE_SIZE:
        raise QueryError(f"page is 1 or more and size 1 to {MAX_PAGE_SIZE}; asked for page {request.page}, size {request.size}")
    if request.page * request.size > MAX_OFFSET:
        raise QueryError(
            f"only the first {MAX_OFFSET:,} hits can be paged to; narrow the search by words, dates or facets",
            reason="too_far",
            most=f"{MAX_OFFSET:,}",
        )
    if request.date_from and request.date_to and request.date_from > request.date_to:
        raise QueryError(f"the dates run backwards: from {request.date_from} to {request.date_to}; exchange them")
    if request.level is not None and request.level not in LEVELS:
        raise QueryError(f"unknown level {request.level!r}; one of {', '.join(LEVELS)}")
