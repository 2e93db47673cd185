"""The entry point: the group of all commands. A command's module is loaded when it is called: `kashf --help` loads none."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cli.exits import translated
from cli.output import use_utf_8

GAZETTEER: Final = "cli.gazetteer"
"""Where the path of the user's gazetteer is kept for all commands (`click.Context.meta`); `cli.opening` takes it up."""

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Final[Mapping[str, str]] = {
    "alerts": "Save searches, and show what is new for each.",
    "analyze": "Show how text becomes terms.",
    "backup": "Write all documents, journals and saved searches to one file.",
    "delete": "Remove documents.",
    "doctor": "Check data files, index, journal, disk and helpers.",
    "evaluate": "Measure retrieval on a folder of judged queries.",
    "export": "Write all hits of a search to a file.",
    "extract": "Show who, where and when in documents.",
    "gazetteer": "Check, show and count entries of the gazetteer.",
    "index": "Index files, folders and globs.",
    "password": "Set the password of the web application.",
    "reindex": "Analyse and extract all stored documents anew.",
    "restore": "Fill an index from a file of `kashf backup`.",
    "search": "Search the index.",
    "serve": "Serve the web application.",
    "status": "Show documents, last run, failures, size.",
    "watch": "Index files and folders, then what changes in them.",
}
"""Each is the function of its name in the module of its name, and what `kashf --help` says of it."""


class Commands(click.Group):
    """Loads commands late, turns our errors into exit codes, and bears a reader that goes away (`kashf … | head`)."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names, for help."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, its module loaded."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `kashf --help`, without loading any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

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


def _keep_gazetteer(ctx: click.Context, _option: click.Parameter, path: Path | None) -> None:
    ctx.meta[GAZETTEER] = path


@click.group(cls=Commands, context_settings={"auto_envvar_prefix": "KASHF", "help_option_names": ["-h", "--help"]})
@click.option(
    "--gazetteer",
    type=click.Path(path_type=Path),
    envvar="KASHF_GAZETTEER",
    show_envvar=True,
    expose_value=False,
    callback=_keep_gazetteer,
    help="Your own actors and places: a YAML file or a folder of them.",
)
@click.version_option(package_name="kashf", prog_name="kashf")
def kashf() -> None:
    """Search Arabic conflict reports by words, actor, place and date.

    \b
    Example:
      kashf index reports/
      kashf search 'قصف "عين الأسد"' --from 2024-01-01
      kashf serve
    """


def main() -> None:
    """Run the command line."""
    use_utf_8()
    kashf(prog_name="kashf")
