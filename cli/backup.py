"""`kashf backup`: the whole index in one file."""

from __future__ import annotations

from pathlib import Path

import click

from cli.exits import WrongUsage
from cli.opening import engine_at, kept_beside
from cli.options import engine_option, json_option
from cli.output import Bar, print_json
from indexer.backing_up import write_backup


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@engine_option
@json_option
def backup(file: Path, engine_url: str, *, force: bool, as_json: bool) -> None:
    """Write all documents, journals and saved searches to one file.

    Searches and indexing go on meanwhile. `kashf restore` reads it, into any engine and with any later version of Kashf. The
    user's own gazetteer is not in it.

    \b
    Example:
      kashf backup reports-2024-01.kashf
    """
    if file.exists() and not force:
        raise WrongUsage(f"{file} is there already; give another name, or --force")
    bar = Bar("Backing up")
    with engine_at(engine_url, stale_ok=True) as engine:
        manifest = write_backup(engine, kept_beside(engine_url), file, progress=bar)
    bar.finished()
    size = file.stat().st_size
    if as_json:
        print_json({"file": str(file), "documents": manifest.documents, "bytes": size, "made": manifest.made})
    else:
        click.echo(f"{manifest.documents:,} documents in {file} ({size / 1e6:,.1f} MB)")
