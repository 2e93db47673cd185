"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.opening import DEFAULT_ENGINE
from indexer.fields import FieldError, read_day, read_event_days

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def engine_option(command: F) -> F:
    """`--engine URL`, the same everywhere."""
    return click.option(
        "--engine",
        "engine_url",
        metavar="URL",
        envvar="KASHF_ENGINE",
        default=DEFAULT_ENGINE,
        show_default=True,
        show_envvar=True,
        help="The index: embedded:PATH.",
    )(command)


def json_option(command: F) -> F:
    """`--json`, for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON: one object, or one a line.")(command)


def jobs_option(command: F) -> F:
    """`--jobs N`."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        help="Processes that work at once.  [default: one a processor, or 1 where there is little to do]",
    )(command)


def as_day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> dt.date | None:
    """An option's callback: a day, written as in the fields of documents."""
    if value is None:
        return None
    try:
        return read_day(value)
    except FieldError as error:
        raise click.BadParameter(f"{value!r} is no day; write 2024-01-20") from error


def as_first_day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> dt.date | None:
    """An option's callback: `2024`, `2024-01` or `2024-01-20` for its first day."""
    return _span(value)[0] if value is not None else None


def as_last_day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> dt.date | None:
    """An option's callback: the same for its last day."""
    return _span(value)[1] if value is not None else None


def _span(value: str) -> tuple[dt.date, dt.date]:
    try:
        return read_event_days(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no date; write 2024, 2024-01 or 2024-01-20") from error
