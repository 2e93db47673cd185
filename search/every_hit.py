"""All hits of a search, page after page: what an export writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from search.searching import MAX_OFFSET
from search.values import MAX_PAGE_SIZE, QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Document
    from search.values import SearchAnswer, SearchRequest


class Answering(Protocol):
    """What answers a request: `search.searching.Searcher` does."""

    def search(self, request: SearchRequest, /) -> SearchAnswer:
        """Answer a request."""
        ...


def every_hit(searcher: Answering, request: SearchRequest) -> Iterator[Document]:
    """All hits that a search counts, in its order: not those that follow with only some of the words.

    Raises QueryError at once, before the first, where there are more than can be paged to.
    """
    first = searcher.search(replace(request, page=1, size=MAX_PAGE_SIZE))
    if first.total > MAX_OFFSET:
        raise QueryError(
            f"{first.total:,} documents are found, and a search exports up to {MAX_OFFSET:,}; narrow it, as by --from and --to, "
            "and export in parts, or export the whole index without a query and filters",
            reason="too_many_to_export",
            found=f"{first.total:,}",
            most=f"{MAX_OFFSET:,}",
        )
    return _all_pages(searcher, first)


def _all_pages(searcher: Answering, answer: SearchAnswer) -> Iterator[Document]:
    while True:
        yield from (hit.document for hit in answer.hits if hit.group == answer.group)
        request = answer.request
        if request.page * request.size >= answer.total:
            return
        answer = searcher.search(replace(request, page=request.page + 1))
