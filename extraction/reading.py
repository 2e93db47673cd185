"""A field of a document as the finders of actors read it: its words, the listed names in it, and what has been found so far."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as default
from typing import TYPE_CHECKING, Literal, NamedTuple

from extraction.gazetteer import Name
from extraction.matcher import Match
from extraction.places import Place
from extraction.values import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extraction.gazetteer import KnownActor
    from extraction.words import Words

FieldName = Literal["text", "title"]


@dataclass(frozen=True, slots=True)
class Naming:
    """An actor named in words `first` to `last`."""

    first: int
    last: int
    actor: KnownActor
    mention: Mention


class Cues(NamedTuple):
    """The words that names by rule may begin at or behind, for each finder."""

    persons: Sequence[int]
    groups: Sequence[int]
    bodies: Sequence[int]


@dataclass(slots=True)
class Reading:
    """One field, its words and matches; finders add namings, and leave words alone that have one."""

    field: FieldName
    text: str
    words: Words
    matches: Sequence[Match[Name | Place]]
    namings: list[Naming] = default(default_factory=list)
    taken: dict[int, Naming] = default(default_factory=dict)
    matched: dict[int, Match[Name | Place]] = default(default_factory=dict)
    cues: Cues = default(init=False)
    """The words that a name by rule may begin at or behind: all, until a finder knows better."""
    named: list[tuple[Match[Name | Place], list[Name]]] = default(default_factory=list)
    """The matches that are names of actors, with those whose capital letters fit."""
    waiting: list[tuple[KnownActor, int, int, str, int]] = default(default_factory=list)
    """Names by rule that the document's country may make those of a listed actor: what `add` takes."""
    placed: list[Match[Place]] = default(default_factory=list)
    """The matches that are names of places."""

    def __post_init__(self) -> None:
        every = range(len(self.words))
        self.cues = Cues(every, every, every)
        for match in self.matches:
            for index in range(match.first, match.last + 1):
                self.matched[index] = match
            places = [value for value in match.values if isinstance(value, Place)]
            if places:
                at, clitic, article = (match.first, match.last, match.start, match.end), match.clitic, match.article
                self.placed.append(Match(*at, tuple(places), clitic, article))
            if len(places) < len(match.values):
                surface = self.text[match.start : match.end]
                names = [value for value in match.values if isinstance(value, Name) and value.accepts(surface)]
                if names:
                    self.named.append((match, names))

    @property
    def keys(self) -> Sequence[str]:
        """The keys of the words."""
        return self.words.keys

    def key(self, index: int) -> str:
        """The key of a word, empty beyond the last."""
        keys = self.words.keys
        return keys[index] if 0 <= index < len(keys) else ""

    def raw(self, index: int) -> str:
        """A word as written."""
        return self.words.raw(index)

    def letter(self, index: int, count: int) -> int:
        """Where a word goes on behind its first `count` folded letters: its proclitics."""
        return self.words.letter(index, count)

    def joined(self, index: int) -> bool:
        """Whether a word and the next can belong to one name."""
        return self.words.joined(index)

    def free(self, first: int, last: int) -> bool:
        """Whether no actor is named in the words yet."""
        return not any(index in self.taken for index in range(first, last + 1))

    def add(self, actor: KnownActor, first: int, last: int, rule: str, *, start: int | None = None) -> Naming:
        """Records an actor named in words `first` to `last`; `start` where a proclitic is no part of it."""
        begin, end = self.words.starts[first] if start is None else start, self.words.ends[last]
        naming = Naming(first, last, actor, Mention(begin, end, self.text[begin:end], self.field, rule))
        self.namings.append(naming)
        for index in range(first, last + 1):
            self.taken[index] = naming
        return naming
