"""`kashf extract`: who, where and when in documents, without an index; and why."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from cli.exits import SOME_FAILED
from cli.opening import pipeline_maker, user_gazetteer
from cli.options import as_day, json_option
from cli.output import note, print_json, say
from extraction.extractor import default_extractor
from extraction.values import DateExpression, Location
from indexer.defaults import Defaults
from indexer.identity import ID_LENGTH, content_hash
from indexer.isolation import close_rooms, read_path
from indexer.pipeline import to_document
from indexer.standard_input import read_stream
from indexer.values import STANDARD_INPUT, Notice, ReadError
from indexer.walking import walk
from search.wire import document_to_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from engines.base import Document
    from extraction.values import Actor, Extraction
    from indexer.pipeline import Pipeline
    from indexer.readers.registry import Item
    from indexer.values import SourceDocument

KEYS = ("id", "report_date", "actors", "locations", "dates")


@dataclass(frozen=True, slots=True)
class _Result:
    """What was found in a document, as it is shown; `source` has the date that was found for it."""

    source: SourceDocument
    document: Document
    found: Extraction


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--date", callback=as_day, metavar="DATE", help="Report date of documents that have none of their own.")
@click.option("--explain", is_flag=True, help="Also why: rules, entries of the gazetteer, how date and country were found.")
@json_option
@click.pass_context
def extract(ctx: click.Context, paths: tuple[str, ...], *, date: dt.date | None, explain: bool, as_json: bool) -> None:
    """Show who, where and when in documents; `-` is standard input.

    \b
    Example:
      kashf extract report.txt --date 2024-01-25 --explain
    """
    pipeline = pipeline_maker()()
    defaults = Defaults(date)
    failed = False
    for item in _items(paths):
        if isinstance(item, ReadError):
            note(f"failed: {item.path}: {item.message}")
            failed = True
            continue
        if isinstance(item, Notice):
            note(f"{item.path}: {item.text}")
            continue
        result = _extract(pipeline, defaults.apply(item))
        if as_json:
            print_json(_to_json(result, explain=explain))
        else:
            _show(result, explain=explain)
    if failed:
        ctx.exit(SOME_FAILED)


def _items(paths: Iterable[str]) -> Iterator[Item]:
    found = walk(paths)
    for failure in found.unreadable:
        yield ReadError(failure.path, failure.error)
    try:
        for path in found.files:
            yield from read_stream(sys.stdin.buffer) if path == STANDARD_INPUT else read_path(path)
    finally:
        close_rooms()


def _extract(pipeline: Pipeline, source: SourceDocument) -> _Result:
    dated = pipeline.dated(source)
    found = pipeline.extract(dated)
    return _Result(dated, to_document(_id(source), dated, found), found)


def _id(source: SourceDocument) -> str:
    """The id that the document would get in an empty index."""
    return source.id if source.id is not None else content_hash(source)[:ID_LENGTH]


def _to_json(result: _Result, *, explain: bool) -> dict[str, object]:
    whole, found = document_to_json(result.document), result.found
    chosen = {key: whole[key] for key in KEYS}
    if explain:
        for key, entities in (("actors", found.actors), ("locations", found.locations), ("dates", found.dates)):
            chosen[key] = list(map(_explained, chosen[key], entities))  # type: ignore[call-overload]  # lists of the same length
        chosen |= {
            "date_found": result.source.date_found,
            "country": found.country,
            "country_found": found.country_found,
            "unresolved": [{"kind": kind, "name": name} for kind, name in found.unresolved],
        }
    return chosen


def _explained(wire: dict[str, list[dict[str, object]]], entity: Actor | Location | DateExpression) -> dict[str, object]:
    mentions = [{**shown, "rule": mention.rule} for shown, mention in zip(wire["mentions"], entity.mentions, strict=True)]
    explained: dict[str, object] = {**wire, "mentions": mentions}
    if not isinstance(entity, DateExpression):
        explained["entry"] = _entry(entity.id)
    if isinstance(entity, Location):
        explained |= {"confidence": entity.confidence, "alternatives": list(entity.alternatives)}
    return explained


def _entry(id_: str) -> str:
    """The file and line of the gazetteer that an id is from; empty for what no gazetteer lists."""
    known = default_extractor(user_gazetteer()).known(id_)
    return known.where if known is not None else ""


def _show(result: _Result, *, explain: bool) -> None:
    document, found = result.document, result.found
    how = f", from: {result.source.date_found}" if explain and result.source.date_found else ""
    say(f"{document.title or document.id} ({document.report_date or 'undated'}{how})")
    if explain and found.country:
        say(f"  about {found.country} ({found.country_found})")
    for actor in found.actors:
        _show_one("actor", f"{actor.label.ar} [{actor.id}] {actor.type}", actor, explain=explain)
    for place in found.locations:
        at = f" {place.lat:.2f},{place.lon:.2f}" if place.lat is not None and place.lon is not None else ""
        _show_one("place", f"{place.label.ar} [{' › '.join(place.path)}] {place.level}{at}", place, explain=explain)
    for date in found.dates:
        span = date.start.isoformat() if date.start == date.end else f"{date.start} – {date.end}"
        inferred = f", inferred: {' '.join(date.inferred)}" if date.inferred else ""
        _show_one("date", f"{span} {date.precision}{inferred}", date, explain=explain)
    for kind, name in found.unresolved if explain else ():
        say(f"  in no gazetteer, as the source has it: {kind} {name}")
    say("")


def _show_one(kind: str, text: str, entity: Actor | Location | DateExpression, *, explain: bool) -> None:
    mentions = [
        f"{mention.text} ({mention.start}-{mention.end}{f', {mention.rule}' if explain else ''})" for mention in entity.mentions
    ]
    say(f"  {kind:5} {text}" + (f": {' | '.join(mentions)}" if mentions else ""))
    if explain and not isinstance(entity, DateExpression):
        say(f"        {_evidence(entity)}")


def _evidence(entity: Actor | Location) -> str:
    """Where an entity is from, and what else its name could have meant."""
    entry = _entry(entity.id)
    said = [f"entry: {entry}" if entry else "in no gazetteer: by the form of its name"]
    if isinstance(entity, Location):
        said.append(f"confidence {entity.confidence:.2f}")
        said += [f"not {', '.join(entity.alternatives)}"] if entity.alternatives else []
    return "; ".join(said)
