"""The facets beside an answer: rows with their links, places as a tree, dates as a tree under a chart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from engines.base import NONE
from webapp.chart import Bar, bars
from webapp.links import page_url, search_url
from webapp.locales import DIRECTIONS, current_language
from webapp.narrowing import Filter, add, chosen_filter, clicked, date_path, remove, with_every
from webapp.words import ACTOR_TYPES, FIELD_TITLES, entity_label, value_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engines.base import Field
    from search.values import AnswerBucket, AnswerFacet, SearchAnswer, SearchRequest
    from webapp.collection import Searching

Listed = TypeVar("Listed")

ALWAYS_SHOWN: Final = frozenset({"actor", "location"})
"""The other facets are shown where there is something to choose from."""

SEARCHED_IN: Final = frozenset({"actor", "location", "source"})
"""Fields with so many values that one searches in their names."""

TOGETHER: Final = frozenset({"actor", "location"})
"""Fields of which a report has several values: any of them, or all together."""

SEARCHED_FROM: Final = 9
"""Values; fewer are seen at a glance."""

ROWS_IN_SIGHT: Final = 10
ROWS_NOT_WORTH_FOLDING: Final = 5


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A value of a facet. `url` selects it or, where it is selected or excluded, drops that; so does `exclude_url` its exclusion.

    `count` is None for an excluded value: no report of the answer has it, and no link leads to those that do. `heading` is
    the type of an actor that begins with this row.
    """

    label: str
    count: int | None
    depth: int
    selected: bool
    excluded: bool
    url: str
    exclude_url: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A bar of the date chart with its link (empty where there is nothing) and name."""

    bar: Bar
    label: str
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Crumb:
    """A place above the selected one, and the search that goes up to it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet: its rows in the order in which they are shown, those that count most in `rows`, the others in `rest`.

    `all_url` lists its `distinct` values (empty where all are here). Where `exact` is false a count may be too low. `every_url`
    switches between any of the selected values and all of them (empty where there is nothing to switch); `every` says which.
    """

    field: Field
    title: str
    rows: tuple[FacetRow, ...]
    rest: tuple[FacetRow, ...]
    selected: int
    distinct: int
    all_url: str
    exact: bool
    every: bool = False
    every_url: str = ""
    crumbs: tuple[Crumb, ...] = ()
    chart: tuple[ChartBar, ...] = ()

    @property
    def searched(self) -> bool:
        """Whether one searches in the names of its values."""
        return self.field in SEARCHED_IN and self.distinct >= SEARCHED_FROM

    @property
    def rest_open(self) -> bool:
        """A selected value is never out of sight."""
        return any(row.selected or row.excluded for row in self.rest)


def facet_views(request: SearchRequest, answer: SearchAnswer, searcher: Searching) -> tuple[FacetView, ...]:
    """Who, where, when, and what else there is to choose from."""
    fields: tuple[Field, ...] = ("actor", "location", request.date_of, "source", "type", "language", "quality")
    shown = [facet for field in fields if (facet := answer.facets.get(field)) and _worth_showing(facet)]
    return tuple(
        _date_view(request, facet) if facet.field in {"event", "report"} else _view(request, facet, searcher) for facet in shown
    )


def _worth_showing(facet: AnswerFacet) -> bool:
    if facet.field in {*ALWAYS_SHOWN, "event", "report"}:
        return bool(facet.buckets)
    return len(facet.buckets) > 1 or any(bucket.selected or bucket.excluded for bucket in facet.buckets)


def _view(request: SearchRequest, facet: AnswerFacet, searcher: Searching) -> FacetView:
    field = facet.field
    rows, rest = facet_rows(request, facet)
    listed = sum(bucket.value != NONE for bucket in facet.buckets)
    chosen = request.all_of.get(field) or request.any_of.get(field, ())
    return FacetView(
        field=field,
        title=str(FIELD_TITLES[field]),
        rows=rows,
        rest=rest,
        selected=_selected(facet),
        distinct=facet.distinct,
        all_url=page_url("values", request, field=field) if facet.distinct > listed else "",
        exact=facet.exact,
        every=field in request.all_of,
        every_url=search_url(with_every(request, field)) if field in TOGETHER and len(chosen) > 1 else "",
        crumbs=_crumbs(request, chosen[0], searcher) if field == "location" and len(chosen) == 1 else (),
    )


def facet_rows(request: SearchRequest, facet: AnswerFacet) -> tuple[tuple[FacetRow, ...], tuple[FacetRow, ...]]:
    """The rows of a facet, by count and `none` last: those in sight, and the rest. Places are a tree, actors stand by type."""
    buckets = sorted(facet.buckets, key=lambda bucket: bucket.value == NONE)
    if facet.field == "location":
        paths = {bucket.value: bucket.path for bucket in buckets}
        rows = tuple(_row(request, facet.field, bucket, depth) for bucket, depth in _tree(buckets, paths))
        return _folded(rows)
    first, rest = _folded(tuple(buckets))
    if facet.field == "actor":
        return tuple(_by_type(request, first)), tuple(_by_type(request, rest))
    plain = [tuple(_row(request, facet.field, bucket) for bucket in part) for part in (first, rest)]
    return plain[0], plain[1]


def _folded(rows: tuple[Listed, ...]) -> tuple[tuple[Listed, ...], tuple[Listed, ...]]:
    """What is always in sight, and the rest: nothing, where few would be left."""
    cut = len(rows) if len(rows) <= ROWS_IN_SIGHT + ROWS_NOT_WORTH_FOLDING else ROWS_IN_SIGHT
    return rows[:cut], rows[cut:]


def _by_type(request: SearchRequest, buckets: Sequence[AnswerBucket]) -> Iterator[FacetRow]:
    """Actors under their types, in the order of the list of types; unknown types under their own name, `none` without."""
    types = dict.fromkeys([*ACTOR_TYPES, *(bucket.type for bucket in buckets if bucket.type), ""])
    several = len({bucket.type for bucket in buckets if bucket.value != NONE}) > 1
    for kind in types:
        heading = str(ACTOR_TYPES.get(kind, kind)) if several else ""
        for bucket in buckets:
            if bucket.type == kind:
                yield replace(_row(request, "actor", bucket), heading=heading)
                heading = ""


def _crumbs(request: SearchRequest, value: str, searcher: Searching) -> tuple[Crumb, ...]:
    """The way up from the only selected place: to all places, and to each that it lies in."""
    known = searcher.known("location", value)
    without = remove(request, chosen_filter(request, "location", value))
    above = known.path[:-1] if known else ()
    return tuple(
        Crumb(entity_label(searcher.known("location", place), place), search_url(add(without, Filter("location", place))))
        for place in above
    )


def _date_view(request: SearchRequest, facet: AnswerFacet) -> FacetView:
    """Years, and under each year or month that is selected its parts; so under the only year there is."""
    years = {bucket.value for bucket in facet.buckets if len(bucket.value) == 4 and bucket.value != NONE}
    chosen = [bucket.value for bucket in facet.buckets if bucket.selected and bucket.value != NONE]
    opened = {*chosen, *(value[:7] for value in chosen), *(value[:4] for value in chosen)} or (years if len(years) == 1 else set())
    shown = [bucket for bucket in facet.buckets if _is_open(bucket.value, opened)]
    ordered = _tree(sorted(shown, key=lambda bucket: bucket.value), {b.value: date_path(b.value) for b in shown})
    field = facet.field
    # The chart shows the parts of what is open where that is one year or month (a day's month), else the years.
    focus = {value[:7] for value in chosen or opened}
    within = focus.pop() if len(focus) == 1 else ""
    rows, rest = _folded(tuple(_row(request, field, bucket, depth) for bucket, depth in ordered))
    return FacetView(
        field=field,
        title=str(FIELD_TITLES[field]),
        rows=rows,
        rest=rest,
        selected=_selected(facet),
        distinct=facet.distinct,
        all_url="",
        exact=facet.exact,
        chart=chart_bars(request, facet, within),
    )


def _is_open(value: str, opened: set[str]) -> bool:
    """Whether a date is listed: a year always, a month or a day where what it lies in is open."""
    return value == NONE or len(value) == 4 or value in opened or date_path(value)[-2] in opened


def _selected(facet: AnswerFacet) -> int:
    return sum(bucket.selected or bucket.excluded for bucket in facet.buckets)


def _row(request: SearchRequest, field: Field, bucket: AnswerBucket, depth: int = 0) -> FacetRow:
    excluded = Filter(field, bucket.value, excluded=True)
    exclude = remove(request, excluded) if bucket.excluded else add(request, excluded)
    return FacetRow(
        label=value_label(field, bucket.value, bucket.label),
        count=None if bucket.excluded else bucket.count,
        depth=depth,
        selected=bucket.selected,
        excluded=bucket.excluded,
        url=search_url(clicked(request, field, bucket)),
        exclude_url=search_url(exclude) if field in ALWAYS_SHOWN or field == "source" else "",
    )


def _tree(buckets: Sequence[AnswerBucket], paths: Mapping[str, tuple[str, ...]]) -> list[tuple[AnswerBucket, int]]:
    """Values with their depth, each under the nearest of its ancestors that is listed; the given order within each."""
    listed = {bucket.value for bucket in buckets}
    children: dict[str, list[AnswerBucket]] = {}
    for bucket in buckets:
        above = [value for value in paths[bucket.value] if value in listed and value != bucket.value]
        children.setdefault(above[-1] if above else "", []).append(bucket)
    ordered: list[tuple[AnswerBucket, int]] = []
    waiting = [(bucket, 0) for bucket in reversed(children.get("", []))]
    while waiting:
        bucket, depth = waiting.pop()
        ordered.append((bucket, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(bucket.value, []))]
    return ordered


def chart_bars(request: SearchRequest, facet: AnswerFacet, within: str) -> tuple[ChartBar, ...]:
    """The chart of a date facet, each bar a link that selects it."""
    buckets = {bucket.value: bucket for bucket in facet.buckets}
    counts = {bucket.value: bucket.count for bucket in facet.buckets}
    drawn = bars(counts, within, right_to_left=DIRECTIONS[current_language()] == "rtl")
    return tuple(
        ChartBar(
            bar=bar,
            label=value_label(facet.field, bar.value, None),
            url=search_url(clicked(request, facet.field, buckets[bar.value])) if bar.count else "",
            selected=bar.value in buckets and buckets[bar.value].selected,
        )
        for bar in drawn
    )
