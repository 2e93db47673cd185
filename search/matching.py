"""All documents of a request, by id and without hits, facets or marks: what a saved search follows.

Only those with every word count (the first group): with one word of several, nearly every new document would be news.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engines.base import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Clause, Engine, Filter

MAX_FOLLOWED: Final = 100_000
"""Documents that a saved search may find."""

_PAGE: Final = 2_000


class TooManyMatchesError(Exception):
    """A request finds more documents than can be followed one by one; `total` says how many."""

    def __init__(self, total: int) -> None:
        self.total = total
        super().__init__(f"{total:,} documents are found, and up to {MAX_FOLLOWED:,} can be followed; narrow the search")


def matching_ids(engine: Engine, clause: Clause, filters: tuple[Filter, ...]) -> Iterator[str]:
    """The ids of all documents that match, the newest reports first.

    A document that comes or goes meanwhile may be missed or told twice: the next look sees it as it is. Raises
    TooManyMatchesError at once.
    """
    offset = 0
    while True:
        query = Query(clause, filters=filters, sort="report_newest", offset=offset, limit=_PAGE, texts_only=True)
        result = engine.search(query)
        if result.total > MAX_FOLLOWED:
            raise TooManyMatchesError(result.total)
        yield from (hit.document.id for hit in result.hits)
        offset += _PAGE
        if offset >= result.total:
            return
