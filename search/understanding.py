"""From a request to what is asked of the engine: read, resolved, expanded, planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analyzers.analysis import LEVELS
from search.planning import plan_query
from search.query import bounded
from search.query_language import parse_query
from search.resolving import resolve
from search.values import UnderstoodWord

if TYPE_CHECKING:
    from analyzers.analysis import Analyzer, Level
    from search.planning import Plan
    from search.query import Expander, ParsedQuery, Resolver
    from search.values import SearchRequest

_AS_WRITTEN: Final[tuple[Level, ...]] = ("exact", "folded")
"""Levels at which nothing stands for a word but itself."""


@dataclass(frozen=True, slots=True)
class Understood:
    """`typed` is the query as it was typed, `meant` what is searched for it, `plan` how."""

    typed: ParsedQuery
    meant: ParsedQuery
    plan: Plan


class QueryReader:
    """Reads the queries of requests. Safe between threads where the expander is."""

    def __init__(self, analyzer: Analyzer, resolver: Resolver, expander: Expander | None = None) -> None:
        self._analyzer = analyzer
        self._resolver = resolver
        self._expander = expander

    def read(self, request: SearchRequest) -> Understood:
        """What a request asks."""
        typed = parse_query(request.text, self._analyzer)
        meant = resolve(typed, self._resolver, self._analyzer)
        if self._expander is not None and request.expand and request.level not in _AS_WRITTEN:
            meant = bounded(self._expander(meant))
        return Understood(typed, meant, plan_query(meant, level=request.level, date_of=request.date_of))


def understood_words(parsed: ParsedQuery) -> tuple[UnderstoodWord, ...]:
    """The words, phrases and names of a query with their forms."""
    excluded = {id(part) for part in parsed.excluded}
    return tuple(
        UnderstoodWord(
            kind="excluded" if id(part) in excluded else part.kind,
            words=part.texts,
            forms=tuple({level: token.forms.at(level) for level in LEVELS} for token in part.tokens),
            stop=part.stop,
            alternatives=part.alternatives,
        )
        for part in parsed.parts
    )
