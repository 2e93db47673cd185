"""What is new for saved searches: the index is compared with what each search had found before.

A look at the index costs as much as the search has documents, and nothing where no commit came in between. Looking and telling are
two things: a feed may look at any time, and `kashf alerts run` still tells of all that is new since it last told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from search.matching import TooManyMatchesError
from search.saved import SavedSearchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from search.saved import FoundDocument, SavedSearch, SavedSearches
    from search.values import AnswerHit, SearchRequest


class Following(Protocol):
    """What tells which documents a request finds: `search.searching.Searcher` does."""

    def matching(self, request: SearchRequest, /) -> Iterator[str]:
        """The ids of all documents with every word of a request."""
        ...

    def present(self, document_ids: Sequence[str], request: SearchRequest, /) -> dict[str, AnswerHit]:
        """Documents as hits of a request, by id."""
        ...


@dataclass(frozen=True, slots=True)
class News:
    """What a saved search found since it was last told of. `hits` are the latest of them that are still in the index."""

    search: SavedSearch
    found: tuple[FoundDocument, ...]
    hits: tuple[tuple[FoundDocument, AnswerHit], ...]


class Alerts:
    """The saved searches of one index, compared with it; `generation` changes with each commit.

    Every method raises EngineError when the index can not be used.
    """

    def __init__(self, searcher: Following, saved: SavedSearches, generation: Callable[[], str]) -> None:
        self._searcher = searcher
        self._saved = saved
        self._generation = generation

    def add(self, name: str, request: SearchRequest) -> SavedSearch:
        """Save a search. What it finds now is known; what it will find besides is new.

        Raises QueryError for a request that can not be answered, SavedSearchError for one that finds too much, or a bad name.
        """
        generation = self._generation()
        return self._saved.add(name, request, self._matching(request), generation)

    def look(self, name: str) -> SavedSearch:
        """Compare a search with the index as it is now."""
        search = self._saved.get(name)
        generation = self._generation()
        if generation == search.generation:
            return search
        self._saved.note(name, self._matching(search.request), generation)
        return self._saved.get(name)

    def news(self, name: str, *, shown: int) -> News:
        """What is new for a search, with the latest `shown` as hits; `tell` makes it known."""
        search = self.look(name)
        found = tuple(self._saved.untold(name))
        return News(search, found, self._as_hits(found[:shown], search))

    def tell(self, news: News) -> None:
        """The news were told: they are no news any more."""
        self._saved.tell(news.search.name, news.found)

    def newest(self, name: str, *, shown: int) -> tuple[SavedSearch, tuple[tuple[FoundDocument, AnswerHit], ...]]:
        """A search with the documents that it found last: what its feed shows."""
        search = self.look(name)
        return search, self._as_hits(tuple(self._saved.newest(name, shown)), search)

    def _as_hits(self, found: tuple[FoundDocument, ...], search: SavedSearch) -> tuple[tuple[FoundDocument, AnswerHit], ...]:
        hits = self._searcher.present([one.id for one in found], search.request)
        return tuple((one, hits[one.id]) for one in found if one.id in hits)

    def _matching(self, request: SearchRequest) -> list[str]:
        """All ids, before the file is opened for writing: nobody waits for a slow index."""
        try:
            return list(self._searcher.matching(request))
        except TooManyMatchesError as error:
            raise SavedSearchError(str(error)) from error
