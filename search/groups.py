"""The two groups of hits: which one is counted is decided by the words alone, before filters.

The first group (every word) is counted where it has any document at all, else the second (any word) is. Where the first has fewer
than ten, what the second adds follows behind it, and is counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from engines.base import DateFilter, Query, ValueFilter
from search.facets import facet_requests, finer_requests
from search.planning import only_second
from search.reranking import DEPTH
from search.weights import FIRST_GROUP_ENOUGH

if TYPE_CHECKING:
    from engines.base import Clause, Engine, Facet, Filter, Hit, SearchResult, SortKey
    from search.planning import Plan
    from search.reranking import Reranker
    from search.values import SearchRequest

Group = Literal[1, 2]


@dataclass(frozen=True, slots=True)
class Groups:
    """One page of hits, each with its group; `total` and `facets` are those of the `counted` group, `more` is what follows it."""

    counted: Group
    total: int
    more: int
    hits: tuple[tuple[Hit, Group], ...]
    facets: tuple[Facet, ...]


def ask_groups(engine: Engine, reranker: Reranker, plan: Plan, request: SearchRequest) -> Groups:
    """Ask an engine for one page of both groups."""
    offset, limit = (request.page - 1) * request.size, request.size
    asked = _Asker(engine, reranker, plan, filters_of(request), sort_of(plan, request))
    if plan.second is None:
        result = asked.page(plan.first, offset, limit, request)
        return Groups(1, result.total, 0, tuple((hit, 1) for hit in result.hits), result.facets)
    result = asked.page(plan.first, offset, limit, request)
    alone = _alone(engine, plan, asked.filters, result.total)
    if alone == 0:
        result = asked.page(plan.second, offset, limit, request)
        return Groups(2, result.total, 0, tuple((hit, 2) for hit in result.hits), result.facets)
    hits: list[tuple[Hit, Group]] = [(hit, 1) for hit in result.hits]
    more = 0
    if alone < FIRST_GROUP_ENOUGH:
        rest = asked.page(only_second(plan), max(0, offset - result.total), limit - len(hits))
        more = rest.total
        hits += [(hit, 2) for hit in rest.hits]
    return Groups(1, result.total, more, tuple(hits), result.facets)


def count_groups(engine: Engine, plan: Plan, request: SearchRequest) -> int:
    """Documents in both groups: what `ask_groups` counts as total and more."""
    filters = filters_of(request)
    first = engine.search(Query(plan.first, filters=filters, limit=0)).total
    if plan.second is None or _alone(engine, plan, filters, first) >= FIRST_GROUP_ENOUGH:
        return first
    return engine.search(Query(plan.second, filters=filters, limit=0)).total


def _alone(engine: Engine, plan: Plan, filters: tuple[Filter, ...], filtered: int) -> int:
    """Documents of the first group before filters, where that is needed: `filtered` of them are enough, or there is no filter."""
    if not filters or filtered >= FIRST_GROUP_ENOUGH:
        return filtered
    return engine.search(Query(plan.first, limit=0)).total


@dataclass(frozen=True, slots=True)
class _Asker:
    engine: Engine
    reranker: Reranker
    plan: Plan
    filters: tuple[Filter, ...]
    sort: SortKey

    def page(self, clause: Clause, offset: int, limit: int, facets_for: SearchRequest | None = None) -> SearchResult:
        """One page of one group. By relevance, pages that begin in the first hundred are cut from the re-ranked hundred."""
        facets = facet_requests(facets_for) if facets_for else ()
        query = Query(clause, filters=self.filters, facets=facets, sort=self.sort, offset=offset, limit=limit)
        result = self._ranked(query)
        finer = finer_requests(facets_for, result.facets, result.total) if facets_for else ()
        if finer:
            asked = self.engine.search(replace(query, facets=finer, offset=0, limit=0))
            result = replace(result, facets=result.facets + asked.facets)
        return result

    def _ranked(self, query: Query) -> SearchResult:
        if self.sort != "relevance" or query.limit < 1 or query.offset >= DEPTH:
            return self.engine.search(query)
        end = query.offset + query.limit
        result = self.engine.search(replace(query, offset=0, limit=max(DEPTH, end), texts_only=True))
        ranked = (*self.reranker.rerank(result.hits[:DEPTH], self.plan), *result.hits[DEPTH:])
        page = ranked[query.offset : end]
        documents = self.engine.fetch([hit.document.id for hit in page])
        # A document that was deleted in between is no hit any more.
        hits = (replace(hit, document=documents[hit.document.id]) for hit in page if hit.document.id in documents)
        return replace(result, hits=tuple(hits))


def sort_of(plan: Plan, request: SearchRequest) -> SortKey:
    """The order of a request's hits. Without words there is no relevance: the newest report comes first."""
    return "report_newest" if request.sort == "relevance" and not plan.scored else request.sort


def filters_of(request: SearchRequest) -> tuple[Filter, ...]:
    """What narrows a request."""
    filters: list[Filter] = [ValueFilter(field, values) for field, values in request.any_of.items() if values]
    filters += [ValueFilter(field, (value,), fixed=True) for field, values in request.all_of.items() for value in values]
    filters += [ValueFilter(field, values, exclude=True) for field, values in request.none_of.items() if values]
    if request.date_from or request.date_to:
        filters.append(DateFilter(request.date_of, request.date_from, request.date_to))
    return tuple(filters)
