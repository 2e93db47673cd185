"""The word tables by which actors are recognized without being listed (`data/actor_rules/`)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from analyzers import fold
from extraction.gazetteer import DATA, GazetteerError, strings, yaml_fields
from extraction.matcher import key

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

WORDS: Final = DATA / "actor_rules" / "words.yaml"


@dataclass(frozen=True, slots=True)
class WordTables:
    """Sets of folded words, each a field of `words.yaml` of the same name."""

    ranks: frozenset[str]
    """Titles that a name follows directly (اللواء)."""
    offices: frozenset[str]
    """Titles that a name follows behind what the office is of (قائد فيلق القدس)."""
    bridges: frozenset[str]
    """Words that may stand between an office and the name."""
    speech: frozenset[str]
    """Verbs of speaking."""
    acts: frozenset[str]
    """Verbs of what states do."""
    backing: frozenset[str]
    """Words that a backing state follows (المدعومة من)."""
    backing_prepositions: frozenset[str]
    heads: frozenset[str]
    """Nouns that begin the name of a group."""
    head_types_organization: frozenset[str]
    """Those of them that name no armed group."""
    units: frozenset[str]
    """Nouns that an ordinal or a number makes a unit of an army."""
    unit_arms: frozenset[str]
    ordinals: frozenset[str]
    head_traps: frozenset[str]
    """Words that make a head no group (حركة السير)."""
    stops: frozenset[str]
    """Words that are part of no name."""
    given_names: frozenset[str]
    weak_given_names: frozenset[str]
    """Given names that are words as well: they begin a name only behind a title."""
    common: frozenset[str]
    """Words that are no alias by themselves."""


def read_words(source: Traversable = WORDS) -> WordTables:
    """The word tables of the package."""
    where = source.name
    found = yaml_fields(source.read_text(encoding="utf-8"), where)
    names = {field.name for field in fields(WordTables)}
    if names != found.keys():
        wrong = ", ".join(sorted(names ^ found.keys()))
        raise GazetteerError(f"{where}: fields missing or unknown: {wrong}; correct their names")
    return WordTables(**{name: frozenset(key(fold(word)) for word in strings(found[name], where)) for name in names})
