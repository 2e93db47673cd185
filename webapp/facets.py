"""The facets beside an answer: rows with their links, places as a tree, dates as a tree under a chart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engines.base import NONE
from search.values import SearchRequest
from webapp.chart import Bar, bars
from webapp.links import search_url
from webapp.locales import DIRECTIONS, current_language
from webapp.state import MAX_FACET_SIZE, Filter, add, date_path, remove
from webapp.words import FIELD_TITLES, value_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engines.base import Field
    from search.values import AnswerBucket, AnswerFacet, SearchAnswer

ALWAYS_SHOWN: Final = frozenset({"actor", "location"})
"""The other facets are shown where there is something to choose from."""

MORE: Final = 40
ROWS_IN_SIGHT: Final = 10
ROWS_NOT_WORTH_FOLDING: Final = 5


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A value of a facet. `url` selects it or, where it is selected or excluded, drops that; so does `exclude_url` its exclusion.

    `count` is None for an excluded value: no report of the answer has it, and no link leads to those that do.
    """

    label: str
    count: int | None
    depth: int
    selected: bool
    excluded: bool
    url: str
    exclude_url: str


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A bar of the date chart with its link (empty where there is nothing) and name."""

    bar: Bar
    label: str
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet: its rows in the order in which they are shown.

    `more_url` lists `more` values (empty where all are listed); `widened` where it was followed.
    """

    field: Field
    title: str
    rows: tuple[FacetRow, ...]
    selected: int
    more_url: str
    more: int
    widened: bool
    chart: tuple[ChartBar, ...] = ()

    @property
    def first_rows(self) -> tuple[FacetRow, ...]:
        """Those always in sight: all, where few would be left."""
        return self.rows if len(self.rows) <= ROWS_IN_SIGHT + ROWS_NOT_WORTH_FOLDING else self.rows[:ROWS_IN_SIGHT]

    @property
    def rest_rows(self) -> tuple[FacetRow, ...]:
        """Those folded away."""
        return self.rows[len(self.first_rows) :]

    @property
    def rest_open(self) -> bool:
        """A selected value is never out of sight, and who asked for more values sees them."""
        return self.widened or any(row.selected or row.excluded for row in self.rest_rows)


def facet_views(request: SearchRequest, answer: SearchAnswer) -> tuple[FacetView, ...]:
    """Who, where, when, and what else there is to choose from."""
    fields: tuple[Field, ...] = ("actor", "location", request.date_of, "source", "type", "language", "quality")
    found = ((field, answer.facets.get(field)) for field in fields)
    return tuple(_view(request, field, facet) for field, facet in found if facet and _worth_showing(facet))


def _worth_showing(facet: AnswerFacet) -> bool:
    if facet.field in {*ALWAYS_SHOWN, "event", "report"}:
        return bool(facet.buckets)
    return len(facet.buckets) > 1 or any(bucket.selected or bucket.excluded for bucket in facet.buckets)


def _view(request: SearchRequest, field: Field, facet: AnswerFacet) -> FacetView:
    if field in {"event", "report"}:
        return _date_view(request, field, facet)
    buckets = sorted(facet.buckets, key=lambda bucket: bucket.value == NONE)  # by count, and `none` last
    paths = {bucket.value: bucket.path for bucket in buckets}
    ordered = _tree(buckets, paths) if field == "location" else [(bucket, 0) for bucket in buckets]
    listed = sum(bucket.value != NONE for bucket in facet.buckets)
    more = max(0, facet.distinct - listed) if request.facet_size < MAX_FACET_SIZE else 0
    wider = replace(request, facet_size=min(MAX_FACET_SIZE, request.facet_size + MORE))
    return FacetView(
        field=field,
        title=str(FIELD_TITLES[field]),
        rows=tuple(_row(request, field, bucket, depth, bucket.path) for bucket, depth in ordered),
        selected=_selected(facet),
        more_url=f"{search_url(wider)}#facet-{field}" if more else "",
        more=more,
        widened=request.facet_size > SearchRequest().facet_size,
    )


def _date_view(request: SearchRequest, field: Field, facet: AnswerFacet) -> FacetView:
    """Years, and under each year or month that is selected its parts; so under the only year there is."""
    years = {bucket.value for bucket in facet.buckets if len(bucket.value) == 4 and bucket.value != NONE}
    chosen = [bucket.value for bucket in facet.buckets if bucket.selected and bucket.value != NONE]
    opened = {*chosen, *(value[:7] for value in chosen), *(value[:4] for value in chosen)} or (years if len(years) == 1 else set())
    shown = [bucket for bucket in facet.buckets if _is_open(bucket.value, opened)]
    ordered = _tree(sorted(shown, key=lambda bucket: bucket.value), {b.value: date_path(b.value) for b in shown})
    # The chart shows the parts of what is open where that is one year or month (a day's month), else the years.
    focus = {value[:7] for value in chosen or opened}
    within = focus.pop() if len(focus) == 1 else ""
    return FacetView(
        field=field,
        title=str(FIELD_TITLES[field]),
        rows=tuple(_row(request, field, bucket, depth, date_path(bucket.value)) for bucket, depth in ordered),
        selected=_selected(facet),
        more_url="",
        more=0,
        widened=False,
        chart=_chart(request, field, facet.buckets, within),
    )


def _is_open(value: str, opened: set[str]) -> bool:
    """Whether a date is listed: a year always, a month or a day where what it lies in is open."""
    return value == NONE or len(value) == 4 or value in opened or date_path(value)[-2] in opened


def _selected(facet: AnswerFacet) -> int:
    return sum(bucket.selected or bucket.excluded for bucket in facet.buckets)


def _row(request: SearchRequest, field: Field, bucket: AnswerBucket, depth: int, path: tuple[str, ...]) -> FacetRow:
    chosen, excluded = Filter(field, bucket.value), Filter(field, bucket.value, True)
    include = remove(request, excluded)
    select = remove(request, chosen) if bucket.selected else include if bucket.excluded else add(request, chosen, path)
    exclude = include if bucket.excluded else add(request, excluded)
    return FacetRow(
        label=value_label(field, bucket.value, bucket.label),
        count=None if bucket.excluded else bucket.count,
        depth=depth,
        selected=bucket.selected,
        excluded=bucket.excluded,
        url=search_url(select),
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


def _chart(request: SearchRequest, field: Field, buckets: Sequence[AnswerBucket], within: str) -> tuple[ChartBar, ...]:
    counts = {bucket.value: bucket.count for bucket in buckets}
    selected = {bucket.value for bucket in buckets if bucket.selected}
    drawn = bars(counts, within, right_to_left=DIRECTIONS[current_language()] == "rtl")
    return tuple(
        ChartBar(
            bar=bar,
            label=value_label(field, bar.value, None),
            url=search_url(_toggled(request, field, bar.value, bar.value in selected)) if bar.count else "",
            selected=bar.value in selected,
        )
        for bar in drawn
    )


def _toggled(request: SearchRequest, field: Field, value: str, selected: bool) -> SearchRequest:
    chosen = Filter(field, value)
    return remove(request, chosen) if selected else add(request, chosen, date_path(value))
