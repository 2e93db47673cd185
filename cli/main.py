"""The entry point: the group of all commands."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from cli import analyze, delete, evaluate, extract, index, reindex, search, serve, status
from cli.exits import translated
from cli.output import use_utf_8


class _Kashf(click.Group):
    """Turns our errors into exit codes for every command, and bears a reader that goes away (`kashf … | head`)."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # click's
        """Run the command."""
        try:
            with translated():
                result = super().invoke(ctx)
                sys.stdout.flush()
                return result
        except BrokenPipeError:
            # Nobody reads on. What is still in the buffer must not fail once more when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Kashf, context_settings={"auto_envvar_prefix": "KASHF", "help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kashf", prog_name="kashf")
def kashf() -> None:
    """Search Arabic conflict reports by words, actor, place and date.

    \b
    Example:
      kashf index reports/
      kashf search 'قصف "عين الأسد"' --from 2024-01-01
      kashf serve
    """


for command in (
    analyze.analyze,
    delete.delete,
    evaluate.evaluate,
    extract.extract,
    index.index,
    reindex.reindex,
    search.search,
    serve.serve,
    status.status,
):
    kashf.add_command(command)


def main() -> None:
    """Run the command line."""
    use_utf_8()
    kashf(prog_name="kashf")
