"""`kashf alerts`: searches saved by name, and what is new for each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from cli.exits import SOME_FAILED, SOMETHING_NEW
from cli.filters import filter_options, matching_options, narrowed_request
from cli.opening import engine_at, make_searcher, saved_path
from cli.options import engine_option, json_option
from cli.output import marked, note, print_json, say
from search.alerts import Alerts
from search.saved import SavedFileError, SavedSearchError, SavedSearches
from search.values import QueryError
from search.wire import hit_to_json, saved_to_json

if TYPE_CHECKING:
    import datetime as dt

    from analyzers.analysis import Level
    from engines.base import DateField, SortKey
    from search.alerts import News
    from search.saved import SavedSearch

SHOWN: Final = 20
"""New documents of one search that are shown, unless --size says otherwise."""

MAX_SHOWN: Final = 1_000


@click.group()
def alerts() -> None:
    """Save searches by name, and show what is new for each after indexing.

    \b
    Example:
      kashf alerts add 'غارات بابل' 'غارة' --location adm:IQ-babil
      kashf index reports/ && kashf alerts run
    """


@alerts.command()
@click.argument("name")
@click.argument("query", default="")
@filter_options
@matching_options
@engine_option
@json_option
def add(
    name: str,
    query: str,
    *,
    date_from: dt.date | None,
    date_to: dt.date | None,
    date_of: DateField,
    level: Level | None,
    sort: SortKey,
    no_expand: bool,
    engine_url: str,
    as_json: bool,
    **filters: tuple[str, ...],
) -> None:
    """Save a search under a NAME. What it finds now is known; what it will find besides is new.

    \b
    Example:
      kashf alerts add 'عين الأسد' '"عين الأسد"' --from 2024
    """
    narrowed = narrowed_request(query, filters, date_from=date_from, date_to=date_to, date_of=date_of)
    with engine_at(engine_url) as engine:
        saved = SavedSearches(saved_path(engine_url))
        search = Alerts(make_searcher(engine), saved, lambda: engine.info().generation).add(
            name, replace(narrowed, level=level, sort=sort, expand=not no_expand)
        )
        known = len(saved.newest(search.name, -1))
    if as_json:
        print_json(saved_to_json(search) | {"documents": known})
    else:
        note(f"saved {search.name}; it finds {known:,} documents now")


@alerts.command("list")
@engine_option
@json_option
def list_(engine_url: str, *, as_json: bool) -> None:
    """Show the saved searches.

    \b
    Example:
      kashf alerts list
    """
    for search in SavedSearches(saved_path(engine_url)).all():
        if as_json:
            print_json(saved_to_json(search))
        else:
            say(f"{search.name}: {_told(search)} · looked at {search.checked:%Y-%m-%d %H:%M} UTC · {search.new:,} new")


@alerts.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@engine_option
@json_option
def remove(names: tuple[str, ...], engine_url: str, *, as_json: bool) -> None:
    """Forget saved searches.

    \b
    Example:
      kashf alerts remove 'عين الأسد'
    """
    saved = SavedSearches(saved_path(engine_url))
    for name in names:
        saved.remove(name)
    if as_json:
        print_json({"removed": list(names)})


@alerts.command()
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--size", type=click.IntRange(0, MAX_SHOWN), default=SHOWN, show_default=True, help="New documents shown of each.")
@click.option("--exit-code", is_flag=True, help=f"Exit with {SOMETHING_NEW} where anything is new.")
@engine_option
@json_option
def run(names: tuple[str, ...], *, size: int, exit_code: bool, engine_url: str, as_json: bool) -> None:
    """Show what is new for each saved search since this was last run.

    Only documents with every word of a search count. One that is indexed again is not new again.

    \b
    Example:
      kashf index reports/ && kashf alerts run --exit-code || notify-send 'New reports'
    """
    saved = SavedSearches(saved_path(engine_url))
    wanted = names or tuple(search.name for search in saved.all())
    new, failed = 0, False
    with engine_at(engine_url) as engine:
        asked = Alerts(make_searcher(engine), saved, lambda: engine.info().generation)
        for name in wanted:
            try:
                news = asked.news(name, shown=size)
            except SavedFileError:
                raise
            except (SavedSearchError, QueryError) as error:
                failed = True
                _show_failure(name, error, as_json=as_json)
                continue
            _show_json(news) if as_json else _show(news)
            asked.tell(news)  # when it was shown: who ends the command before sees it the next time
            new += len(news.found)
    if failed or (exit_code and new):
        click.get_current_context().exit(SOME_FAILED if failed else SOMETHING_NEW)


def _show_failure(name: str, error: Exception, *, as_json: bool) -> None:
    note(f"kashf: {name}: {error}")
    if as_json:
        print_json({"name": name, "error": str(error)})


def _show(news: News) -> None:
    say(f"{news.search.name}: {len(news.found):,} new")
    for _, hit in news.hits:
        document = hit.document
        day = document.report_date.isoformat() if document.report_date else "undated"
        click.echo(f"  {marked(hit.title.text, hit.title.spans) or '—'}")
        say(f"    {' · '.join(part for part in (document.id, day, document.source) if part)}")
        if hit.snippet.text:
            click.echo(f"    {marked(hit.snippet.text, hit.snippet.spans)}")
    if len(news.found) > len(news.hits) > 0:
        say(f"  … {len(news.found) - len(news.hits):,} more")


def _show_json(news: News) -> None:
    hits = [hit_to_json(hit) | {"first_seen": found.seen.isoformat()} for found, hit in news.hits]
    print_json({"name": news.search.name, "new": len(news.found), "ids": [found.id for found in news.found], "hits": hits})


def _told(search: SavedSearch) -> str:
    """A search in one line: its words, and what narrows it."""
    request = search.request
    parts = [request.text] if request.text else []
    parts += [f"{field}: {'، '.join(values)}" for field, values in request.any_of.items()]
    parts += [f"{field}: {' + '.join(values)}" for field, values in request.all_of.items()]
    parts += [f"not {field}: {'، '.join(values)}" for field, values in request.none_of.items()]
    if request.date_from or request.date_to:
        parts.append(f"{request.date_of} dates {request.date_from or '…'} to {request.date_to or '…'}")
    if request.level:
        parts.append(f"at least {request.level}")
    if not request.expand:
        parts.append("as typed alone")
    return " · ".join(parts) or "everything"
