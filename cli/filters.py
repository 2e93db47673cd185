"""What a search is narrowed by, and how its words are taken: options of the commands that search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from analyzers.analysis import LEVELS
from cli.options import as_first_day, as_last_day
from engines.base import DATE_FIELDS, SORTS
from search.values import QueryError, SearchRequest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from engines.base import DateField, Field

F = TypeVar("F", bound="Callable[..., Any]")


def filter_options(command: F) -> F:
    """`--actor`, `--all-actor`, `--not-actor`, …, `--from`, `--to`, `--date-of`."""
    options = (
        click.option("--actor", multiple=True, metavar="ID", help="With this actor (repeatable: any of them); none: without any."),
        click.option("--location", multiple=True, metavar="ID", help="In this place, or in one inside it."),
        click.option("--source", multiple=True, metavar="NAME", help="From this source."),
        click.option("--type", "type_", multiple=True, metavar="NAME", help="Of this type."),
        click.option("--quality", multiple=True, metavar="NAME", help="Text repaired, doubtful or unread; none: without faults."),
        click.option("--all-actor", multiple=True, metavar="ID", help="With this actor and all others given so."),
        click.option("--all-location", multiple=True, metavar="ID", help="In this place and in all others given so."),
        click.option("--not-actor", multiple=True, metavar="ID", help="Without this actor."),
        click.option("--not-location", multiple=True, metavar="ID", help="Not in this place."),
        click.option("--not-source", multiple=True, metavar="NAME", help="Not from this source."),
        click.option("--not-type", multiple=True, metavar="NAME", help="Not of this type."),
        click.option("--not-quality", multiple=True, metavar="NAME", help="Text not of this quality."),
        click.option("--from", "date_from", callback=as_first_day, metavar="DATE", help="First day: 2024, 2024-01 or 2024-01-20."),
        click.option("--to", "date_to", callback=as_last_day, metavar="DATE", help="Last day."),
        click.option("--date-of", type=click.Choice(DATE_FIELDS), default="event", show_default=True, help="Which dates."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def matching_options(command: F) -> F:
    """`--level`, `--sort`, `--no-expand`."""
    options = (
        click.option("--level", type=click.Choice(LEVELS), help="The coarsest way in which words may match."),
        click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="The order of hits."),
        click.option("--no-expand", is_flag=True, help="Let no other names, translations and spellings stand for the words."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _values_of(filters: Mapping[str, tuple[str, ...]], prefix: str) -> dict[Field, tuple[str, ...]]:
    """The values given for each field; `prefix` is empty, or `not_` for those to leave out."""
    given: dict[Field, tuple[str, ...]] = {
        "actor": filters[f"{prefix}actor"],
        "location": filters[f"{prefix}location"],
        "source": filters[f"{prefix}source"],
        "type": filters["type_" if not prefix else "not_type"],
        "quality": filters[f"{prefix}quality"],
    }
    return {field: values for field, values in given.items() if values}


def _together(filters: Mapping[str, tuple[str, ...]]) -> dict[Field, tuple[str, ...]]:
    """The values that a document has to have all of; a field has them, or some to choose among. Raises QueryError for both."""
    given: dict[Field, tuple[str, ...]] = {"actor": filters["all_actor"], "location": filters["all_location"]}
    for field, values in given.items():
        if values and filters[field]:
            raise QueryError(f"--all-{field} and --{field} can not be given together; give all of them in one way")
    return {field: values for field, values in given.items() if values}


def _require_order(date_from: dt.date | None, date_to: dt.date | None) -> None:
    """Raise QueryError for dates that run backwards."""
    if date_from and date_to and date_from > date_to:
        raise QueryError(f"--from {date_from} lies after --to {date_to}; exchange them")


def narrowed_request(
    query: str,
    filters: Mapping[str, tuple[str, ...]],
    *,
    date_from: dt.date | None,
    date_to: dt.date | None,
    date_of: DateField,
) -> SearchRequest:
    """What the options of `filter_options` ask. Raises QueryError for dates that run backwards."""
    _require_order(date_from, date_to)
    return SearchRequest(
        text=query,
        any_of=_values_of(filters, ""),
        all_of=_together(filters),
        none_of=_values_of(filters, "not_"),
        date_from=date_from,
        date_to=date_to,
        date_of=date_of,
    )
