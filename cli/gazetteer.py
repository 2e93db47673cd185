"""`kashf gazetteer`: what is known of actors and places, and whether the user's own file is right."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import click

from cli.exits import WrongUsage
from cli.opening import user_gazetteer
from cli.options import json_option
from cli.output import print_json
from extraction.extractor import load_gazetteer
from extraction.gazetteer import KnownActor
from extraction.matcher import name_key
from extraction.user_gazetteer import read_user_gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extraction.extractor import Gazetteer
    from extraction.places import Place

SHOWN: Final = 20
"""Countries that are shown to people."""

CONDITIONS: Final = {
    "full": "wherever it stands",
    "local": "only in a report on its country",
    "short": "only beside a full name",
    "bare": "in a report on its country, or after the body was named",
    "state": "where the state acts or speaks",
    "capital": "where the state acts or speaks",
    "weak": "only with evidence beside it",
}
"""When a name counts, for people."""


@click.group()
def gazetteer() -> None:
    """Check, show and count entries of the gazetteer, your own included.

    \b
    Example:
      KASHF_GAZETTEER=mine.yaml kashf gazetteer check
      kashf gazetteer show "عين الأسد"
      kashf gazetteer stats --json
    """


@gazetteer.command()
@json_option
def check(*, as_json: bool) -> None:
    """Read all files, the shipped and your own, and say what is wrong, with file and line.

    \b
    Example:
      kashf --gazetteer mine.yaml gazetteer check
    """
    path = user_gazetteer()
    known = load_gazetteer(path)
    entries = {"actors": len(known.actors.actors), "places": len(known.places)}
    yours: dict[str, object] = {}
    if path is not None:
        user = read_user_gazetteer(path)
        yours = {
            "path": str(path),
            "added": len(user.actors) + len(user.places),
            "corrected": len(user.actor_corrections) + len(user.place_corrections),
            "merged": len(user.merges),
            "forbidden": len(user.forbidden),
        }
    if as_json:
        print_json({"ok": True, **entries, "yours": yours or None})
        return
    click.echo(f"{entries['actors']:,} actors, {entries['places']:,} places: all well")
    if yours:
        counts = ", ".join(f"{yours[name]} {name}" for name in ("added", "corrected", "merged", "forbidden"))
        click.echo(f"{path}: {counts}; `kashf reindex` applies it to what is indexed")
    else:
        click.echo("no gazetteer of your own; KASHF_GAZETTEER names one")


@gazetteer.command()
@click.argument("entry", metavar="ID-or-NAME")
@json_option
def show(entry: str, *, as_json: bool) -> None:
    """Show the entries of an id or a name: names, conditions, parents, and where each is written.

    \b
    Example:
      kashf gazetteer show grp:badr
      kashf gazetteer show "عين الأسد" --json
    """
    known = load_gazetteer(user_gazetteer())
    found: list[KnownActor | Place] = [*_actors(known, entry), *_places(known, entry)]
    if not found:
        raise WrongUsage(_unknown(known, entry))
    for one in found:
        described = _describe(one, known)
        if as_json:
            print_json(described)
        else:
            _print(described)


@gazetteer.command()
@json_option
def stats(*, as_json: bool) -> None:
    """Count actors by type and country, places by level and country.

    \b
    Example:
      kashf gazetteer stats
    """
    known = load_gazetteer(user_gazetteer())
    actors = list(known.actors.actors.values())
    counts = {
        "actors": {
            "total": len(actors),
            "written": sum(actor.where.partition(":")[0] != "states.yaml" for actor in actors),
            "names": sum(len(actor.names) for actor in actors),
            "type": _counted(actor.type for actor in actors),
            "country": _counted(actor.country or "-" for actor in actors),
        },
        "places": {
            "total": len(known.places),
            "written": sum(place.curated for place in known.places),
            "names": sum(len(place.names) for place in known.places),
            "level": _counted(place.level for place in known.places),
            "country": _counted(place.country or "-" for place in known.places),
        },
    }
    if as_json:
        print_json(counts)
        return
    for kind, figures in counts.items():
        click.echo(f"{kind}: {figures['total']:,}, {figures['written']:,} of them written by hand, {figures['names']:,} names")
        for name, by_value in figures.items():
            if isinstance(by_value, dict):
                shown = ", ".join(f"{value} {count:,}" for value, count in list(by_value.items())[:SHOWN])
                more = f", … {len(by_value) - SHOWN} more" if len(by_value) > SHOWN else ""
                click.echo(f"  {name}: {shown}{more}")


def _counted(values: Iterable[str]) -> dict[str, int]:
    """How often each value is there, the most frequent first."""
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _actors(known: Gazetteer, entry: str) -> list[KnownActor]:
    actors = known.actors.actors
    if entry in actors:
        return [actors[entry]]
    key = name_key(entry)
    return [actor for actor in actors.values() if any(name_key(name.text) == key for name in actor.names)] if key else []


def _places(known: Gazetteer, entry: str) -> list[Place]:
    key = name_key(entry)
    exact = [place for place in known.places if place.id == entry]
    return exact or [place for place in known.places if key and any(name_key(name) == key for name in place.names)]


def _unknown(known: Gazetteer, entry: str) -> str:
    labels = [text for actor in known.actors.actors.values() for text in (actor.id, actor.label.ar, actor.label.en)]
    labels += [text for place in known.places if place.curated for text in (place.id, place.label.ar, place.label.en)]
    near = get_close_matches(entry, dict.fromkeys(labels), n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "add it in a file of your own (KASHF_GAZETTEER)"
    merged = known.amendments.merged.get(entry)
    hint = f"your gazetteer merges it into {merged}" if merged else hint
    return f"no entry has the id or the name {entry!r}; {hint}"


def _describe(entry: KnownActor | Place, known: Gazetteer) -> dict[str, object]:
    """An entry as `--json` prints it."""
    if isinstance(entry, KnownActor):
        names = [{"text": name.text, "counts": name.use} for name in entry.names]
        path = list(known.actors.paths[entry.id])
        own: dict[str, object] = {"kind": "actor", "type": entry.type}
    else:
        standing = "full" if entry.tier == 1 else "weak"
        names = [{"text": name, "counts": "weak" if name_key(name) in entry.weak else standing} for name in entry.names]
        path = list(entry.path)
        own = {"kind": "location", "type": entry.level, "lat": entry.lat, "lon": entry.lon}
    label = asdict(entry.label)
    return {"id": entry.id, **own, "label": label, "country": entry.country, "path": path, "names": names, "where": entry.where}


def _print(entry: dict[str, object]) -> None:
    label, path, names = entry["label"], entry["path"], entry["names"]
    assert isinstance(label, dict)
    assert isinstance(path, list)
    assert isinstance(names, list)
    point = f", {entry['lat']:.3f} {entry['lon']:.3f}" if "lat" in entry else ""
    click.echo(f"{label['ar']} / {label['en']} [{entry['id']}]")
    click.echo(f"  {entry['type']}{', ' if entry['country'] else ''}{entry['country']}{point}")
    if len(path) > 1:
        click.echo(f"  part of: {' › '.join(path[:-1])}")
    by_condition: dict[str, list[str]] = {}
    for name in names:
        by_condition.setdefault(CONDITIONS[name["counts"]], []).append(name["text"])
    for condition, texts in by_condition.items():
        click.echo(f"  {condition}: {'، '.join(texts)}")
    click.echo(f"  in: {entry['where']}")
