"""The affixes of Arabic as data: what may be cut. What must hold before it is cut stands in `stemmer.py`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Affixes:
    """The lists of `data/affixes.toml`, each in the order in which its affixes are tried."""

    article: tuple[str, ...]
    article_compounds: tuple[str, ...]
    proclitics: tuple[str, ...]
    future: tuple[str, ...]
    final_alef: tuple[str, ...]
    pronouns: tuple[str, ...]
    plural_verb: tuple[str, ...]
    construct: tuple[str, ...]
    verb_endings: tuple[str, ...]
    feminine_dual: tuple[str, ...]
    suffixes: tuple[str, ...]
    verb_prefixes: tuple[str, ...]
    feminine_verb: tuple[str, ...]
    irregular: Mapping[str, str]


def read_affixes_bytes() -> bytes:
    """The data file as shipped (part of the analyzer's fingerprint)."""
    return (resources.files("analyzers.arabic") / "data" / "affixes.toml").read_bytes()


@cache
def shipped_affixes() -> Affixes:
    """The affixes that come with Kashf."""
    table = tomllib.loads(read_affixes_bytes().decode())
    return Affixes(irregular=table.pop("irregular"), **{name: tuple(affixes) for name, affixes in table.items()})
