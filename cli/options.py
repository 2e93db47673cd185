"""Options that several commands share."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from cli.opening import CONNECTION, DEFAULT_ENGINE
from indexer.fields import FieldError, read_day, read_event_days
from indexer.slicing import read_slice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from indexer.slicing import Slice

F = TypeVar("F", bound="Callable[..., Any]")


class Seconds(click.FloatRange):
    """A number of seconds. Python takes `nan` and `inf` for numbers, too, for which nothing ends, or ever begins."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401  # click's
        """The number."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no number of seconds.", param, ctx)
        return number


def _kept(ctx: click.Context, option: click.Parameter, value: object) -> None:
    """An option's callback: what it says of the cluster, for whichever engine the command opens."""
    if value is not None:
        ctx.meta.setdefault(CONNECTION, {})[option.name] = value


def _cluster_option(name: str, kind: click.ParamType[Any] | type, meaning: str) -> Callable[[F], F]:
    variable = "KASHF_" + name.lstrip("-").upper().replace("-", "_")
    # Never a default in the help text: some of these are secrets.
    return click.option(name, type=kind, envvar=variable, show_envvar=True, expose_value=False, callback=_kept, help=meaning)


_FILE: Final = click.Path(path_type=Path)
_CONNECTION: Final = (
    _cluster_option("--api-key", str, "Elasticsearch: the key to ask with."),
    _cluster_option("--username", str, "Elasticsearch: the user to ask as."),
    _cluster_option("--password", str, "Elasticsearch: that user's password; the variable is the safer place."),
    _cluster_option("--ca-cert", _FILE, "Elasticsearch: who signed the server's certificate."),
    _cluster_option("--client-cert", _FILE, "Elasticsearch: a certificate of one's own."),
    _cluster_option("--client-key", _FILE, "Elasticsearch: the key to that certificate."),
    _cluster_option(
        "--timeout",
        Seconds(min=0, min_open=True),
        "Elasticsearch: seconds for one request, and to try again what it is too busy for.  [default: 60]",
    ),
)
_LAYOUT: Final = (
    _cluster_option("--shards", click.IntRange(min=1), "Elasticsearch: parts of a new index.  [default: one for each 30 GB]"),
    _cluster_option(
        "--replicas", click.IntRange(min=0), "Elasticsearch: copies of a new index.  [default: 1 where there are two nodes]"
    ),
)


def engine_option(command: F) -> F:
    """`--engine URL`, the same everywhere, and what a cluster asks for. `cli.opening` takes up the latter."""
    for option in reversed(_CONNECTION):
        command = option(command)
    return click.option(
        "--engine",
        "engine_url",
        metavar="URL",
        envvar="KASHF_ENGINE",
        default=DEFAULT_ENGINE,
        show_default=True,
        show_envvar=True,
        help="The index: embedded:PATH, or http(s)://HOST:PORT/NAME for Elasticsearch.",
    )(command)


def layout_options(command: F) -> F:
    """How a new index in a cluster is laid out; for commands that make one."""
    for option in reversed(_LAYOUT):
        command = option(command)
    return command


def slice_option(command: F) -> F:
    """`--slice 3/16`."""
    return click.option(
        "--slice",
        "part",
        callback=_as_slice,
        metavar="N/M",
        help="Only the Nth of M parts of the files, beside other runs, here or on other machines, that do the other parts.",
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


def _as_slice(_ctx: click.Context, _option: click.Parameter, value: str | None) -> Slice | None:
    if value is None:
        return None
    try:
        return read_slice(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _span(value: str) -> tuple[dt.date, dt.date]:
    try:
        return read_event_days(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no date; write 2024, 2024-01 or 2024-01-20") from error
