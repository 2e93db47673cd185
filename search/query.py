"""A query as it was read: a tree of words, phrases and values of fields.

::

    ParsedQuery     all of its nodes (excluded ones must not be in a document)
    ├── QueryPart   a word, a phrase or a name, with what may stand for it
    ├── ValuePart   a value of a field: an actor, a place, a source, a date
    └── QueryGroup  all, or any, of its members
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from analyzers.analysis import Token
    from engines.base import Field

MAX_ALTERNATIVES: Final = 12
"""Of one part; what an expander adds beyond them is left out."""

MAX_ALL_ALTERNATIVES: Final = 120
"""Of all parts of a query together: each costs the engine a clause."""

Note = tuple[str, str]

AlternativeKind = Literal["translation", "name", "transliteration", "spelling"]
ValueField = Literal["actor", "location", "source", "date"]
"""What field words name. `date` is that of the request's `date_of`."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may stand for a part: words (`tokens`; several are a phrase), or a facet's value (`tagged`), or both.

    `label` is what a person is shown of it, in the language that it is in.
    """

    kind: AlternativeKind
    label: str
    tokens: tuple[Token, ...] = ()
    texts: tuple[str, ...] = ()
    tagged: tuple[Field, str] | None = None


@dataclass(frozen=True, slots=True)
class QueryPart:
    """A word (one token), a phrase (several, with their positions), or a name (several, all wanted, in any order and anywhere).

    `excluded`: must not be in a document. `exact`: as written. `prefix`: the beginning of a word. `edits`: how many letters may
    differ. `near`: how many words may stand between two neighbours of a phrase, which may then come in any order. `in_title`:
    in the title. Any of `alternatives` may stand for the whole part.
    """

    kind: Literal["word", "phrase", "name"]
    tokens: tuple[Token, ...]
    texts: tuple[str, ...]
    excluded: bool = False
    exact: bool = False
    prefix: bool = False
    edits: int = 0
    near: int = 0
    in_title: bool = False
    alternatives: tuple[Alternative, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether it is a word or a phrase and nothing more was said of it: what an expander may add alternatives to."""
        return not (self.excluded or self.exact or self.prefix or self.edits or self.near or self.in_title)

    @property
    def stop(self) -> bool:
        """Whether nothing is left of it at the stem level, and nothing was said that keeps it."""
        said = self.exact or self.prefix or self.edits
        return not said and all(token.forms.stem is None for token in self.tokens)


@dataclass(frozen=True, slots=True)
class ValuePart:
    """A value of a field: `text` as typed; `values` are the facet values that it stands for, found by a Resolver.

    A date has values from the beginning; a range of dates has `start` and `end` instead (None: open).
    """

    field: ValueField
    text: str
    excluded: bool = False
    values: tuple[str, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class QueryGroup:
    """All (`all`) or at least one (`any`) of two or more members."""

    kind: Literal["all", "any"]
    members: tuple[Node, ...]
    excluded: bool = False


Node: TypeAlias = "QueryPart | ValuePart | QueryGroup"


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """All that a document should hold, in the order typed.

    `notes` say what was cut or not understood, as (message id, value); they are no part of what a query means, so two queries
    that differ in them are equal.
    """

    nodes: tuple[Node, ...]
    notes: tuple[Note, ...] = field(default=(), compare=False)

    @property
    def parts(self) -> tuple[QueryPart, ...]:
        """All words, phrases and names, those within brackets among them, in the order typed."""
        return tuple(part for part, _ in _leaves(self.nodes, wanted=True))

    @property
    def wanted(self) -> tuple[QueryPart, ...]:
        """Those that a document may be found by."""
        return tuple(part for part, wanted in _leaves(self.nodes, wanted=True) if wanted)

    @property
    def excluded(self) -> tuple[QueryPart, ...]:
        """Those that keep a document out."""
        return tuple(part for part, wanted in _leaves(self.nodes, wanted=True) if not wanted)

    @property
    def values(self) -> tuple[ValuePart, ...]:
        """All values of fields."""
        return tuple(_values(self.nodes))

    def noted(self, *notes: Note) -> ParsedQuery:
        """The same query with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    def with_runs(self, change: RunChange) -> ParsedQuery:
        """The query with each run of neighbouring plain parts changed (see `QueryPart.plain`), within brackets too.

        A name of several words is a run of parts before, and one part of kind `name` after. What is excluded is left alone.
        """
        return replace(self, nodes=_with_runs(self.nodes, change, single=False))


RunChange: TypeAlias = "Callable[[tuple[QueryPart, ...]], Iterable[QueryPart]]"

Expander: TypeAlias = Callable[[ParsedQuery], ParsedQuery]
"""Adds alternatives to the parts of a query, and makes names of them."""

Resolver: TypeAlias = Callable[[ValueField, str], tuple[str, ...]]
"""The values of a field that a text names, none where it names none."""


def bounded(parsed: ParsedQuery) -> ParsedQuery:
    """A query with no more alternatives than an engine should be asked for; what is cut is said."""
    left = MAX_ALL_ALTERNATIVES
    cut = False

    def change(run: tuple[QueryPart, ...]) -> Iterator[QueryPart]:
        nonlocal left, cut
        for part in run:
            allowed = min(MAX_ALTERNATIVES, left)
            cut = cut or len(part.alternatives) > allowed
            kept = part.alternatives[:allowed]
            left -= len(kept)
            yield replace(part, alternatives=kept)

    limited = parsed.with_runs(change)
    return limited.noted(("alternatives_cut", str(MAX_ALL_ALTERNATIVES))) if cut else limited


def _leaves(nodes: Iterable[Node], *, wanted: bool) -> Iterator[tuple[QueryPart, bool]]:
    for node in nodes:
        if isinstance(node, QueryPart):
            yield node, wanted != node.excluded
        elif isinstance(node, QueryGroup):
            yield from _leaves(node.members, wanted=wanted != node.excluded)


def _values(nodes: Iterable[Node]) -> Iterator[ValuePart]:
    for node in nodes:
        if isinstance(node, ValuePart):
            yield node
        elif isinstance(node, QueryGroup):
            yield from _values(node.members)


def _with_runs(nodes: tuple[Node, ...], change: RunChange, *, single: bool) -> tuple[Node, ...]:
    """`single`: each node is a run of its own, being one of several that may stand for each other."""
    changed: list[Node] = []
    run: list[QueryPart] = []

    def end() -> None:
        if run:
            changed.extend(change(tuple(run)))
            run.clear()

    for node in nodes:
        if isinstance(node, QueryPart) and node.plain:
            run.append(node)
            if single:
                end()
            continue
        end()
        if isinstance(node, QueryGroup) and not node.excluded:
            node = replace(node, members=_with_runs(node.members, change, single=node.kind == "any"))  # noqa: PLW2901
        changed.append(node)
    end()
    return tuple(changed)
