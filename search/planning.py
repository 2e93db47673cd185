"""From a parsed query to the clauses that an engine understands: the two groups of hits.

First group: every wanted part matches at the stem level (stop words do not count). Second group: any part, at the root level too.
Within both the levels add up: a document that has the word as written scores on all four.

A term matches at the level named here and nowhere else: the levels above only add score. (على as a stop word has no stem but shares
its folded form with علي: a folded term alone must not let it in.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analyzers.analysis import LEVELS
from engines.base import Bool, Clause, MatchAll, Phrase, Term, Unscored
from search.weights import ALL_WORDS_LEVEL, ANY_WORD_LEVEL, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzers.analysis import Level
    from search.query_language import ParsedQuery, QueryPart

_LEAVES_NOTHING_OUT: Final[tuple[Level, ...]] = ("exact", "folded")


@dataclass(frozen=True, slots=True)
class Plan:
    """`first` and `second` are the two groups' clauses; `second` is None where it could find no more than `first`.

    `parts` are the parts that count, `all_level` and `any_level` the weakest levels at which they match in each group.
    """

    first: Clause
    second: Clause | None
    parts: tuple[QueryPart, ...]
    all_level: Level
    any_level: Level
    scored: bool


def plan_query(parsed: ParsedQuery, *, level: Level | None = None) -> Plan:
    """The two groups of a query; `level` is the weakest level at which its words may match (None: the default)."""
    parts = _counting(parsed.wanted, level)
    all_level, any_level = _levels(parts, level)
    must_not = tuple(_matching(part, _exclusion_level(part, level)) for part in parsed.excluded)
    if not parts:
        return Plan(Bool(must_not=must_not) if must_not else MatchAll(), None, (), all_level, any_level, scored=False)
    matches = tuple(_matching(part, all_level) for part in parts)
    first = Bool(must=matches, should=_closer(parts, all_level), must_not=must_not)
    any_match = Bool(should=tuple(_matching(part, any_level) for part in parts), minimum=1)
    second = Bool(must=(any_match,), should=_closer(parts, any_level), must_not=must_not)
    no_more = len(parts) == 1 and (all_level == any_level or parts[0].kind == "phrase")
    return Plan(first, None if no_more else second, parts, all_level, any_level, scored=True)


def only_second(plan: Plan) -> Clause:
    """The second group without the first."""
    assert plan.second is not None
    return Bool(must=(plan.second,), must_not=(Unscored(plan.first),))


def _counting(wanted: Sequence[QueryPart], level: Level | None) -> tuple[QueryPart, ...]:
    """Stop words do not count, unless there is nothing else or they are asked for as written."""
    if level in _LEAVES_NOTHING_OUT:
        return tuple(wanted)
    return tuple(part for part in wanted if not part.stop) or tuple(wanted)


def _levels(parts: Sequence[QueryPart], level: Level | None) -> tuple[Level, Level]:
    if level is not None and (level in _LEAVES_NOTHING_OUT or not _all_stop(parts)):
        return level, level
    if _all_stop(parts):
        return "folded", "folded"
    return ALL_WORDS_LEVEL, ANY_WORD_LEVEL


def _all_stop(parts: Sequence[QueryPart]) -> bool:
    return bool(parts) and all(part.stop for part in parts)


def _exclusion_level(part: QueryPart, level: Level | None) -> Level:
    if part.stop:
        return "exact" if level == "exact" else "folded"
    return level or ALL_WORDS_LEVEL


def _matching(part: QueryPart, level: Level) -> Clause:
    """The clause that decides whether a part is in a document. Phrases never loosen to the root level."""
    clause = at_level(part, _deciding(part, level))
    assert clause is not None
    return clause


def _closer(parts: Sequence[QueryPart], level: Level) -> tuple[Clause, ...]:
    """What adds score at the levels above the one that decides, closest first."""
    clauses = (at_level(part, closer) for part in parts for closer in LEVELS[: LEVELS.index(_deciding(part, level))])
    return tuple(clause for clause in clauses if clause is not None)


def _deciding(part: QueryPart, level: Level) -> Level:
    return "stem" if part.kind == "phrase" and level == "root" else level


def at_level(part: QueryPart, level: Level) -> Clause | None:
    """A part as terms of one level, with the level's weight; None where the level leaves all its words out."""
    terms = positioned_terms(part, level)
    if not terms:
        return None
    if len(terms) == 1:
        return Term(level, terms[0][1], WEIGHTS[level])
    return Phrase(level, terms, WEIGHTS[level])


def positioned_terms(part: QueryPart, level: Level) -> tuple[tuple[int, str], ...]:
    """A part's terms at a level with their positions, counted from the first that is there; gaps are stop words."""
    found = [(token.position, term) for token in part.tokens if (term := token.forms.at(level)) is not None]
    return tuple((position - found[0][0], term) for position, term in found)
