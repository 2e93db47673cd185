"""`kashf status`: what the index holds, and how the last run went."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import click

from analyzers import kashf_analyzer
from cli.exits import NO_ENGINE
from cli.flagged import flagged, flagged_to_json, show_flagged
from cli.opening import engine_at, journal_paths
from cli.options import engine_option, json_option
from cli.output import note, print_json, say
from cli.reporting import failure_to_json, failures_by_kind
from engines.base import FORMAT_VERSION, SearchResult
from indexer.journal import journal_at
from indexer.journal_unresolved import ALL_NAMES, NONE_UNRESOLVED, together

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engines.base import IndexInfo
    from indexer.journal_schema import RunRow
    from indexer.journal_unresolved import Unresolved
    from indexer.values import Failure

SHOWN_NAMES: Final = 10
"""Names that no gazetteer has, the most frequent first."""


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
        # An index of another format may not have the field.
        in_doubt = flagged(engine) if _is_current(info) else SearchResult(0, (), ())
    kept = _together([_kept(path) for path in journal_paths(engine_url)])
    if as_json:
        print_json({**_to_json(info, kept), **flagged_to_json(in_doubt)})
    else:
        _show(info, kept)
        show_flagged(in_doubt)
    if not _is_current(info):
        note("kashf: the index was made by another analyzer or in another format; build it anew with: kashf reindex")
        ctx.exit(NO_ENGINE)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the journals say; `waiting` documents are of a run that has not ended, `repeated` are nearly the same as others."""

    files: int = 0
    waiting: int = 0
    repeated: int = 0
    last: RunRow | None = None
    failures: tuple[Failure, ...] = ()
    unresolved: Unresolved = NONE_UNRESOLVED


def _kept(path: Path) -> _Kept:
    with journal_at(path) as journal, journal.similar() as similar, journal.unresolved() as names:
        return _Kept(
            len(journal.paths()),
            journal.count_pending(),
            similar.count(),
            journal.last_run(),
            tuple(journal.failures()),
            names.summary(ALL_NAMES),
        )


def _together(parts: Sequence[_Kept]) -> _Kept:
    """What the journals of all slices say; of their runs, the one that began last."""
    runs = [part.last for part in parts if part.last is not None]
    return _Kept(
        files=sum(part.files for part in parts),
        waiting=sum(part.waiting for part in parts),
        repeated=sum(part.repeated for part in parts),
        last=max(runs, key=lambda run: run.started, default=None),
        failures=tuple(failure for part in parts for failure in part.failures),
        unresolved=together((part.unresolved for part in parts), SHOWN_NAMES),
    )


def _to_json(info: IndexInfo, kept: _Kept) -> dict[str, object]:
    return {
        "engine": info.url,
        "documents": info.documents,
        "bytes": info.size,
        "format": info.format_version,
        "fingerprint": info.fingerprint,
        "current": _is_current(info),
        "files": kept.files,
        "waiting": kept.waiting,
        "repeated": kept.repeated,
        "unresolved": asdict(kept.unresolved),
        "last_run": asdict(kept.last) if kept.last else None,
        "failures_by_kind": failures_by_kind(kept.failures),
        "failed": [failure_to_json(failure) for failure in kept.failures],
    }


def _show(info: IndexInfo, kept: _Kept) -> None:
    say(f"{info.url}, documents: {info.documents:,}, {info.size / 1e6:,.1f} MB")
    say(f"analyzer {info.fingerprint}, format {info.format_version}")
    say(f"from {kept.files:,} files; {kept.repeated:,} are nearly the same as an earlier one")
    if kept.unresolved.count:
        names = "، ".join(f"{name.name} ({name.documents:,})" for name in kept.unresolved.first)
        more = kept.unresolved.count - len(kept.unresolved.first)
        say(
            f"{kept.unresolved.count:,} actors and locations of the sources are in no gazetteer: {names}"
            + (f" … {more:,} more" if more else "")
        )
    if kept.last is not None:
        say(f"last run {kept.last.started}: {_described(kept.last)}")
    if kept.waiting:
        say(f"{kept.waiting:,} documents wait to be done: `kashf index` with the same paths goes on")
    for failure in kept.failures:
        say(f"failed: {failure.path}: {failure.error}")
    if kept.failures:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in failures_by_kind(kept.failures).items())
        say(f"failed by kind: {kinds}; `kashf index --only-failed` tries them again")


def _described(run: RunRow) -> str:
    if run.seconds is None:
        return "has not ended: it is under way, or it was killed; then `kashf index` goes on from there"
    counts = f"{run.added:,} added, {run.updated:,} updated, {run.unchanged:,} unchanged, {run.deleted:,} deleted"
    return f"{counts}, {run.failed:,} failed in {run.seconds:.1f} s" + (", interrupted" if run.interrupted else "")


def _is_current(info: IndexInfo) -> bool:
    return info.fingerprint == kashf_analyzer().fingerprint and info.format_version == FORMAT_VERSION
