"""`kashf status`: what the index holds, and how the last run went."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from analyzers import kashf_analyzer
from cli.exits import NO_ENGINE
from cli.opening import engine_at, journal_path
from cli.options import engine_option, json_option
from cli.output import note, print_json
from cli.reporting import failure_to_json
from engines.base import FORMAT_VERSION
from indexer.journal import journal_at

if TYPE_CHECKING:
    from engines.base import IndexInfo
    from indexer.journal_schema import RunRow
    from indexer.values import Failure


@click.command()
@engine_option
@json_option
@click.pass_context
def status(ctx: click.Context, engine_url: str, *, as_json: bool) -> None:
    """Show documents, last run, failures, size, and what made the index.

    \b
    Example:
      kashf status --json
    """
    with engine_at(engine_url, stale_ok=True) as engine:
        info = engine.info()
    path = journal_path(engine_url)
    last, failures = None, []
    if path.exists():
        with journal_at(path) as journal:
            last, failures = journal.last_run(), journal.failures()
    if as_json:
        print_json(_to_json(info, last, failures))
    else:
        _show(info, last, failures)
    if not _is_current(info):
        note("kashf: the index was made by another analyzer or in another format; build it anew with: kashf reindex")
        ctx.exit(NO_ENGINE)


def _to_json(info: IndexInfo, last: RunRow | None, failures: list[Failure]) -> dict[str, object]:
    return {
        "engine": info.url,
        "documents": info.documents,
        "bytes": info.size,
        "format": info.format_version,
        "fingerprint": info.fingerprint,
        "current": _is_current(info),
        "last_run": asdict(last) if last else None,
        "failed": [failure_to_json(failure) for failure in failures],
    }


def _show(info: IndexInfo, last: RunRow | None, failures: list[Failure]) -> None:
    click.echo(f"{info.url}, documents: {info.documents:,}, {info.size / 1e6:,.1f} MB")
    click.echo(f"analyzer {info.fingerprint}, format {info.format_version}")
    if last is not None:
        click.echo(f"last run {last.started}: {_described(last)}")
    for failure in failures:
        click.echo(f"failed: {failure.path}: {failure.error}")


def _described(run: RunRow) -> str:
    if run.seconds is None:
        return "did not end; `kashf index` goes on from there"
    counts = f"{run.added:,} added, {run.updated:,} updated, {run.unchanged:,} unchanged, {run.deleted:,} deleted"
    return f"{counts}, {run.failed:,} failed in {run.seconds:.1f} s" + (", interrupted" if run.interrupted else "")


def _is_current(info: IndexInfo) -> bool:
    return info.fingerprint == kashf_analyzer().fingerprint and info.format_version == FORMAT_VERSION
