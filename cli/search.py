"""`kashf search`: words, filters and dates → hits and facets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from cli.explaining import why_lines
from cli.filters import filter_options, matching_options, narrowed_request
from cli.leads import show_leads
from cli.opening import engine_at, make_searcher
from cli.options import engine_option, json_option
from cli.output import marked, note, print_json, say
from engines.base import DATE_FIELDS, NONE
from search.notes import describe
from search.searching import MAX_OFFSET
from search.values import MAX_PAGE_SIZE
from search.wire import answer_to_json, why_to_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from analyzers.analysis import Level
    from engines.base import DateField, Field, SortKey
    from search.values import AnswerBucket, AnswerHit, SearchAnswer
    from search.why import Why

SHOWN_FACETS: Final = 8
"""Values of each facet that are shown to people."""


@click.command()
@click.argument("query", metavar="QUERY", default="")
@filter_options
@matching_options
@click.option("--size", type=click.IntRange(1, MAX_PAGE_SIZE), default=10, show_default=True, help="Hits a page.")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="Which page.")
@click.option("--fold", is_flag=True, help="Show reports of a page that are nearly the same as one; totals count all.")
@click.option("--explain", is_flag=True, help="Show how the query was read, and why each hit is one.")
@engine_option
@json_option
def search(
    query: str,
    *,
    date_from: dt.date | None,
    date_to: dt.date | None,
    date_of: DateField,
    level: Level | None,
    sort: SortKey,
    size: int,
    page: int,
    no_expand: bool,
    fold: bool,
    explain: bool,
    engine_url: str,
    as_json: bool,
    **filters: tuple[str, ...],
) -> None:
    """Search the index: words, "phrases", -without, =as written, (one | another), begin*, like~, title:, actor:, location:, date:.

    docs/query-language.md has them all.

    \b
    Example:
      kashf search 'قصف "عين الأسد"' --actor grp:kataib-hezbollah --from 2024-01
    """
    narrowed = narrowed_request(query, filters, date_from=date_from, date_to=date_to, date_of=date_of)
    request = replace(narrowed, level=level, sort=sort, page=page, size=size, expand=not no_expand, fold=fold)
    with engine_at(engine_url) as engine:
        searcher = make_searcher(engine)
        answer = searcher.search(request)
        whys = {hit.document.id: searcher.why(hit.document.id, request) for hit in answer.hits} if explain else {}
    if as_json:
        wire = answer_to_json(answer)
        if explain:
            wire["why"] = [why_to_json(why) for why in whys.values() if why]
        print_json(wire)
        return
    for told in answer.notes:
        note(f"note: {describe(told)}")
    if explain:
        _show_query(answer)
    _show_hits(answer, whys)
    _show_facets(answer)
    show_leads(answer)


def _show_query(answer: SearchAnswer) -> None:
    for word in answer.words:
        forms = [" ".join(f"{level}={form or '-'}" for level, form in forms.items()) for forms in word.forms]
        stop = " (stop word)" if word.stop else ""
        say(f"{word.kind} {' '.join(word.words)}{stop}: {' | '.join(forms)}")


def _show_hits(answer: SearchAnswer, whys: Mapping[str, Why | None]) -> None:
    request = answer.request
    say(f"{answer.total:,} found" + (f", {answer.more:,} more with some of the words" if answer.more else ""))
    last = -(-min(answer.total + answer.more, MAX_OFFSET) // request.size)
    if request.page > last >= 1:
        say(f"page {request.page:,} lies beyond the last, {last:,}; ask for one up to that with --page")
    first = (request.page - 1) * request.size + 1
    for rank, hit in enumerate(answer.hits, start=first):
        click.echo(f"\n{rank}. {marked(hit.title.text, hit.title.spans) or '—'}")
        why = whys.get(hit.document.id)
        say(f"   {_about(hit, explain=why is not None)}")
        if hit.snippet.text:
            click.echo(f"   {marked(hit.snippet.text, hit.snippet.spans)}")
        if hit.duplicates:
            say(f"   {len(hit.duplicates):,} nearly the same: {'، '.join(document.id for document in hit.duplicates)}")
        for line in why_lines(why) if why else ():
            say(f"     {line}")


def _about(hit: AnswerHit, *, explain: bool) -> str:
    document = hit.document
    day = document.report_date.isoformat() if document.report_date else "undated"
    parts = [document.id, day, document.source, hit.level or ""]
    if explain:
        parts.append(f"score {hit.score:.3f}, group {hit.group}")
    return " · ".join(part for part in parts if part)


def _show_facets(answer: SearchAnswer) -> None:
    say("")
    for field, facet in answer.facets.items():
        buckets = [bucket for bucket in facet.buckets if (bucket.count or bucket.selected) and _is_shown(field, bucket)]
        if any(bucket.value != NONE for bucket in buckets):
            shown = buckets[:SHOWN_FACETS]
            hidden = (_values(buckets) if field in DATE_FIELDS else facet.distinct) - _values(shown)
            listed = "، ".join(map(_bucket, shown))
            say(f"{field}: {listed}" + (f" … {hidden:,} more" if hidden > 0 else ""))


def _values(buckets: Iterable[AnswerBucket]) -> int:
    """How many values the hits have: `none` is not one, and what is selected may have no hit."""
    return sum(bucket.value != NONE and bucket.count > 0 for bucket in buckets)


def _is_shown(field: Field, bucket: AnswerBucket) -> bool:
    """Of dates, the years, and what is selected: their months and days would fill the screen."""
    return field not in DATE_FIELDS or bucket.selected or bucket.value == NONE or len(bucket.value) == 4


def _bucket(bucket: AnswerBucket) -> str:
    name = bucket.label.ar if bucket.label.ar == bucket.value else f"{bucket.label.ar} [{bucket.value}]"
    mark = "✓ " if bucket.selected else ""
    return f"{mark}{name} {bucket.count:,}"
