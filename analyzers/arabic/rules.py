"""What a stemmer's rule is, and what it says of a word: the affix that it cut (`Step`), or why it did not (`Refusal`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Reason(Enum):
    """Why an affix stays; the text goes on from "… stays: ", `{evidence}` is the word of the lexicon that decided."""

    SHORT = "too few letters would be left"
    UNKNOWN = "{evidence} is no known word"
    RARER = "{evidence} is much rarer than the word itself"
    NOUN = "{evidence} is a word, so this is a noun and these letters are its own"
    HAMZA = "{evidence} is written with hamza, so this is no article"
    NO_PLURAL = "no plural of {evidence} is as frequent"
    WHOLE = "{evidence} is a word, and nothing known would be left of it"
    NISBA = "{evidence} is its nisba, so the name ends so"
    NAME = "{evidence} is a name of the gazetteer"


class Refused(NamedTuple):
    """A condition that does not hold, and the word on which it turned."""

    reason: Reason
    evidence: str = ""


class Step(NamedTuple):
    """A rule that changed a word: what it cut (`""` where it rewrote a letter) and what it made of the word."""

    rule: str
    affix: str
    result: str

    def __str__(self) -> str:
        return f"{self.rule}: {f'{self.affix} cut, ' if self.affix else ''}{self.result} left"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule whose affix a word has, and why it is not cut (`""` where a name stays as a whole)."""

    rule: str
    affix: str
    word: str
    reason: Reason
    evidence: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.affix or self.word} stays: {self.reason.value.format(evidence=self.evidence)}"


Check = Callable[[str, str, str], "str | Refused"]
"""(word, affix, the rest without it) → what becomes of the word, or why nothing does."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Affixes at one end of a word, tried in their order, each under one condition. The first that may be cut is cut."""

    name: str
    affixes: tuple[str, ...]
    at: Literal["start", "end"]
    check: Check

    def apply(self, word: str) -> Step | None:
        """The cut, None where none is allowed."""
        if self.at == "start":
            for affix in self.affixes:
                if word.startswith(affix) and type(rest := self.check(word, affix, word[len(affix) :])) is str:
                    return Step(self.name, affix, rest)
        else:
            for affix in self.affixes:
                if word.endswith(affix) and type(rest := self.check(word, affix, word[: -len(affix)])) is str:
                    return Step(self.name, affix, rest)
        return None

    def trace(self, word: str) -> Iterator[Step | Refusal]:
        """As `apply`, with the refusals before it."""
        for affix in self.affixes:
            if word.startswith(affix) if self.at == "start" else word.endswith(affix):
                result = self.check(word, affix, word[len(affix) :] if self.at == "start" else word[: -len(affix)])
                if isinstance(result, str):
                    yield Step(self.name, affix, result)
                    return
                yield Refusal(self.name, affix, word, *result)

    def narrowed(self, letters: str) -> Rule:
        """With those of its affixes alone that a word with this first and this last letter may have."""
        if self.at == "start":
            return replace(self, affixes=tuple(affix for affix in self.affixes if affix[0] == letters[0]))
        return replace(self, affixes=tuple(affix for affix in self.affixes if affix[-1] == letters[-1]))


MAX_LETTER_PAIRS: Final = 4_000
"""Pairs of a first and a last letter whose rules are remembered: more than the Arabic alphabet has, fewer than Unicode."""


class RuleTable:
    """Rules in their order, by the letters that a word begins and ends with, so that a word meets only those that may apply."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._by_letters: dict[str, tuple[tuple[int, Rule], ...]] = {}

    def next_step(self, word: str, position: int) -> tuple[int, Step] | None:
        """What the first rule that applies, from a position on, does to a word; and the position after it."""
        letters = word[0] + word[-1]
        rules = self._by_letters.get(letters)
        if rules is None:
            rules = self._that_may_apply(letters)
        for index, rule in rules:
            if index >= position and (step := rule.apply(word)):
                return index + 1, step
        return None

    def _that_may_apply(self, letters: str) -> tuple[tuple[int, Rule], ...]:
        narrowed = ((index, rule.narrowed(letters)) for index, rule in enumerate(self.rules))
        rules = tuple((index, rule) for index, rule in narrowed if rule.affixes)
        if len(self._by_letters) < MAX_LETTER_PAIRS:
            self._by_letters[letters] = rules
        return rules
