"""What is new for saved searches: the index is compared with what each search had found before.

A look at the index costs as much as the search has documents, and nothing where no commit came in between. Looking and telling are
two things: a feed may look at any time, and `kashf alerts run` still tells of all that is new since it last told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.matching import TooManyMatchesError
from search.saved import SavedSearchError

if TYPE_CHECKING:
    from search.saved import FoundDocument, SavedSearch, SavedSearches
    from search.searching import Searcher
    from search.values import AnswerHit, SearchRequest


@dataclass(frozen=True, slots=True)
class News:
    """What a saved search found since it was last told of. `hits` are the latest of them that are still in the index."""

    search: SavedSearch
    found: tuple[FoundDocument, ...]
    hits: tuple[tuple[FoundDocument, AnswerHit], ...]


class Alerts:
    """The saved searches of one index, compared with it. Every method raises EngineError when it can not be used."""

    def __init__(self, searcher: Searcher, saved: SavedSearches) -> None:
        self._searcher = searcher
        self._saved = saved

    def add(self, name: str, request: SearchRequest) -> SavedSearch:
        """Save a search. What it finds now is known; what it will find besides is new.

        Raises QueryError for a request that can not be answered, SavedSearchError for one that finds too much, or a bad name.
        """
        generation = self._searcher.engine.info().generation
        return self._saved.add(name, request, self._matching(request), generation)

    def look(self, name: str) -> SavedSearch:
        """Compare a search with the index as it is now."""
        search = self._saved.get(name)
        generation = self._searcher.engine.info().generation
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
