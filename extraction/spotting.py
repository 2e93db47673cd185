"""Reads the place names of a passage, each with what stands beside it: triggers, and cues that make something else of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analyzers.arabic.lexicon import shipped_lexicon
from extraction.matcher import ALEF, ARTICLE, LAM, WAW, name_key
from extraction.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extraction.evidence import Evidence
    from extraction.matcher import Match
    from extraction.places import Place
    from extraction.spots import Passage
    from extraction.words import Words

_ACCORD: Final = "accord"
"""The kind of cue that only a country's name stands after in its own right: اتفاق الطائف is no Taif."""

_ACCUSATIVE: Final = "يا"
_NO_ACCUSATIVE: Final = ("ها", "ما", "نا")


class SpotReader:
    """Reads names. `keys`: the key of each name of the gazetteer, as it is listed."""

    def __init__(self, evidence: Evidence, keys: Mapping[str, str]) -> None:
        self._evidence = evidence
        self._keys = keys

    def spots(self, passage: Passage) -> list[Spot]:
        """The names of a passage, in order."""
        spots = []
        free = 0  # words before this one belong to the name before
        for match in passage.matches:
            spot = self._spot(passage, match, free)
            spots.append(spot)
            if match.last > match.first or spot.strong:  # a village called حي does not hide the trigger
                free = match.last + 1
        return spots

    def _spot(self, passage: Passage, match: Match[Place], free: int) -> Spot:
        words, first, evidence = passage.words, match.first, self._evidence
        beside = first > free and WAW not in match.clitic
        trigger = evidence.trigger(words, first) if beside else None
        direct = trigger is not None
        return Spot(
            passage,
            match,
            self._name(passage.text[match.start : match.end], match),
            trigger or evidence.list_trigger(words, first),
            direct,
            self._is_vetoed(passage, match, beside=beside),
            len(match.values) > 1 and evidence.in_a_part(words, first),
        )

    def _name(self, surface: str, match: Match[Place]) -> str:
        """The key of the name, with the article that ل swallowed: لموصل → الموصل."""
        if match.article and match.clitic and not surface.startswith(ARTICLE):
            surface = ALEF + surface
        return self._keys.get(surface) or name_key(surface)

    def _is_vetoed(self, passage: Passage, match: Match[Place], *, beside: bool) -> bool:
        """Whether what stands around a name makes something else of it."""
        if self._evidence.denied_after(passage.words, match.last) or _swallowed_article(match, passage.text):
            return True
        cue = self._evidence.veto(passage.words, match.first) if beside and not match.clitic else ""
        if cue and not (cue == _ACCORD and any(place.level == "country" for place in match.values)):
            return True
        return _accusative(match, passage.words)


def _accusative(match: Match[Place], words: Words) -> bool:
    """Whether a name is rather an adjective in the accusative, like the noun before it: جنديا تركيا."""
    name = words.folded[match.last]
    if match.first != match.last or match.clitic or not name.endswith(_ACCUSATIVE) or match.first == 0:
        return False
    noun = words.folded[match.first - 1]
    return (
        words.joined(match.first - 1)
        and noun.endswith(ALEF)
        and not noun.endswith(_NO_ACCUSATIVE)
        and noun[:-1] in shipped_lexicon().ranks
    )


def _swallowed_article(match: Match[Place], text: str) -> bool:
    """Whether the name's first letter is rather the article behind ل: للحج is for the pilgrimage, not for Lahij."""
    return match.clitic.endswith(LAM) and not match.article and text.startswith(LAM, match.start)
