"""`kashf delete`: documents out of the index, by id."""

from __future__ import annotations

import click

from cli.exits import SOME_FAILED
from cli.opening import engine_at, journal_paths
from cli.options import engine_option, json_option
from cli.output import note, print_json
from indexer.journal import journal_at


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@engine_option
@json_option
@click.pass_context
def delete(ctx: click.Context, ids: tuple[str, ...], engine_url: str, *, as_json: bool) -> None:
    """Remove documents. They stay away until their content changes in the source.

    \b
    Example:
      kashf delete 3500b00f1cc6945d
    """
    with engine_at(engine_url) as engine, engine.writer() as writer:
        there = engine.fetch(ids)
        # The journals first: a process killed in between leaves a document that the same command removes.
        for path in journal_paths(engine_url):
            with journal_at(path) as journal, journal.similar() as similar:
                journal.mark_deleted(there)
                similar.forget(there)
                journal.commit()
        writer.delete(there)
        writer.commit()
    unknown = [id_ for id_ in dict.fromkeys(ids) if id_ not in there]
    for id_ in unknown:
        note(f"failed: {id_}: no such document")
    if as_json:
        print_json({"deleted": len(there), "unknown": unknown})
    else:
        click.echo(f"{len(there):,} deleted")
    if unknown:
        ctx.exit(SOME_FAILED)
