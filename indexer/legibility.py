"""How much of a text is Arabic words that exist: what tells an encoding, and letters in the wrong order, from the right ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from analyzers import fold_word
from analyzers.arabic.letters import BEH, FEH, KAF, LAM, WAW
from analyzers.arabic.lexicon import shipped_lexicon
from analyzers.characters import ARABIC_LETTERS, MARKS, TATWEEL

PROCLITICS: Final = frozenset((WAW, FEH, BEH, LAM, KAF))

SHORTEST: Final = 3
"""Of two letters, nearly any pair is a word."""

WORD: Final = re.compile(f"[{ARABIC_LETTERS}{MARKS}{TATWEEL}]+")


@dataclass(frozen=True, slots=True)
class Legibility:
    """Arabic letters of a text that stand in words of some length, and those of them in words that exist."""

    letters: int
    known: int

    @property
    def share(self) -> float:
        """From 0 (no word exists, or there is none) to 1."""
        return self.known / self.letters if self.letters else 0.0


def legibility(text: str) -> Legibility:
    """Look up the words of a text.

    >>> legibility("قصف الطيران المدينة").share, legibility("فصق ناريطلا ةنيدملا").share
    (1.0, 0.0)
    """
    letters = known = 0
    for word in WORD.findall(text):
        if len(word) >= SHORTEST:
            letters += len(word)
            known += len(word) if exists(word) else 0
    return Legibility(letters, known)


@lru_cache(maxsize=1 << 16)
def exists(word: str) -> bool:
    """Whether the lexicon has a word, or what is left of it without one letter before it."""
    folded = fold_word(word)
    lexicon = shipped_lexicon()
    return folded in lexicon or (len(folded) > SHORTEST and folded[0] in PROCLITICS and folded[1:] in lexicon)
