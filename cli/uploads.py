"""What becomes of reports that come by the browser: a run of the indexer, as `kashf index` makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from cli.indexing import index_once
from cli.opening import engine_at
from indexer.running import RunOptions
from indexer.values import Silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexer.defaults import Defaults
    from indexer.values import Report

WAIT: Final = 5.0
"""Seconds for another process that writes to the index: a person waits as well."""


def index_into(engine_url: str) -> Callable[[Path, Defaults], Report]:
    """Indexes a folder into the index at an address, with what the options of the current command say; in any thread."""
    context = click.get_current_context()

    def index(folder: Path, defaults: Defaults) -> Report:
        with context.scope(cleanup=False), engine_at(engine_url, create=True) as engine:
            return index_once(
                RunOptions((str(folder),), defaults),
                engine,
                engine_url,
                jobs=1,
                extract=True,
                progress=Silent(),
                should_stop=lambda: False,
                wait=WAIT,
            )

    return index
