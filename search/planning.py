"""From a parsed query to the clauses that an engine understands: the two groups of hits.

First group: all of the query, words at the stem level (stop words do not count). Second group: any of its words, at the root level
too; a bracketed group is one word more, and counts as it stands. In both hold what is excluded and the values of fields. Within
both the levels add up: a document that has the word as written scores on all four.

A term matches at the level named here and nowhere else: the levels above only add score. (على as a stop word has no stem but shares
its folded form with علي: a folded term alone must not let it in.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engines.base import Bool, Clause, Dated, MatchAll, Tagged, Unscored
from search.matching_parts import closer, decides, matching
from search.query import QueryGroup, QueryPart, ValuePart
from search.weights import ALL_WORDS_LEVEL, ANY_WORD_LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzers.analysis import Level
    from engines.base import DateField
    from search.query import Node, ParsedQuery

_LEAVES_NOTHING_OUT: Final[tuple[Level, ...]] = ("exact", "folded")


@dataclass(frozen=True, slots=True)
class Plan:
    """`first` and `second` are the two groups' clauses; `second` is None where it could find no more than `first`.

    `parts` are the words, phrases and names that count, `all_level` and `any_level` the weakest levels at which they match in
    each group. `scored`: whether any of them is there to be relevant to.
    """

    first: Clause
    second: Clause | None
    parts: tuple[QueryPart, ...]
    all_level: Level
    any_level: Level
    scored: bool


def plan_query(parsed: ParsedQuery, *, level: Level | None = None, date_of: DateField = "event") -> Plan:
    """The two groups of a query; `level` is the weakest level at which its words may match (None: the default).

    `date_of`: which dates a date in the query narrows.
    """
    counting = parsed if level in _LEAVES_NOTHING_OUT else _without_stop_words(parsed)
    parts = counting.wanted
    all_level, any_level = _levels(parts, level)
    planner = _Planner(level, date_of)
    held = planner.held(counting.nodes)
    wanted = [node for node in counting.nodes if not isinstance(node, ValuePart) and not node.excluded]
    first = planner.all_of(wanted, held, all_level)
    second = planner.any_of(wanted, held, any_level) if _loosens(wanted, all_level, any_level) else None
    return Plan(first, second, parts, all_level, any_level, scored=bool(parts))


def only_second(plan: Plan) -> Clause:
    """The second group without the first."""
    assert plan.second is not None
    return Bool(must=(plan.second,), must_not=(Unscored(plan.first),))


@dataclass(frozen=True, slots=True)
class _Held:
    """What holds in both groups: values that must be there, and what must not be."""

    must: tuple[Clause, ...]
    must_not: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class _Planner:
    level: Level | None
    date_of: DateField

    def held(self, nodes: Sequence[Node]) -> _Held:
        values = tuple(self._value(node) for node in nodes if isinstance(node, ValuePart) and not node.excluded)
        return _Held(values, tuple(self._excluded(node) for node in nodes if node.excluded))

    def all_of(self, wanted: Sequence[QueryPart | QueryGroup], held: _Held, level: Level) -> Clause:
        """The first group: everything. Parts lie flat beside each other, which engines are fastest with."""
        must = tuple(self._matching(node, level) for node in wanted)
        return _bool(must + held.must, _closer(wanted, level), held.must_not)

    def any_of(self, wanted: Sequence[QueryPart | QueryGroup], held: _Held, level: Level) -> Clause:
        """The second group: anything, and of a name any of its words."""
        loose = [part for node in wanted for part in _loosened(node)]
        either = Bool(should=tuple(self._matching(node, level) for node in loose), minimum=1)
        return _bool((either, *held.must), _closer(loose, level), held.must_not)

    def _matching(self, node: QueryPart | QueryGroup, level: Level) -> Clause:
        return matching(node, level) if isinstance(node, QueryPart) else self._group(node, level)

    def _group(self, group: QueryGroup, level: Level) -> Clause:
        """A bracketed group, its own score included."""
        if group.kind == "any":
            return Bool(should=tuple(self._member(node, level) for node in group.members), minimum=1)
        held = self.held(group.members)
        wanted = [node for node in group.members if not isinstance(node, ValuePart) and not node.excluded]
        return self.all_of(wanted, held, level)

    def _member(self, node: Node, level: Level) -> Clause:
        if node.excluded:
            return Bool(must_not=(self._excluded(node),))
        if isinstance(node, ValuePart):
            return self._value(node)
        return _bool((self._matching(node, level),), _closer([node], level), ())

    def _excluded(self, node: Node) -> Clause:
        if isinstance(node, ValuePart):
            return self._value(node)
        if isinstance(node, QueryGroup):
            return self._group(node, self.level or ALL_WORDS_LEVEL)
        return matching(replace(node, alternatives=()), _exclusion_level(node, self.level))

    def _value(self, part: ValuePart) -> Clause:
        if part.field != "date":
            return Tagged(part.field, part.values, 0.0)
        if part.values:
            return Tagged(self.date_of, part.values, 0.0)
        return Dated(self.date_of, part.start, part.end)


def _bool(must: tuple[Clause, ...], should: tuple[Clause, ...], must_not: tuple[Clause, ...]) -> Clause:
    if not must and not must_not:
        return MatchAll()
    if len(must) == 1 and not should and not must_not:
        return must[0]
    return Bool(must=must, should=should, must_not=must_not)


def _closer(nodes: Sequence[QueryPart | QueryGroup], level: Level) -> tuple[Clause, ...]:
    """What adds score at the levels above the one that decides."""
    return tuple(clause for node in nodes if isinstance(node, QueryPart) for clause in closer(node, level))


def _loosened(node: QueryPart | QueryGroup) -> Iterator[QueryPart | QueryGroup]:
    """A name is each of its words, and what may stand for all of them."""
    if isinstance(node, QueryPart) and node.kind == "name":
        for number, (token, text) in enumerate(zip(node.tokens, node.texts, strict=True)):
            yield QueryPart("word", (token,), (text,), alternatives=node.alternatives if number == 0 else ())
    else:
        yield node


def _loosens(wanted: Sequence[QueryPart | QueryGroup], all_level: Level, any_level: Level) -> bool:
    """Whether any of the words may find more than all of them."""
    if len(wanted) != 1:
        return bool(wanted)
    (node,) = wanted
    if isinstance(node, QueryPart):
        return (len(node.tokens) > 1 and node.kind == "name") or decides(node, all_level) != decides(node, any_level)
    return all_level != any_level


def _without_stop_words(parsed: ParsedQuery) -> ParsedQuery:
    """Stop words do not count, unless there is nothing else that a document could be found by."""
    wanted = parsed.wanted
    if all(part.stop for part in wanted):
        return parsed
    return replace(parsed, nodes=tuple(_counting(parsed.nodes)))


def _counting(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, QueryGroup) and not node.excluded:
            members = tuple(_counting(node.members))
            if len(members) > 1:
                yield replace(node, members=members)
            else:
                yield from members
        elif not isinstance(node, QueryPart) or node.excluded or not node.stop:
            yield node


def _levels(parts: Sequence[QueryPart], level: Level | None) -> tuple[Level, Level]:
    all_stop = bool(parts) and all(part.stop for part in parts)
    if level is not None and (level in _LEAVES_NOTHING_OUT or not all_stop):
        return level, level
    return ("folded", "folded") if all_stop else (ALL_WORDS_LEVEL, ANY_WORD_LEVEL)


def _exclusion_level(part: QueryPart, level: Level | None) -> Level:
    if part.stop:
        return "exact" if level == "exact" else "folded"
    return level or ALL_WORDS_LEVEL
