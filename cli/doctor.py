"""`kashf doctor`: checks the set-up and the index, and says what to do."""

from __future__ import annotations

import click

from cli.checks import BAD, WARNING, all_checks
from cli.exits import NO_ENGINE, SOME_FAILED
from cli.options import engine_option, json_option
from cli.output import print_json


@click.command()
@click.option("--deep", is_flag=True, help="Also read every file of the index, and compare every document with the journal.")
@engine_option
@json_option
@click.pass_context
def doctor(ctx: click.Context, engine_url: str, *, deep: bool, as_json: bool) -> None:
    """Check data files, index, journal, disk and helpers, and say what to do.

    Exit code 0 when all is well (warnings count as well), 3 when the index can not be used, 1 for any other fault.

    \b
    Example:
      kashf doctor --deep
    """
    findings = list(all_checks(engine_url, deep=deep))
    if as_json:
        wire = [{"check": f.check, "state": f.state, "found": f.found, "next": f.next} for f in findings]
        print_json({"ok": not any(f.state == BAD for f in findings), "findings": wire})
    else:
        for finding in findings:
            mark = {BAD: "✗", WARNING: "!"}.get(finding.state, "✓")
            click.echo(f"{mark} {finding.check}: {finding.found}" + (f"\n    → {finding.next}" if finding.next else ""))
    if any(finding.state == BAD and finding.of_index for finding in findings):
        ctx.exit(NO_ENGINE)
    if any(finding.state == BAD for finding in findings):
        ctx.exit(SOME_FAILED)
