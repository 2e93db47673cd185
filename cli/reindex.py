"""`kashf reindex`: the index built anew from the stored text, and switched to in one step."""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.indexing import stoppable
from cli.opening import engine_at, gazetteer_fingerprint, journal_paths, pipeline_maker, user_gazetteer
from cli.options import engine_option, jobs_option, json_option, layout_options
from cli.output import Bar, print_json
from indexer import reindexing
from indexer.journal import empty_journal, journal_at
from indexer.running import processors
from indexer.working import workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.journal import Journal

PARALLEL_DOCUMENTS = 2_000
"""Fewer are done sooner by one process than others are started."""


@click.command()
@jobs_option
@layout_options
@engine_option
@json_option
def reindex(jobs: int | None, engine_url: str, *, as_json: bool) -> None:
    """Analyse and extract all stored documents anew: after a new version of Kashf, or changes to the gazetteer.

    Searches go on while it works. The sources are not needed. In a cluster, a run that was cut off is gone on with.

    \b
    Example:
      kashf reindex --jobs 2
    """
    bar = Bar("Reindexing")
    with engine_at(engine_url, stale_ok=True) as engine:
        many = engine.info().documents >= PARALLEL_DOCUMENTS
        with (
            workers(jobs or (processors() if many else 1), pipeline_maker()) as working,
            _journals(engine_url) as journals,
            stoppable() as should_stop,
        ):
            report = reindexing.reindex(
                engine,
                working,
                journals,
                purpose=reindexing.purpose_of(user_gazetteer()),
                progress=bar,
                should_stop=should_stop,
            )
            for journal in journals:
                journal.note_extractor(gazetteer_fingerprint(), alone=True)
                journal.commit()
    bar.finished()
    if as_json:
        print_json(asdict(report))
    else:
        kept = f"; {report.kept:,} of them by the run before, which was cut off" if report.kept else ""
        click.echo(f"documents indexed anew: {report.documents:,} in {report.seconds:.1f} s{kept}")


@contextmanager
def _journals(engine_url: str) -> Iterator[Sequence[Journal]]:
    """The journals of the index and of its slices; where this machine has none, one that is not kept."""
    with ExitStack() as stack:
        yield [stack.enter_context(journal_at(path)) for path in journal_paths(engine_url)] or [
            stack.enter_context(closing(empty_journal()))
        ]
