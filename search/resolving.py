"""What field words name: `actor:الحشد` → the ids of actors called so. Known names first, then those that the index itself holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engines.base import NONE, FacetRequest, MatchAll, Query
from search.query import ParsedQuery, QueryGroup, QueryPart, ValuePart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from analyzers.analysis import Analyzer
    from engines.base import Engine
    from search.labels import Labels
    from search.query import Node, Note, Resolver, ValueField
    from search.values import KnownEntity

LISTED: Final = 1_000
"""Values of a field, the most frequent ones, whose names are looked through."""

MAX_VALUES: Final = 20
"""That one text may name."""


def resolve(parsed: ParsedQuery, resolver: Resolver, analyzer: Analyzer) -> ParsedQuery:
    """The query with the values of its fields.

    An actor or a place that nobody knows is looked for by its words, among the documents that name any; an unknown source
    finds nothing. Both are said.
    """
    if all(part.values or part.field == "date" for part in parsed.values):
        return parsed
    notes: list[Note] = []

    def resolved(nodes: Sequence[Node]) -> Iterator[Node]:
        for node in nodes:
            if isinstance(node, QueryGroup):
                yield replace(node, members=tuple(resolved(node.members)))
            elif not isinstance(node, ValuePart) or node.values or node.field == "date":
                yield node
            elif values := resolver(node.field, node.text):
                yield replace(node, values=values)
            else:
                notes.append((f"{node.field}_unknown", node.text))
                yield replace(node, values=(node.text,)) if node.field == "source" else _by_words(node, analyzer)

    return replace(parsed, nodes=tuple(resolved(parsed.nodes))).noted(*notes)


def _by_words(part: ValuePart, analyzer: Analyzer) -> QueryGroup:
    tokens = analyzer.tokens(part.text)
    words = (QueryPart("word", (replace(token, position=0),), (part.text[token.start : token.end],)) for token in tokens)
    any_named = ValuePart(part.field, NONE, excluded=True, values=(NONE,))
    return QueryGroup("all", (*words, any_named), part.excluded)


def first_of(first: Resolver, second: Resolver) -> Resolver:
    """What the first finds, or else the second."""
    return lambda field, text: first(field, text) or second(field, text)


@dataclass(slots=True)
class _Names:
    """The names of what is in the index, folded, as of one generation: value → its names."""

    generation: str
    of: dict[ValueField, dict[str, tuple[tuple[str, ...], ...]]]


class IndexResolver:
    """Finds values by their id, by their name, or by some words of it. What it read is kept until the index changes."""

    def __init__(self, engine: Engine, analyzer: Analyzer, labels: Labels, known: Callable[[str], KnownEntity | None]) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._labels = labels
        self._known = known
        self._names = _Names("", {})

    def __call__(self, field: ValueField, text: str) -> tuple[str, ...]:
        """The values that a text names."""
        if field == "date":
            return ()
        if field != "source" and (entity := self._known(text)) is not None and entity.kind == field:
            return (text,)
        names = self._listed(field)
        if text in names:
            return (text,)
        asked = self._words(text)
        if not asked:
            return ()
        whole = [value for value, called in names.items() if asked in called]
        part = [value for value, called in names.items() if any(set(asked) <= set(name) for name in called)]
        return tuple(whole or part)[:MAX_VALUES]

    def _listed(self, field: ValueField) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        generation = self._engine.info().generation
        names = self._names
        if names.generation != generation:
            names = self._names = _Names(generation, {})
        if field not in names.of:
            names.of[field] = self._read(field)
        return names.of[field]

    def _read(self, field: ValueField) -> dict[str, tuple[tuple[str, ...], ...]]:
        assert field != "date"
        (facet,) = self._engine.search(Query(MatchAll(), facets=(FacetRequest(field, size=LISTED),), limit=0)).facets
        values = [bucket.value for bucket in facet.buckets if bucket.value != NONE]
        labels = self._labels.labels(field, values)
        return {value: tuple({self._words(label.ar), self._words(label.en)}) for value, (label, _) in labels.items()}

    def _words(self, text: str) -> tuple[str, ...]:
        """A name's words at the stem level; stop words as they are folded."""
        return tuple(token.forms.stem or token.forms.folded for token in self._analyzer.tokens(text))
