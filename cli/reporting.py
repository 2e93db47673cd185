"""What a run of the indexer did: as lines for people, as JSON, and as a file."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from cli.exits import WrongUsage
from cli.output import note, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.values import Failure, Report

SHOWN_FAILURES = 50
"""That many are listed for people; `--json`, `--report` and `kashf status` have all."""


def show_report(report: Report, *, as_json: bool, quiet: bool = False, headline: str = "") -> None:
    """Results to standard output, what people should know to standard error; quiet: failures and JSON alone."""
    _show_failures(report.failed)
    if not quiet:
        for notice in report.notices:
            note(f"{notice.path}: {notice.text}")
        if report.skipped:
            counts = ", ".join(f"{count} {extension}" for extension, count in sorted(report.skipped.items()))
            note(f"skipped, no reader for them: {counts}")
    if as_json:
        print_json(report_to_json(report))
    elif not quiet:
        click.echo(
            f"{headline}{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged, "
            f"{report.deleted:,} deleted, {len(report.failed):,} failed in {report.seconds:.1f} s{_rate(report)}"
        )


def report_to_json(report: Report) -> dict[str, object]:
    """The stable form of `kashf index --json`."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "deleted": report.deleted,
        "failed": [failure_to_json(failure) for failure in report.failed],
        "seconds": report.seconds,
    }


def write_report(path: Path, report: Report) -> None:
    """All of it in a file: also what was skipped, and what readers decided."""
    whole = {
        **report_to_json(report),
        "failures_by_kind": failures_by_kind(report.failed),
        "skipped": dict(report.skipped),
        "notices": [asdict(notice) for notice in report.notices],
        "interrupted": report.interrupted,
    }
    try:
        path.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise WrongUsage(f"the report can not be written to {path}: {error.strerror}; name another file") from error


def failure_to_json(failure: Failure) -> dict[str, str]:
    """`{"path", "stage", "error"}`."""
    return asdict(failure)


def failures_by_kind(failed: Iterable[Failure]) -> dict[str, int]:
    """How many failed at which stage, of which kind of file: `{"read .txt": 2}`; most first."""
    kinds = Counter(f"{failure.stage} {PurePath(failure.path).suffix.lower() or '(none)'}" for failure in failed)
    return dict(kinds.most_common())


def _show_failures(failed: tuple[Failure, ...]) -> None:
    for failure in failed[:SHOWN_FAILURES]:
        note(f"failed: {failure.path}: {failure.error}")
    if len(failed) > SHOWN_FAILURES:
        note(f"… and {len(failed) - SHOWN_FAILURES:,} more: `kashf status` lists all")
    if len(failed) > 1:
        note("failed by kind: " + ", ".join(f"{count:,} {kind}" for kind, count in failures_by_kind(failed).items()))


def _rate(report: Report) -> str:
    done = report.added + report.updated
    return f" ({done / report.seconds:,.0f} documents a second)" if done and report.seconds >= 1 else ""
