"""One run of the indexer on an index, as `kashf index` and `kashf watch` do it."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Final, cast

import click

from cli.opening import gazetteer_fingerprint, journal_of, pipeline_maker
from cli.options import as_day
from cli.output import note
from engines.base import IndexBusyError
from indexer.defaults import Defaults
from indexer.fields import KNOWN
from indexer.pipeline import analysis_only
from indexer.running import find_files, jobs_for, run
from indexer.stopping import stop_signals
from indexer.values import PATIENCE, ReadOptions
from indexer.working import workers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from typing import Any, BinaryIO, TypeVar

    from engines.base import Engine, Writer
    from indexer.running import RunOptions
    from indexer.values import Progress, Report

    F = TypeVar("F", bound="Callable[..., Any]")

BUSY_SECONDS: Final = 0.5
"""Between two looks whether another process still writes."""


def source_options(command: F) -> F:
    """What a user says of documents and files: `--date`, `--source`, `--encoding`, `--map`, … come to the command as `defaults`,
    and `--no-extract` as it is.
    """
    options = (
        click.option("--date", callback=as_day, metavar="DATE", help="Report date of documents that have none of their own."),
        click.option("--source", default="", help="Source of documents that have none of their own."),
        click.option("--encoding", default="", help="The encoding of files that is not to be told from them (cp720, …)."),
        click.option(
            "--map", "columns", multiple=True, callback=_columns, metavar="FIELD=COLUMN", help="Which column of tables is a field."
        ),
        click.option(
            "--file-timeout",
            type=click.IntRange(1, 86_400),
            default=int(PATIENCE),
            show_default=True,
            help="Seconds that a file of a format that may hang (PDF, office files, pictures, archives) is waited for, "
            "from page to page.",
        ),
        click.option("--no-extract", is_flag=True, help="Find no actors, places and dates; `kashf reindex` does it later."),
    )

    @wraps(command)
    def with_defaults(
        *args: object,
        date: dt.date | None,
        source: str,
        encoding: str,
        columns: tuple[tuple[str, str], ...],
        file_timeout: int,
        **rest: object,
    ) -> object:
        return command(*args, defaults=_defaults_of(date, source, ReadOptions(encoding, columns, file_timeout)), **rest)

    decorated: Callable[..., object] = with_defaults
    for option in reversed(options):
        decorated = option(decorated)
    return cast("F", decorated)


def _defaults_of(date: dt.date | None, source: str, reading: ReadOptions) -> Defaults:
    """From the options to what the indexer takes."""
    try:
        "".encode(reading.encoding or "utf-8")
    except LookupError as error:
        raise click.BadParameter(
            f"--encoding {reading.encoding}: there is none of that name; Python's names are taken, as cp720"
        ) from error
    return Defaults(date, source, reading)


def index_once(
    options: RunOptions,
    engine: Engine,
    engine_url: str,
    *,
    jobs: int | None,
    extract: bool,
    progress: Progress,
    should_stop: Callable[[], bool],
    standard_input: BinaryIO | None = None,
    wait: float = 0.0,
) -> Report:
    """Index what the options say, with the journal beside the index.

    Raises IndexBusyError where another process still writes to it after `wait` seconds, or when it should stop before.
    """
    with _writer(engine, wait, should_stop) as writer, journal_of(engine_url, options.part) as journal:
        if engine.info().documents == 0 and journal.count_indexed():
            journal.forget_index()
        found = find_files(options, journal)
        make_pipeline = pipeline_maker() if extract else analysis_only
        with workers(jobs or jobs_for(found), make_pipeline) as working:
            return run(
                options,
                found,
                journal,
                writer,
                working,
                progress=progress,
                should_stop=should_stop,
                standard_input=standard_input,
                extractor=gazetteer_fingerprint if extract else lambda: "",
            )


def stoppable() -> AbstractContextManager[Callable[[], bool]]:
    """Ctrl-C, or SIGTERM, asks to stop after the document at hand; a second one stops at once."""
    return stop_signals(lambda: note("\nStopping after what is under way; once more to stop at once."))


@contextmanager
def _writer(engine: Engine, wait: float, should_stop: Callable[[], bool]) -> Iterator[Writer]:
    """The engine's writer, for the length of a block; where another process has it, waited for."""
    end = time.monotonic() + wait
    told = False
    while True:
        with ExitStack() as stack:
            try:
                writer = stack.enter_context(engine.writer())
            except IndexBusyError as error:
                if should_stop() or time.monotonic() >= end:
                    raise _still_busy(error, wait) from error
            else:
                yield writer
                return
        if not told:
            note(f"another process writes to the index; waiting for it, {wait:g} s at most")
        told = True
        time.sleep(min(BUSY_SECONDS, max(0.0, end - time.monotonic())))


def _still_busy(error: IndexBusyError, wait: float) -> IndexBusyError:
    return IndexBusyError(f"{error}; waited {wait:g} s for it" if wait else f"{error}; --wait SECONDS waits for it")


def _columns(_ctx: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = [tuple(part.strip() for part in value.split("=", 1)) for value in values]
    for value, pair in zip(values, pairs, strict=True):
        if len(pair) != 2 or pair[0] not in KNOWN or not pair[1]:
            raise click.BadParameter(f"{value!r} is no FIELD=COLUMN; fields are {', '.join(sorted(KNOWN))}")
    return tuple((pair[0], pair[1]) for pair in pairs)
