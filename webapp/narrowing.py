"""The filters of a request, and the requests that a click leads to.

All changes are pure: request in, request out; a changed filter goes back to the first page, and nothing else is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engines.base import DATE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engines.base import DateField, Entity, Field
    from search.values import AnswerBucket, KnownEntity, SearchRequest


@dataclass(frozen=True, slots=True)
class Filter:
    """One selected or excluded value; `every`: one that a document has to have together with the others of its field."""

    field: Field
    value: str
    excluded: bool = False
    every: bool = False


def filters(request: SearchRequest) -> tuple[Filter, ...]:
    """The selected and excluded values, in the order in which they are shown."""
    chosen = [Filter(field, value) for field, values in request.any_of.items() for value in values]
    together = [Filter(field, value, every=True) for field, values in request.all_of.items() for value in values]
    excluded = [Filter(field, value, True) for field, values in request.none_of.items() for value in values]
    return (*chosen, *together, *excluded)


def chosen_filter(request: SearchRequest, field: Field, value: str) -> Filter:
    """The selection of a value, as those of its field are: any of them, or all together."""
    return Filter(field, value, every=field in request.all_of)


def add(request: SearchRequest, chosen: Filter, path: tuple[str, ...] = ()) -> SearchRequest:
    """Select or exclude a value; it replaces selected ancestors (`path` without its end), and its own opposite."""
    if not chosen.excluded:
        chosen = chosen_filter(request, chosen.field, chosen.value)
    cleared = request
    for excluded, every, side in ((True, False, request.none_of), (False, True, request.all_of), (False, False, request.any_of)):
        if chosen.value in side.get(chosen.field, ()):  # rarely, and a page has hundreds of links
            cleared = remove(cleared, Filter(chosen.field, chosen.value, excluded, every))
    values = _side(cleared, chosen)
    ancestors = set(path) - {chosen.value}
    kept = tuple(value for value in values.get(chosen.field, ()) if value not in ancestors)
    return _with_side(cleared, chosen, {**values, chosen.field: (*kept, chosen.value)})


def remove(request: SearchRequest, chosen: Filter) -> SearchRequest:
    """Drop a selected or excluded value."""
    values = dict(_side(request, chosen))
    left = tuple(value for value in values.pop(chosen.field, ()) if value != chosen.value)
    return _with_side(request, chosen, {**values, chosen.field: left} if left else values)


def clicked(request: SearchRequest, field: Field, bucket: AnswerBucket) -> SearchRequest:
    """What a click on a value of a facet asks: it is selected or, where it is selected or excluded, no longer so."""
    if bucket.selected:
        return remove(request, chosen_filter(request, field, bucket.value))
    if bucket.excluded:
        return remove(request, Filter(field, bucket.value, excluded=True))
    path = date_path(bucket.value) if field in DATE_FIELDS else bucket.path
    return add(request, Filter(field, bucket.value), path)


def narrowed_to(request: SearchRequest, entity: Entity | KnownEntity) -> SearchRequest:
    """A request narrowed to an actor or a place."""
    return add(request, Filter(entity.kind, entity.id), entity.path)


def with_every(request: SearchRequest, field: Field) -> SearchRequest:
    """From any of a field's selected values to all of them together, and back."""
    any_of, all_of = dict(request.any_of), dict(request.all_of)
    source, target = (all_of, any_of) if field in all_of else (any_of, all_of)
    if moved := source.pop(field, ()):
        target[field] = moved
    return replace(request, any_of=any_of, all_of=all_of, page=1)


def with_date_of(request: SearchRequest, date_of: DateField) -> SearchRequest:
    """Narrow by the other kind of date: chosen years, months and days are of one kind alone, and go."""
    any_of = {field: values for field, values in request.any_of.items() if field not in DATE_FIELDS}
    none_of = {field: values for field, values in request.none_of.items() if field not in DATE_FIELDS}
    return replace(request, any_of=any_of, none_of=none_of, date_of=date_of, page=1)


def without_dates(request: SearchRequest) -> SearchRequest:
    """Drop the first and the last day."""
    return replace(request, date_from=None, date_to=None, page=1)


def without_filters(request: SearchRequest) -> SearchRequest:
    """Only the words, and how they are matched, sorted and paged."""
    return replace(request, any_of={}, none_of={}, all_of={}, date_from=None, date_to=None, page=1)


def date_path(value: str) -> tuple[str, ...]:
    """A date and what it lies in: `2024-01-20` → `2024`, `2024-01`, `2024-01-20`."""
    return tuple(value[:length] for length in (4, 7, 10) if length <= len(value))


def _side(request: SearchRequest, chosen: Filter) -> Mapping[Field, tuple[str, ...]]:
    return request.none_of if chosen.excluded else request.all_of if chosen.every else request.any_of


def _with_side(request: SearchRequest, chosen: Filter, values: dict[Field, tuple[str, ...]]) -> SearchRequest:
    if chosen.excluded:
        return replace(request, none_of=values, page=1)
    if chosen.every:
        return replace(request, all_of=values, page=1)
    return replace(request, any_of=values, page=1)
