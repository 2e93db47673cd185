"""What stands beside a name and says whether it is a place: triggers (قرية, شمال), cues against it (الرئيس, أبو, لواء)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from analyzers import fold
from extraction.matcher import clitic_readings
from extraction.words import Memo, key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from extraction.words import Words

Manner = Literal["unit", "head", "site", "near"]
_MANNERS: Final[tuple[Manner, ...]] = ("unit", "head", "site", "near")

_LINKS: Final = frozenset({"of", "the"})
"""Words that may stand between a trigger and the name: city of Mosul. (أحياء في كركوك is another matter.)"""

_LIST_REACH: Final = 8
"""Words that a noun in the plural or dual reaches over: قرى الخالص وأبي صيدا."""

_PART_REACH: Final = 4
"""Words before a town in which the noun of its part may stand."""

_ANY: Final = "*"
_PLURAL: Final = "+"
_NAME: Final = "name"
_AFTER: Final = "after"
_PREPOSITION: Final = "preposition"
_WORK: Final = "work"
_LOCATIVE: Final = "locative"
_BLANKS: Final = " \t\u00a0"
_QUOTES: Final = frozenset("\"«“„‘'")
_LIST_GAP: Final = " \t\u00a0\u060c,-–"


class EvidenceError(Exception):
    """A table of triggers or cues that can not be used: says which file and line, and what to mend."""


class Trigger(NamedTuple):
    """A word that announces a place: of which levels (None: any), and in what manner (see `triggers.tsv`)."""

    word: str
    levels: frozenset[str] | None
    manner: Manner
    plural: bool

    def announces(self, level: str) -> bool:
        """Whether a place of this level may follow."""
        return self.levels is None or level in self.levels


@dataclass(slots=True)
class Evidence:
    """The tables, looked up by folded word."""

    triggers: Mapping[str, Trigger]
    cues: Mapping[str, str]
    denials: frozenset[str]
    prepositions: frozenset[str]
    given: frozenset[str]
    locatives: frozenset[str]
    _named: Memo[Trigger | None] = field(init=False)
    _cue: Memo[str] = field(init=False)

    def __post_init__(self) -> None:
        self._named = Memo(self._trigger_of)
        self._cue = Memo(self._cue_of)

    def trigger(self, words: Words, index: int) -> Trigger | None:
        """The trigger of the name that begins at word `index`: the word before it, or with an English link between."""
        for before in range(index - 1, max(index - 3, -1), -1):
            if not words.joined(before):
                return None
            form = words.folded[before]
            if found := self._named[form]:
                return found
            if form not in _LINKS:
                return None
        return None

    def named(self, form: str) -> Trigger | None:
        """The trigger that a folded word is, behind a proclitic or not."""
        return self._named[form]

    def list_trigger(self, words: Words, index: int) -> Trigger | None:
        """The noun in the plural that the list with word `index` in it hangs on: قرى الخالص وأبي صيدا."""
        for before in range(index - 1, max(index - _LIST_REACH, 0) - 1, -1):
            found = self._named[words.folded[before]]
            if found is not None and found.plural:
                return found if self._is_list(words, before, index) else None
        return None

    def _is_list(self, words: Words, first: int, last: int) -> bool:
        """Whether nothing between two words breaks a list."""
        between = range(first, last)
        return not any(words.gaps[at].strip(_LIST_GAP) or words.folded[at] in self.prepositions for at in between)

    def _cue_of(self, form: str) -> str:
        """The kind of cue that a word is right before a name, behind a proclitic or not."""
        return next((self.cues[rest] for cut, rest in _readings(form) if len(cut) <= 1 and self.cues.get(rest, _WORK) != _WORK), "")

    def _trigger_of(self, form: str) -> Trigger | None:
        return next((self.triggers[rest] for _, rest in _readings(form) if rest in self.triggers), None)

    def veto(self, words: Words, index: int) -> str:
        """The kind of cue before word `index` (title, kunya, name, group, medium), or nothing.

        What opens a quotation behind a medium, a group or the noun of a building is its name: صحيفة «الشرق الأوسط».
        """
        if index == 0:
            return ""
        before = words.folded[index - 1]
        if words.joined(index - 1):
            return self._cue[before]
        gap = words.gaps[index - 1].strip(_BLANKS)
        if len(gap) != 1 or gap not in _QUOTES:
            return ""
        trigger = self._named[before]
        named = trigger is not None and trigger.manner in {"head", "site"}
        return "quoted" if named or any(rest in self.cues for _, rest in _readings(before)) else ""

    def denied_after(self, words: Words, last: int) -> bool:
        """Whether the word after word `last` makes something else of the name: مسقط رأسه, صلاح الدين الأيوبي."""
        return last + 1 < len(words) and words.keys[last + 1] in self.denials and words.joined(last)

    def preposition(self, words: Words, index: int) -> bool:
        """Whether a preposition stands before word `index`: في مالي, against دعم مالي."""
        return index > 0 and words.keys[index - 1] in self.prepositions and words.joined(index - 1)

    def locative(self, words: Words, index: int) -> bool:
        """Whether a word of place or direction stands before word `index`: نحو الكسوة."""
        return index > 0 and words.keys[index - 1] in self.locatives and words.joined(index - 1)

    def in_a_part(self, words: Words, index: int) -> bool:
        """Whether what is named before word `index` is a part of a town: حي الرمال في غزة."""
        at = index - 1 if index > 0 and words.keys[index - 1] in self.prepositions else index
        for before in range(at - 1, max(at - _PART_REACH, -1), -1):
            if not words.joined(before):
                return False
            found = self._named[words.folded[before]]
            if found is not None:
                return found.levels is not None and "neighbourhood" in found.levels and found.manner == "head"
        return False


@lru_cache(maxsize=1 << 15)
def _readings(form: str) -> tuple[tuple[str, str], ...]:
    """What a folded word may be behind proclitics, as the tables are keyed; remembered, since texts repeat their words."""
    return tuple((cut, key(rest)) for cut, rest in clitic_readings(key(form)))


def read_evidence(folder: Path) -> Evidence:
    """The tables of a folder: `triggers.tsv` and `cues.tsv`."""
    words: dict[str, set[str]] = {}
    kinds: dict[str, str] = {}
    for word, kind in _read_cues(folder / "cues.tsv"):
        words.setdefault(kind, set()).add(word)
        if kind not in {_AFTER, _PREPOSITION, _LOCATIVE}:
            kinds[word] = kind
    return Evidence(
        triggers=_read_triggers(folder / "triggers.tsv"),
        cues=kinds,
        denials=frozenset(words.get(_AFTER, ())),
        prepositions=frozenset(words.get(_PREPOSITION, ())),
        given=frozenset(words.get(_NAME, ())),
        locatives=frozenset(words.get(_LOCATIVE, ())),
    )


def _read_triggers(path: Path) -> dict[str, Trigger]:
    triggers: dict[str, Trigger] = {}
    for where, (words, levels, manner) in table_rows(path, columns=3):
        known = next((one for one in _MANNERS if one == manner), None)
        if known is None:
            msg = f"{where}: unknown manner {manner!r}: one of {', '.join(_MANNERS)}"
            raise EvidenceError(msg)
        announced = None if levels == _ANY else frozenset(levels.split(","))
        for word in words.split("|"):
            name = word.removesuffix(_PLURAL)
            triggers[key(fold(name))] = Trigger(name, announced, known, word.endswith(_PLURAL))
    return triggers


def _read_cues(path: Path) -> list[tuple[str, str]]:
    return [(key(fold(word)), kind) for _, (kind, words) in table_rows(path, columns=2) for word in words.split("|")]


def table_rows(path: Path, *, columns: int | None = None) -> list[tuple[str, list[str]]]:
    """The rows of a table, each with its file and line; `#` begins a comment. Raises EvidenceError for a row of other columns."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is not None and len(cells) != columns:
            msg = f"{path.name}:{number}: {columns} columns separated by tabs are needed, here are {len(cells)}"
            raise EvidenceError(msg)
        rows.append((f"{path.name}:{number}", cells))
    return rows
