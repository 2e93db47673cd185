"""Exit codes, and what becomes of errors: one line for people, the code for programs.

====  ==================================================================================================
0     done
1     done, but some documents failed (each is listed)
2     wrong usage, or a query that can not be answered
3     the index or its engine can not be used: not there, busy, unreachable, made by another analyzer
4     `kashf alerts run --exit-code`: done, and something is new
====  ==================================================================================================
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final

import click

from cli.output import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

SOME_FAILED: Final = 1
WRONG_USAGE: Final = 2
NO_ENGINE: Final = 3
SOMETHING_NEW: Final = 4


class Stop(click.ClickException):
    """Ends the command with one line on standard error."""

    def show(self, file: IO[Any] | None = None) -> None:
        """The line."""
        click.echo(harmless(f"kashf: {self.message}"), file=file, err=file is None)


class WrongUsage(Stop):
    """The command can not be carried out as it was given."""

    exit_code = WRONG_USAGE


class NoEngine(Stop):
    """The index or its engine can not be used."""

    exit_code = NO_ENGINE


@contextmanager
def translated() -> Iterator[None]:
    """Our own errors become a line and an exit code; what nobody expected keeps its traceback."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        stop = _stop(error)
        if stop is None:
            raise
        raise stop from error


def _stop(error: Exception) -> Stop | None:
    # Imported when something went wrong: with them, `kashf --help` would load most of Kashf.
    from engines.base import EngineError  # noqa: PLC0415
    from extraction.gazetteer import GazetteerError  # noqa: PLC0415
    from extraction.places import PlaceDataError  # noqa: PLC0415
    from indexer.values import IndexingError, JournalError  # noqa: PLC0415
    from search.evaluation import CorpusError  # noqa: PLC0415
    from search.saved import SavedFileError, SavedSearchError  # noqa: PLC0415
    from search.values import QueryError  # noqa: PLC0415

    if isinstance(error, EngineError | JournalError | SavedFileError):
        return NoEngine(_one_line(error))
    if isinstance(error, IndexingError | QueryError | CorpusError | GazetteerError | PlaceDataError | SavedSearchError):
        return WrongUsage(_one_line(error))
    return None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
