"""What stands beside a name and says whether it is a place: triggers (قرية, شمال), cues against it (الرئيس, أبو, لواء)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from analyzers import fold
from extraction.matcher import clitic_readings, joined, key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from extraction.matcher import Word

Manner = Literal["unit", "head", "site", "near"]
_MANNERS: Final[tuple[Manner, ...]] = ("unit", "head", "site", "near")

_LINKS: Final = frozenset(key(fold(word)) for word in ("في", "من", "إلى", "of", "the"))
"""Words that may stand between a trigger and the name: شمالي [مدينة في] …"""

_ANY: Final = "*"


class EvidenceError(Exception):
    """A table of triggers or cues that can not be used: says which file and line, and what to mend."""


class Trigger(NamedTuple):
    """A word that announces a place: of which levels (None: any), and in what manner (see `triggers.tsv`)."""

    word: str
    levels: frozenset[str] | None
    manner: Manner

    def announces(self, level: str) -> bool:
        """Whether a place of this level may follow."""
        return self.levels is None or level in self.levels


@dataclass(frozen=True, slots=True)
class Evidence:
    """The tables, looked up by folded word."""

    triggers: Mapping[str, Trigger]
    cues: Mapping[str, str]

    def trigger(self, words: Sequence[Word], index: int, text: str) -> Trigger | None:
        """The trigger of the name that begins at word `index`: next to it, or with a link between."""
        for before in range(index - 1, max(index - 3, -1), -1):
            if not joined(words, before, text):
                return None
            if found := self.named(words[before].folded):
                return found
            if words[before].folded not in _LINKS:
                return None
        return None

    def named(self, form: str) -> Trigger | None:
        """The trigger that a folded word is, behind a proclitic or not."""
        for _, rest in clitic_readings(key(form)):
            if rest in self.triggers:
                return self.triggers[rest]
        return None

    def veto(self, words: Sequence[Word], index: int, text: str) -> str:
        """The kind of cue before word `index` (title, kunya, name, group, medium), or nothing."""
        if index == 0 or not joined(words, index - 1, text):
            return ""
        form = key(words[index - 1].folded)
        for cut, rest in clitic_readings(form):
            if len(cut) <= 1 and rest in self.cues:
                return self.cues[rest]
        return ""


def read_evidence(folder: Path) -> Evidence:
    """The tables of a folder: `triggers.tsv` and `cues.tsv`."""
    return Evidence(_read_triggers(folder / "triggers.tsv"), _read_cues(folder / "cues.tsv"))


def _read_triggers(path: Path) -> dict[str, Trigger]:
    triggers: dict[str, Trigger] = {}
    for where, (words, levels, manner) in _rows(path, columns=3):
        known = next((one for one in _MANNERS if one == manner), None)
        if known is None:
            msg = f"{where}: unknown manner {manner!r}: one of {', '.join(_MANNERS)}"
            raise EvidenceError(msg)
        announced = None if levels == _ANY else frozenset(levels.split(","))
        for word in words.split("|"):
            triggers[key(fold(word))] = Trigger(word, announced, known)
    return triggers


def _read_cues(path: Path) -> dict[str, str]:
    return {key(fold(word)): kind for _, (kind, words) in _rows(path, columns=2) for word in words.split("|")}


def _rows(path: Path, *, columns: int) -> list[tuple[str, list[str]]]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != columns:
            msg = f"{path.name}:{number}: {columns} columns separated by tabs are needed, here are {len(cells)}"
            raise EvidenceError(msg)
        rows.append((f"{path.name}:{number}", cells))
    return rows
