"""When the name of a state or capital means its government: beside a verb of speaking or acting, or a word of backing.

state:metonym    نفت طهران، ان ايران ستتحمل، اتفاق رعته روسيا وتركيا، المدعومة من إيران، وفق أنقرة
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extraction.matcher import WAW, clitic_readings

if TYPE_CHECKING:
    from extraction.gazetteer import Name
    from extraction.matcher import Match
    from extraction.places import Place
    from extraction.reading import Reading
    from extraction.rules import WordTables

_CONJUNCTIONS: Final = frozenset({"", "و", "ف"})
_PRONOUNS: Final = ("ه", "ها", "هم", "هما")
_FUTURE: Final = "ست"
_FUTURE_LETTERS: Final = 5
"""Letters of a verb of the future: ستة is none."""


class Metonyms:
    """Tells a state from its country by the words beside the name."""

    def __init__(self, tables: WordTables) -> None:
        self._tables = tables
        self._verbs = tables.speech | tables.acts
        self._harmless = self._verbs - tables.attacks

    def acts(self, reading: Reading, match: Match[Name | Place], *, capital: bool) -> bool:
        """Whether a state speaks, acts or is spoken to. A `capital` behind a verb of attack is the city: قصفت تل أبيب."""
        before = reading.key(match.first - 1) if reading.joined(match.first - 1) else ""
        if match.clitic in {"ل", "ب"}:
            return before in self._tables.backing
        if match.clitic == WAW and before:
            naming = reading.taken.get(match.first - 1)
            if naming is not None and naming.mention.rule == "state:metonym":
                return True
        if not match.clitic and before and self._behind(reading, match.first - 1, before, capital=capital):
            return True
        if match.clitic not in _CONJUNCTIONS or (before and before not in self._tables.openers):
            return False
        after = reading.key(match.last + 1) if reading.joined(match.last) else ""
        future = after.startswith(_FUTURE) and len(after) >= _FUTURE_LETTERS
        return future or after in self._verbs

    def _behind(self, reading: Reading, index: int, before: str, *, capital: bool) -> bool:
        tables = self._tables
        if before in tables.citing:
            return True
        if before in tables.backing_prepositions and reading.joined(index - 1) and reading.key(index - 1) in tables.backing:
            return True
        naming = reading.taken.get(index)
        if naming is not None:  # طالبت الحكومة العراقية أنقرة
            return reading.joined(naming.first - 1) and _is_verb(reading.key(naming.first - 1), tables.speech)
        return _is_verb(before, self._harmless if capital else self._verbs)


def _is_verb(word: str, verbs: frozenset[str]) -> bool:
    """Whether a word is one of the verbs, behind و or ف and with an object's pronoun or not: رعته."""
    for clitic, rest in clitic_readings(word):
        if clitic in _CONJUNCTIONS and (
            rest in verbs or any(rest.endswith(end) and rest.removesuffix(end) in verbs for end in _PRONOUNS)
        ):
            return True
    return False
