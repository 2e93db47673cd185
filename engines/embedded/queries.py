"""Typed clauses and filters → tantivy queries. What tantivy would panic at, or take otherwise than the seam says, is met here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from tantivy import FieldType, Occur, Query

from engines.base import (
    DATE_FIELDS,
    NONE,
    Bool,
    Dated,
    DateFilter,
    Fuzzy,
    IdFilter,
    MatchAll,
    Phrase,
    Prefix,
    Tagged,
    Term,
    Unscored,
    ValueFilter,
)
from engines.clauses import checked_slop, edits
from engines.dates import UNDATED, bounds, parse_date_value
from engines.embedded.schema import exact_field, number_field, span_field, terms_field
from engines.values import storable_length

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engines.base import Clause, DateField, Field, Filter
    from engines.embedded.snapshot import Snapshot


_SPECIAL: Final = re.compile(r"[\\.+*?()|\[\]{}^$]")
"""What means something in tantivy's regular expressions."""


def clause_query(snapshot: Snapshot, clause: Clause) -> Query:
    """A clause as tantivy's query."""
    match clause:
        case Term() | Phrase():
            return _weighted(_words(snapshot, clause), clause.weight)
        case Prefix() | Fuzzy() | Tagged():
            return Query.const_score_query(_any_term(snapshot, clause), clause.weight)
        case Bool():
            return _bool(snapshot, clause)
        case Dated():
            return _unscored(_dates_within(snapshot, DateFilter(clause.field, clause.start, clause.end)))
        case MatchAll():
            return _unscored(Query.all_query())
        case Unscored():
            return _unscored(clause_query(snapshot, clause.clause))


def narrowed(snapshot: Snapshot, clause: Query, filters: Iterable[Filter]) -> Query:
    """A query narrowed by filters, which do not change its scores."""
    parts = [(Occur.Must, clause)]
    for wanted in filters:
        query = _unscored(filter_query(snapshot, wanted))
        excluding = isinstance(wanted, ValueFilter) and wanted.exclude
        parts.append((Occur.MustNot if excluding else Occur.Must, query))
    return Query.boolean_query(parts) if len(parts) > 1 else clause


def filter_query(snapshot: Snapshot, wanted: Filter) -> Query:
    """What a filter names: the documents that it keeps or, with `exclude`, drops."""
    if isinstance(wanted, IdFilter):
        return ids_query(snapshot, wanted.ids)
    if isinstance(wanted, ValueFilter):
        return values_query(snapshot, wanted.field, wanted.values)
    return _dates_within(snapshot, wanted)


def values_query(snapshot: Snapshot, field: Field, values: Sequence[str]) -> Query:
    """Documents with any of the values in a field."""
    if field not in DATE_FIELDS:
        known = [value for value in values if storable_length(value) is not None]
        return Query.term_set_query(snapshot.schema, field, known)
    numbers: dict[str, set[int]] = {}
    for value in values:
        column, number = _date_number(field, value)
        numbers.setdefault(column, set()).add(number)
    sets = [Query.term_set_query(snapshot.schema, column, sorted(found)) for column, found in numbers.items()]
    return _any_of(sets)


def undated_query(snapshot: Snapshot, field: DateField) -> Query:
    """Documents without a date in a field."""
    return Query.term_query(snapshot.schema, number_field(field, "year"), UNDATED)


def ids_query(snapshot: Snapshot, ids: Iterable[str]) -> Query:
    """The documents with the ids."""
    return Query.term_set_query(snapshot.schema, "id", [id_ for id_ in ids if storable_length(id_) is not None])


def _date_number(field: Field, value: str) -> tuple[str, int]:
    if value == NONE:
        return number_field(field, "year"), UNDATED
    date = parse_date_value(value)
    return number_field(field, date.granularity), date.number


def _dates_within(snapshot: Snapshot, wanted: DateFilter) -> Query:
    start, end = bounds(wanted)
    if start > end:
        return Query.empty_query()
    terms = [term for first, last, term in snapshot.spans(wanted.field) if start <= first and last <= end]
    days = Query.range_query(snapshot.schema, exact_field(wanted.field), FieldType.Integer, start, end)
    return _any_of([days, Query.term_set_query(snapshot.schema, span_field(wanted.field), terms)])


def _words(snapshot: Snapshot, clause: Term | Phrase) -> Query:
    return _term(snapshot, clause.level, clause.term) if isinstance(clause, Term) else _phrase(snapshot, clause)


def _any_term(snapshot: Snapshot, clause: Prefix | Fuzzy | Tagged) -> Query:
    match clause:
        case Prefix():
            return _prefix(snapshot, clause)
        case Fuzzy():
            return _fuzzy(snapshot, clause)
        case Tagged():
            return values_query(snapshot, clause.field, clause.values)


def _term(snapshot: Snapshot, level: str, term: str) -> Query:
    field = terms_field(level)
    if storable_length(term) is None:
        return Query.empty_query()
    return Query.term_query(snapshot.schema, field, term)


def _phrase(snapshot: Snapshot, phrase: Phrase) -> Query:
    field, slop = terms_field(phrase.level), checked_slop(phrase)
    if not phrase.terms or any(storable_length(term) is None for _, term in phrase.terms):
        return Query.empty_query()
    if len(phrase.terms) == 1:  # tantivy panics
        return _term(snapshot, phrase.level, phrase.terms[0][1])
    words = cast("list[str | tuple[int, str]]", list(phrase.terms))
    if slop:
        return Query.const_score_query(Query.phrase_query(snapshot.schema, field, words, slop), 1.0)
    return Query.phrase_query(snapshot.schema, field, words)


def _prefix(snapshot: Snapshot, clause: Prefix) -> Query:
    field = terms_field(clause.level)
    if not clause.prefix or storable_length(clause.prefix) is None:
        return Query.empty_query()
    beginning = _SPECIAL.sub(r"\\\g<0>", clause.prefix)
    return Query.regex_query(snapshot.schema, field, f"{beginning}.*")


def _fuzzy(snapshot: Snapshot, clause: Fuzzy) -> Query:
    distance = edits(clause)
    if distance == 0 or storable_length(clause.term) is None:
        return _term(snapshot, clause.level, clause.term)
    return Query.fuzzy_term_query(snapshot.schema, terms_field(clause.level), clause.term, distance)


def _bool(snapshot: Snapshot, clause: Bool) -> Query:
    if not clause.should and clause.minimum > 0:
        return Query.empty_query()
    parts = [(Occur.Must, clause_query(snapshot, part)) for part in clause.must]
    parts += [(Occur.Should, clause_query(snapshot, part)) for part in clause.should]
    if not parts:  # tantivy finds nothing where all is negative
        parts.append((Occur.Must, _unscored(Query.all_query())))
    parts += [(Occur.MustNot, clause_query(snapshot, part)) for part in clause.must_not]
    if clause.minimum > 0:
        return Query.boolean_query(parts, clause.minimum)
    return Query.boolean_query(parts)


def _any_of(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _weighted(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
