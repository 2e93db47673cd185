"""Answers a query: one request for a usual page, a point in time and `search_after` for what lies deeper.

An answer is whole or none: a shard that does not answer, or not in time, is an error that says so.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from engines.base import EngineError, EngineUnavailableError, Hit, SearchResult, Term
from engines.clauses import is_scored, selects
from engines.elastic.documents import STORED, TEXTS, read_source
from engines.elastic.facets import MOST_VALUES, SHARD_SIZE, aggregations, answered, completing, read_facets
from engines.elastic.mapping import EVENT, EVENT_LAST, ID, REPORT
from engines.elastic.queries import EVERYTHING, all_of, clause_query, narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engines.base import Document, Facet, Filter, Query, SortKey
    from engines.elastic.cluster import Cluster, Json

WINDOW: Final = 10_000
"""How deep `from` and `size` reach: the server's own limit, which bounds its memory."""

_KEEP_ALIVE: Final = "10m"
_HITS_AT_ONCE: Final = 1_000
_DOCUMENTS_AT_ONCE: Final = 200
_TERMS_AT_ONCE: Final = 500

_SORTS: Final[dict[SortKey, Json]] = {
    "event_newest": {EVENT_LAST: {"order": "desc", "missing": "_last"}},
    "event_oldest": {EVENT: {"order": "asc", "mode": "min", "missing": "_last"}},
    "report_newest": {REPORT: {"order": "desc", "missing": "_last"}},
    "report_oldest": {REPORT: {"order": "asc", "missing": "_last"}},
}


def search(cluster: Cluster, target: str, query: Query, *, shards: int) -> SearchResult:
    """Answer a query on the newest commit of an index of so many shards.

    Where it has more by now (it was built anew), some facets cost a second request, and are as right.
    """
    request = _request(query, shard_size=0 if shards == 1 else SHARD_SIZE)
    if query.offset + query.limit <= WINDOW and query.limit <= _HITS_AT_ONCE:
        answer = _ask(cluster, target, request | {"from": query.offset, "size": query.limit})
        hits = answer["hits"]["hits"]
    else:
        with _point_in_time(cluster, target, _preference(query)) as point:
            answer, hits = _deep(cluster, target, request | {"pit": point}, query)
    return SearchResult(
        total=answer["hits"]["total"]["value"],
        hits=tuple(_hit(cluster, hit, query) for hit in hits),
        facets=_facets(cluster, target, query, request, answer),
    )


def count(cluster: Cluster, target: str) -> int:
    """How many documents there are."""
    total: int = _ask(cluster, target, {"query": EVERYTHING, "size": 0, "track_total_hits": True})["hits"]["total"]["value"]
    return total


def fetch(cluster: Cluster, target: str, ids: Sequence[str]) -> dict[str, Document]:
    """Stored documents by id, as of the newest commit."""
    found: dict[str, Document] = {}
    for start in range(0, len(ids), _DOCUMENTS_AT_ONCE):
        wanted = list(dict.fromkeys(ids[start : start + _DOCUMENTS_AT_ONCE]))
        answer = cluster.ask(
            "reading",
            lambda client, wanted=wanted: (  # type: ignore[misc]  # the loop's value, bound now
                client.mget(index=target, ids=wanted, realtime=False, source_includes=STORED).body
            ),
        )
        for item in answer["docs"]:
            if "error" in item:
                reason = item["error"].get("reason")
                raise EngineUnavailableError(f"reading a document of {cluster.url} failed: {reason}; look at the cluster's health")
            if item["found"]:
                found[item["_id"]] = _document(cluster, item)
    return found


def frequencies(cluster: Cluster, target: str, level: str, terms: Sequence[str]) -> dict[str, int]:
    """How many documents hold each of the terms at a level."""
    found = dict.fromkeys(terms, 0)
    wanted = list(found)
    for start in range(0, len(wanted), _TERMS_AT_ONCE):
        some = wanted[start : start + _TERMS_AT_ONCE]
        filters = {"filters": {"filters": [clause_query(Term(level, term)) for term in some]}}
        answer = _ask(cluster, target, {"query": EVERYTHING, "size": 0, "track_total_hits": False, "aggs": {"terms": filters}})
        buckets = answer["aggregations"]["terms"]["buckets"]
        found |= {term: bucket["doc_count"] for term, bucket in zip(some, buckets, strict=True)}
    return found


def scan(cluster: Cluster, target: str) -> Iterator[Document]:
    """Every stored document of one commit."""
    with _point_in_time(cluster, target, "scan") as point:
        request: Json = {"query": EVERYTHING, "pit": point, "sort": ["_shard_doc"], "_source": STORED, "track_total_hits": False}
        for page in _pages(cluster, target, request, _DOCUMENTS_AT_ONCE):
            for hit in page:
                yield _document(cluster, hit)


def _request(query: Query, *, shard_size: int) -> Json:
    """All but the page."""
    selecting = _selecting(query)
    others = [wanted for wanted in query.filters if wanted not in selecting]
    request: Json = {
        "query": narrowed(clause_query(query.clause), others),
        "track_total_hits": True,
        "sort": _sort(query),
        # Of whole documents all is sent: to leave out a fifth, the server would parse each of them.
        "_source": TEXTS if query.texts_only else True,
    }
    if selecting:
        request["post_filter"] = all_of(selecting)
    if query.facets:
        request["aggs"] = aggregations(query.facets, selecting, shard_size=shard_size)
    return request


def _selecting(query: Query) -> list[Filter]:
    """The filters that a facet of the query leaves out."""
    faceted = {request.field for request in query.facets}
    return [wanted for wanted in query.filters if any(selects(wanted, field) for field in faceted)]


def _sort(query: Query) -> list[Json]:
    by_id: Json = {ID: {"order": "asc"}}
    if query.sort == "relevance":
        return [{"_score": {"order": "desc"}}, by_id] if is_scored(query.clause) else [by_id]
    return [_SORTS[query.sort], by_id]


def _facets(cluster: Cluster, target: str, query: Query, request: Json, answer: Json) -> tuple[Facet, ...]:
    parts = answered(query.facets, answer.get("aggregations", {}))
    if lacking := completing(query.facets, _selecting(query), parts, shard_size=MOST_VALUES):
        again = _ask(cluster, target, {"query": request["query"], "size": 0, "track_total_hits": False, "aggs": lacking})
        more = answered(query.facets, again["aggregations"])
        parts = [part | beside for part, beside in zip(parts, more, strict=True)]
    return read_facets(query.facets, parts, query.filters)


def _deep(cluster: Cluster, target: str, request: Json, query: Query) -> tuple[Json, list[Json]]:
    """The first answer, with total and facets, and the hits of a page beyond the window, or of a very long one."""
    first = _ask(cluster, target, request | {"size": 0})
    total = first["hits"]["total"]["value"]
    wanted = min(query.limit, total - query.offset)
    if wanted <= 0:
        return first, []
    walking = {key: value for key, value in request.items() if key != "aggs"} | {"track_total_hits": False}
    after = None
    skipped = 0
    while skipped < query.offset:
        step = min(WINDOW, query.offset - skipped)
        (page,) = _some(_pages(cluster, target, walking | {"_source": False}, step, after=after))
        after = page[-1]["sort"]
        skipped += len(page)
    hits: list[Json] = []
    for page in _pages(cluster, target, walking, min(_HITS_AT_ONCE, wanted), after=after):
        hits += page
        if len(hits) >= wanted:
            break
    return first, hits[:wanted]


def _some(pages: Iterator[list[Json]]) -> Iterator[list[Json]]:
    """The first page alone."""
    yield next(pages)


def _pages(cluster: Cluster, target: str, request: Json, size: int, *, after: list[object] | None = None) -> Iterator[list[Json]]:
    while True:
        page = request | {"size": size} | ({"search_after": after} if after else {})
        hits: list[Json] = _ask(cluster, target, page)["hits"]["hits"]
        if hits:
            yield hits
        if len(hits) < size:
            return
        after = hits[-1]["sort"]


def _ask(cluster: Cluster, target: str, request: Json) -> Json:
    """One search. Never a part of an answer."""
    # Scores by what all shards hold together: without it each counts its own documents, and ranks differ. On one shard the
    # server leaves that step out by itself.
    parameters: Json = {"allow_partial_search_results": False, "search_type": "dfs_query_then_fetch"}
    if "pit" not in request:
        parameters |= {"index": target, "preference": _sticky(request)}
    answer = cluster.ask("searching", lambda client: client.search(**parameters, body=request).body)
    failed = answer["_shards"]["failed"]
    if answer["timed_out"] or failed:
        raise EngineUnavailableError(
            f"searching {cluster.url} gave a part of the answer only ({failed} of {answer['_shards']['total']} shards failed, "
            f"timed out: {answer['timed_out']}): look at the cluster's health, and ask again"
        )
    return dict(answer)


@contextmanager
def _point_in_time(cluster: Cluster, target: str, preference: str) -> Iterator[Json]:
    opened = cluster.ask(
        "searching",
        lambda client: client.open_point_in_time(index=target, keep_alive=_KEEP_ALIVE, preference=preference).body,
    )
    try:
        yield {"id": opened["id"], "keep_alive": _KEEP_ALIVE}
    finally:
        with suppress(EngineError):  # it ends by itself; what went wrong before matters more
            cluster.ask("searching", lambda client: client.close_point_in_time(id=opened["id"]), patience=0.0)


def _preference(query: Query) -> str:
    return _sticky({"query": clause_query(query.clause)})


def _sticky(request: Json) -> str:
    """The same copies of the shards for the same words: copies differ in what they have merged, and so a little in scores."""
    return f"kashf-{zlib.crc32(repr(request['query']).encode(errors='replace')):08x}"


def _hit(cluster: Cluster, hit: Json, query: Query) -> Hit:
    score = hit.get("_score") if query.sort == "relevance" else None
    return Hit(_document(cluster, hit, texts_only=query.texts_only), float(score or 0.0))


def _document(cluster: Cluster, hit: Json, *, texts_only: bool = False) -> Document:
    try:
        return read_source(hit["_source"], texts_only=texts_only)
    except (KeyError, ValueError) as error:
        raise EngineUnavailableError(
            f"document {hit.get('_id')!r} of {cluster.url} can not be read: it was not written by Kashf; remove it, or build the "
            "index anew with `kashf index`"
        ) from error
