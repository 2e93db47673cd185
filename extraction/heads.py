"""The tables that places which no gazetteer lists are found by: their nouns (`heads.tsv`), and the words of their names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from analyzers import fold
from extraction.evidence import EvidenceError, table_rows
from extraction.matcher import clitic_readings
from extraction.values import LocationLevel
from extraction.words import key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PLURAL: Final = "+"
_ANY: Final = "*"
_GENERIC: Final = "generic"
_KINDS: Final = frozenset({"construct", "tail", "month", "unit", "arm", "beside", "study", "closed"})
_LEVELS: Final[Mapping[str, LocationLevel]] = {level: level for level in get_args(LocationLevel)}

Kind = Literal["part", "unit"]
Needs = Literal["any", "place", "rare", "study"]
_NEEDS: Final[Mapping[str, Needs]] = {needs: needs for needs in get_args(Needs)}


class Head(NamedTuple):
    """A noun that a place is named by, and what a name behind it means (see `heads.tsv`)."""

    word: str
    """The singular, to label with."""
    written: str
    level: LocationLevel
    kind: Kind
    needs: Needs
    """What must stand around it (see `heads.tsv`)."""
    with_town: bool
    """Whether such names recur in every town, and are shown with theirs."""
    countries: frozenset[str]
    plural: bool

    def used_in(self, country: str) -> bool:
        """Whether the noun has this meaning in a country."""
        return not self.countries or country in self.countries


class Generic(NamedTuple):
    """A noun with the article that is a place together with one of these adjectives: المستشفى الجنوبي."""

    level: LocationLevel
    adjectives: frozenset[str]


@dataclass(frozen=True, slots=True)
class HeadTables:
    """The tables, looked up by the keys of words."""

    heads: Mapping[str, Head]
    generics: Mapping[str, Generic]
    construct: frozenset[str]
    tails: frozenset[str]
    months: frozenset[str]
    units: frozenset[str]
    arms: frozenset[str]
    beside: frozenset[str]
    study: frozenset[str]
    closed: frozenset[str]

    def head(self, form: str) -> tuple[str, Head] | None:
        """The noun that a word is, and the proclitics before it."""
        return next(((cut, self.heads[rest]) for cut, rest in proclitic_readings(form) if rest in self.heads), None)

    def generic(self, form: str) -> tuple[str, Generic] | None:
        """The noun of a kind of place that a word is, and the proclitics before it."""
        return next(((cut, self.generics[rest]) for cut, rest in proclitic_readings(form) if rest in self.generics), None)

    def is_unit(self, word: str) -> bool:
        """Whether a word is a unit of an army, for which its base is named."""
        return word in self.units


@lru_cache(maxsize=1 << 15)
def proclitic_readings(form: str) -> tuple[tuple[str, str], ...]:
    """What a folded word may be behind proclitics; remembered, since texts repeat their words."""
    return tuple(clitic_readings(key(form)))


def read_heads(folder: Path) -> HeadTables:
    """The tables of a folder: `heads.tsv` and `name_parts.tsv`. Raises EvidenceError with file and line."""
    words: dict[str, frozenset[str]] = dict.fromkeys(_KINDS, frozenset())
    generics: dict[str, Generic] = {}
    for where, (kind, *cells) in table_rows(folder / "name_parts.tsv"):
        if kind == _GENERIC and len(cells) == 3:
            level = _level(cells[0], where)
            generics.update((noun, Generic(level, _keys(cells[2]))) for noun in _keys(cells[1]))
        elif kind in words and len(cells) == 1:
            words[kind] |= _keys(cells[0])
        else:
            kinds = ", ".join(sorted(words))
            raise EvidenceError(f"{where}: a kind ({kinds}) and its words are needed, or generic, level, nouns and adjectives")
    return HeadTables(
        heads=_read_nouns(folder / "heads.tsv"),
        generics=generics,
        construct=words["construct"],
        tails=words["tail"],
        months=words["month"],
        units=words["unit"],
        arms=words["arm"],
        beside=words["beside"],
        study=words["study"],
        closed=words["closed"],
    )


def _read_nouns(path: Path) -> dict[str, Head]:
    heads: dict[str, Head] = {}
    for where, cells in table_rows(path, columns=6):
        words, level, kind, needs, shown, countries = cells
        if kind not in {"part", "unit"} or needs not in _NEEDS or shown not in {"own", "town"}:
            raise EvidenceError(
                f"{where}: part or unit, {', '.join(_NEEDS)}, own or town are needed, not {kind!r}, {needs!r}, {shown!r}"
            )
        used_in = frozenset() if countries == _ANY else frozenset(countries.split(","))
        singular = ""
        for word in words.split("|"):
            name = word.removesuffix(_PLURAL)
            plural = name != word
            singular = singular if plural else name
            head = Head(
                singular, name, _level(level, where), "part" if kind == "part" else "unit",
                _NEEDS[needs], shown == "town", used_in, plural,
            )  # fmt: skip
            heads[key(fold(name))] = head
    return heads


def _level(level: str, where: str) -> LocationLevel:
    known = _LEVELS.get(level)
    if known is None:
        raise EvidenceError(f"{where}: unknown level {level!r}: one of {', '.join(_LEVELS)}")
    return known


def _keys(cell: str) -> frozenset[str]:
    return frozenset(key(fold(word)) for word in cell.split("|"))
