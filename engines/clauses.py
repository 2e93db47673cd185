"""What every engine asks of clauses and filters before it translates them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.base import (
    DATE_FIELDS,
    NONE,
    TERM_FIELDS,
    Bool,
    Dated,
    Fuzzy,
    MatchAll,
    Phrase,
    Prefix,
    Tagged,
    Term,
    Unscored,
    ValueFilter,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engines.base import Clause, FacetRequest, Field, Filter


def is_scored(clause: Clause) -> bool:
    """Whether a clause gives scores other than 0."""
    match clause:
        case Term() | Phrase() | Prefix() | Fuzzy() | Tagged():
            return clause.weight != 0
        case Bool():
            return any(is_scored(part) for part in (*clause.must, *clause.should))
        case MatchAll() | Unscored() | Dated():
            return False


def checked_level(level: str) -> str:
    """A level that terms are kept for. Raises ValueError for any other."""
    if level not in TERM_FIELDS:
        raise ValueError(f"{level!r} is no level of analysis: the levels are {', '.join(TERM_FIELDS)}")
    return level


def checked_slop(phrase: Phrase) -> int:
    """The slop of a phrase. Raises ValueError where engines would not agree on what it means."""
    if phrase.slop < 0 or (phrase.slop and len(phrase.terms) != 2):
        raise ValueError(f"a slop of {phrase.slop} for {len(phrase.terms)} terms: slop goes with two terms, and is 0 or more")
    return phrase.slop


def edits(clause: Fuzzy) -> int:
    """How many edits a term may be away: 0 for a short one. Raises ValueError for a distance that engines do not have."""
    if clause.distance not in (1, 2):
        raise ValueError(f"a distance of {clause.distance} edits: 1 or 2 are possible")
    return clause.distance if len(clause.term) > 2 * clause.distance else 0


def selects(wanted: Filter, field: Field) -> bool:
    """Whether a filter selects values of a facet: the facet's counts leave it out."""
    return isinstance(wanted, ValueFilter) and wanted.field == field and not (wanted.exclude or wanted.fixed)


def selected_values(filters: Iterable[Filter], field: Field) -> set[str]:
    """The values of a facet that filters select."""
    return {value for wanted in filters if isinstance(wanted, ValueFilter) and selects(wanted, field) for value in wanted.values}


def bucket_order(request: FacetRequest) -> Callable[[tuple[str, int]], tuple[int, str]]:
    """The order of a facet's values with their counts."""
    return _date_order if request.field in DATE_FIELDS else _count_order


def _count_order(item: tuple[str, int]) -> tuple[int, str]:
    value, count = item
    return (-count, value)


def _date_order(item: tuple[str, int]) -> tuple[int, str]:
    """In the order of the calendar, a year before its months, `none` last: as the values are written."""
    return (int(item[0] == NONE), item[0])
