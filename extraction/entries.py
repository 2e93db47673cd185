"""What amending actors and amending places have in common: ids that must be there, labels, and parents that go away."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from extraction.gazetteer import GazetteerError
from extraction.matcher import name_key
from extraction.values import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet


def require_known(id_: str, where: str, known: AbstractSet[str]) -> None:
    """Raises GazetteerError, with the ids that look like it, where no entry has an id."""
    if id_ in known:
        return
    near = get_close_matches(id_, known, n=3)
    remedy = f"did you mean {', '.join(near)}?" if near else "`kashf gazetteer show NAME` tells the id of a name"
    raise GazetteerError(f"{where}: the id {id_} is not in the gazetteer; {remedy}")


def keys_to_drop(id_: str, names: Iterable[str], without: Iterable[str], where: str) -> set[str]:
    """The keys of the names that a correction takes away, each of which the entry must have."""
    own = set(map(name_key, names))
    for name in without:
        if name_key(name) not in own:
            raise GazetteerError(f"{where}: without: {id_} has no name {name!r}; `kashf gazetteer show {id_}` lists them")
    return set(map(name_key, without))


def relabelled(label: Label, change: Mapping[str, str]) -> Label:
    """A label with what a correction says of it."""
    return Label(change.get("ar", label.ar), change.get("en", label.en))


def corrected_at(where: str, change: str) -> str:
    """Where an entry stands, and where it is corrected."""
    return where if where == change else f"{where}, {change}"


def reparented(parents: Mapping[str, str], instead: Mapping[str, str]) -> dict[str, str]:
    """The parents of what is left when the ids of `instead` go away: what was below them comes below what stands for them.

    >>> reparented({"a": "", "b": "a", "c": "b"}, {"b": "a"})
    {'a': '', 'c': 'a'}
    """
    kept: dict[str, str] = {}
    for id_, parent in parents.items():
        if id_ in instead:
            continue
        seen: set[str] = set()
        while parent in instead and parent not in seen:
            seen.add(parent)
            # What its own parent was merged into rises to where that stood.
            parent = parents[parent] if instead[parent] == id_ else instead[parent]  # noqa: PLW2901  # goes up
        kept[id_] = parent
    return kept
