"""English and other words in Latin letters: Snowball's English stemmer on the folded form (case and accents are gone)."""

from __future__ import annotations

from threading import Lock
from typing import Final

import Stemmer

SNOWBALL_VERSION: Final = str(Stemmer.version())


class EnglishStemmer:
    """A folded word → its stem by Porter 2; words with digits or other letters stay.

    >>> stem = EnglishStemmer()
    >>> [stem(word) for word in ("airstrikes", "airstrike", "f16", "fighters")]
    ['airstrik', 'airstrik', 'f16', 'fighter']
    """

    def __init__(self) -> None:
        self._snowball = Stemmer.Stemmer("english", 0)
        self._lock = Lock()  # a Snowball stemmer works in a buffer of its own

    def __call__(self, word: str) -> str:
        if not (word.isascii() and word.isalpha()):
            return word
        with self._lock:
            stem: str = self._snowball.stemWord(word)
        return stem
