"""Whether a word of a text is one that a query asks for, and how closely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzers.analysis import LEVELS
from search.editing import within_edits
from search.matching_parts import MIN_STEM_TO_MISSPELL, decides, stem_beginning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzers.analysis import Level, Token, WordForms
    from search.query import QueryPart


@dataclass(frozen=True, slots=True)
class Judge:
    """Looks for one word: of a part (by its number), or of what may stand for it.

    `asked`: the word has to agree at one of `levels`, so that most words can be passed over by their form at the weakest of them;
    else it may also begin like it (`prefix`), or differ by `edits` letters.
    """

    part: int
    token: int
    alternative: int | None
    forms_asked: WordForms
    levels: tuple[Level, ...]
    prefix: bool = False
    edits: int = 0
    in_title: bool = False

    @property
    def asked(self) -> bool:
        """Whether the word's own forms tell."""
        return not self.prefix and not self.edits

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms by which a word may be worth a look."""
        asked = self.forms_asked
        return tuple(form for form in (asked.exact, asked.folded, asked.stem, asked.root) if form is not None)

    def level(self, found: WordForms) -> Level | None:
        """The closest level at which a word is the one looked for."""
        if self.prefix:
            return self._begins(found)
        if self.edits:
            return self._resembles(found)
        return closest_level(self.forms_asked, found, self.levels)

    def _begins(self, found: WordForms) -> Level | None:
        asked = self.forms_asked
        if found.exact.startswith(asked.exact) and not self.in_title:
            return "exact"
        if "folded" not in self.levels:
            return None
        if found.folded.startswith(asked.folded) and not self.in_title:
            return "folded"
        return "stem" if found.stem is not None and found.stem.startswith(stem_beginning(asked)) else None

    def _resembles(self, found: WordForms) -> Level | None:
        asked = self.forms_asked
        if found.exact == asked.exact:
            return "exact"
        if self.in_title:
            stem = asked.stem or asked.folded
            most = self.edits if len(stem) > 2 * self.edits else 0
            return "stem" if found.stem and within_edits(stem, found.stem, most) else None
        if within_edits(asked.folded, found.folded, self.edits):
            return "folded"
        if asked.stem is None or found.stem is None:
            return None
        most = 1 if len(asked.stem) >= MIN_STEM_TO_MISSPELL else 0
        return "stem" if within_edits(asked.stem, found.stem, most) else None


def judges(number: int, part: QueryPart, weakest: Level) -> Iterator[Judge]:
    """What looks for the words of a part that stand alone, and of its alternatives."""
    if part.kind == "name" or (part.kind == "word" and not part.near):
        levels = _levels(decides(part, weakest))
        for index, token in enumerate(part.tokens):
            yield Judge(number, index, None, token.forms, levels, part.prefix, _edits(part, token), part.in_title)
    for index, alternative in enumerate(part.alternatives):
        if len(alternative.tokens) == 1:
            yield Judge(number, 0, index, alternative.tokens[0].forms, _levels("stem"))


def closest_level(asked: WordForms, found: WordForms, levels: Sequence[Level]) -> Level | None:
    """The closest of `levels` at which two words agree.

    A word without a stem (a stop word) never meets one that has a stem: they are other words spelt alike when folded.
    """
    if asked.exact == found.exact:
        return "exact"
    if (asked.stem is None) != (found.stem is None):
        return None
    for level in levels:
        form = asked.at(level)
        if form is not None and form == found.at(level):
            return level
    return None


def _levels(weakest: Level) -> tuple[Level, ...]:
    return LEVELS[: LEVELS.index(weakest) + 1]


def _edits(part: QueryPart, token: Token) -> int:
    """The letters that may differ: of a short word none, as engines have it."""
    return part.edits if len(token.forms.folded) > 2 * part.edits else 0
