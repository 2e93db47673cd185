"""Typed clauses and filters → the server's query language. What it would take otherwise than the seam says is met here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analyzers.analysis import GAP
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
from engines.dates import parse_date_value
from engines.elastic.mapping import EVENT_SPAN, REPORT, event_field, terms_field
from engines.values import storable_length

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engines.base import Clause, Field, Filter
    from engines.dates import DateValue
    from engines.elastic.cluster import Json

NOTHING: Final[Json] = {"match_none": {}}
EVERYTHING: Final[Json] = {"match_all": {"boost": 0.0}}


def clause_query(clause: Clause) -> Json:
    """A clause as the server's query."""
    match clause:
        case Term():
            return _term(clause)
        case Phrase():
            return _phrase(clause)
        case Prefix() | Fuzzy() | Tagged():
            return _constant(_any_term(clause), clause.weight)
        case Bool():
            return _bool(clause)
        case MatchAll():
            return EVERYTHING
        case Dated() | Unscored():
            return {"bool": {"filter": [_unscored(clause)]}}


def narrowed(clause: Json, filters: Iterable[Filter]) -> Json:
    """A query narrowed by filters, which do not change its scores."""
    narrowing = [filter_query(wanted) for wanted in filters]
    return {"bool": {"must": [clause], "filter": narrowing}} if narrowing else clause


def all_of(filters: Iterable[Filter]) -> Json:
    """What passes all filters."""
    narrowing = [filter_query(wanted) for wanted in filters]
    return {"bool": {"filter": narrowing}} if narrowing else EVERYTHING


def filter_query(wanted: Filter) -> Json:
    """The documents that a filter keeps."""
    if isinstance(wanted, IdFilter):
        return {"ids": {"values": [id_ for id_ in wanted.ids if storable_length(id_) is not None]}}
    if not isinstance(wanted, ValueFilter):
        return _dates_within(wanted)
    named = values_query(wanted.field, wanted.values)
    return {"bool": {"must_not": [named]}} if wanted.exclude else named


def values_query(field: Field, values: Sequence[str]) -> Json:
    """Documents with any of the values in a field."""
    if field not in DATE_FIELDS:
        return {"terms": {field: [value for value in values if storable_length(value) is not None]}}
    dates = [parse_date_value(value) for value in values if value != NONE]
    sets = _reports(dates) if field == REPORT else _events(dates)
    if NONE in values:
        sets.append({"bool": {"must_not": [{"exists": {"field": field}}]}})
    return {"bool": {"should": sets, "minimum_should_match": 1}} if sets else NOTHING


def _reports(dates: Iterable[DateValue]) -> list[Json]:
    return [{"range": {REPORT: {"gte": date.first.isoformat(), "lte": date.last.isoformat()}}} for date in dates]


def _events(dates: Iterable[DateValue]) -> list[Json]:
    numbers: dict[str, set[int]] = {}
    for date in dates:
        numbers.setdefault(event_field(date.granularity), set()).add(date.number)
    return [{"terms": {name: sorted(found)}} for name, found in numbers.items()]


def _dates_within(wanted: DateFilter) -> Json:
    """One date of the document lies wholly inside: each of its ranges is looked at for itself."""
    if wanted.start and wanted.end and wanted.start > wanted.end:
        return NOTHING
    limits: Json = {}
    if wanted.start:
        limits["gte"] = wanted.start.isoformat()
    if wanted.end:
        limits["lte"] = wanted.end.isoformat()
    if not limits:
        return {"exists": {"field": wanted.field}}
    if wanted.field == REPORT:
        return {"range": {REPORT: limits}}
    return {"range": {EVENT_SPAN: limits | {"relation": "within"}}}


def _term(clause: Term) -> Json:
    field = terms_field(clause.level)
    if storable_length(clause.term) is None:
        return NOTHING
    return {"term": {field: {"value": clause.term, "boost": clause.weight}}}


def _unscored(clause: Dated | Unscored) -> Json:
    if isinstance(clause, Dated):
        return _dates_within(DateFilter(clause.field, clause.start, clause.end))
    return clause_query(clause.clause)


def _any_term(clause: Prefix | Fuzzy | Tagged) -> Json:
    match clause:
        case Prefix():
            return _prefix(clause)
        case Fuzzy():
            return _fuzzy(clause)
        case Tagged():
            return values_query(clause.field, clause.values)


def _constant(query: Json, weight: float) -> Json:
    return {"constant_score": {"filter": query, "boost": weight}}


def _prefix(clause: Prefix) -> Json:
    field = terms_field(clause.level)
    if not clause.prefix or storable_length(clause.prefix) is None:
        return NOTHING
    return {"prefix": {field: {"value": clause.prefix}}}


def _fuzzy(clause: Fuzzy) -> Json:
    field, distance = terms_field(clause.level), edits(clause)
    if distance == 0 or storable_length(clause.term) is None:
        return _term(Term(clause.level, clause.term))
    # Rewritten so, all terms count: by default the server takes the 50 that are nearest.
    return {"fuzzy": {field: {"value": clause.term, "fuzziness": distance, "rewrite": "constant_score"}}}


def _phrase(phrase: Phrase) -> Json:
    field, slop = terms_field(phrase.level), checked_slop(phrase)
    terms = [term for _, term in phrase.terms]
    # The server analyses the phrase as it did the field: what its tokenizer would split or drop is in no field.
    if not terms or any(storable_length(term) is None or not _is_one_term(term) for term in terms):
        return NOTHING
    words: list[str] = []
    first = phrase.terms[0][0]
    for place, term in phrase.terms:
        words += [GAP] * (place - first - len(words))
        words.append(term)
    text = " ".join(words)
    if slop:
        return _constant({"match_phrase": {field: {"query": text, "slop": slop}}}, phrase.weight)
    return {"match_phrase": {field: {"query": text, "boost": phrase.weight}}}


def _is_one_term(term: str) -> bool:
    return bool(term) and term != GAP and not any(character.isspace() for character in term)


def _bool(clause: Bool) -> Json:
    if not clause.should and clause.minimum > 0:
        return NOTHING
    parts: Json = {}
    if clause.must:
        parts["must"] = [clause_query(part) for part in clause.must]
    if clause.should:
        parts["should"] = [clause_query(part) for part in clause.should]
        parts["minimum_should_match"] = clause.minimum if clause.must else max(clause.minimum, 1)
    if not parts:
        parts["filter"] = [EVERYTHING]
    if clause.must_not:
        parts["must_not"] = [clause_query(part) for part in clause.must_not]
    return {"bool": parts}
