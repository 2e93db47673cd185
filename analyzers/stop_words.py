"""Stop words: words too common to find anything by. They are looked up at the exact level (see the data files)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from analyzers.arabic import letters as ar

_CONJUNCTIONS: Final = (ar.WAW, ar.FEH)
_HAMZATED_ALEFS: Final = str.maketrans(dict.fromkeys((ar.ALEF_HAMZA_ABOVE, ar.ALEF_HAMZA_BELOW, ar.ALEF_MADDA), ar.ALEF))
_NOT: Final = "!"


def read_stop_word_bytes() -> bytes:
    """Both data files as shipped (part of the analyzer's fingerprint)."""
    arabic = resources.files("analyzers.arabic") / "data" / "stop_words.txt"
    english = resources.files("analyzers") / "data" / "english_stop_words.txt"
    return arabic.read_bytes() + b"\n" + english.read_bytes()


def parse_stop_words(text: str) -> frozenset[str]:
    """Words of a list: `#` begins a comment, `!word` takes a made form back.

    Arabic words are taken with و and ف in front too, and with a bare alef for one with hamza.

    >>> sorted(parse_stop_words("هل !فهل"))
    ['هل', 'وهل']
    """
    words: set[str] = set()
    not_words: set[str] = set()
    for line in text.splitlines():
        for word in line.partition("#")[0].split():
            if word.startswith(_NOT):
                not_words.add(word.removeprefix(_NOT))
            else:
                words.add(word)
    arabic = {word for word in words if not word.isascii()}
    conjoined = {conjunction + word for word in arabic for conjunction in _CONJUNCTIONS if len(word) > 1}
    bare = {word.translate(_HAMZATED_ALEFS) for word in arabic | conjoined}
    return frozenset((words | conjoined | bare) - not_words)


@cache
def shipped_stop_words() -> frozenset[str]:
    """Arabic and English stop words that come with Kashf."""
    return parse_stop_words(read_stop_word_bytes().decode())
