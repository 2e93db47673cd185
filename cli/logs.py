"""`--verbose` and `--quiet`: what of the indexer's log goes to standard error."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.output import harmless

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

PACKAGES = ("indexer", "engines")


class _Harmless(logging.Formatter):
    """Lines name files, whose names are their authors'."""

    def format(self, record: logging.LogRecord) -> str:
        return harmless(super().format(record))


def log_options(command: F) -> F:
    """`-v/--verbose` and `-q/--quiet`."""
    verbose = click.option("-v", "--verbose", count=True, help="Also say what is done; twice: each file.")
    quiet = click.option("-q", "--quiet", is_flag=True, help="Only failures, and JSON where asked for: no bar, no summary.")
    return verbose(quiet(command))


def start_logging(verbose: int) -> None:
    """Send the log of our packages to standard error: nothing, runs and commits, or also each file."""
    if not verbose:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Harmless("%(asctime)s %(name)s: %(message)s", "%H:%M:%S"))
    for name in PACKAGES:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.DEBUG if verbose > 1 else logging.INFO)
