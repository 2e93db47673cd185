"""The lexicon: which folded words exist, and how frequent they are; and names. Made at build time (see NOTICE for its licence)."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE: Final = "lexicon.txt.gz"
_NAMES_FILE: Final = "names.txt.gz"
_HAMZA_FLAG: Final = "h"


class LexiconError(Exception):
    """The lexicon can not be read."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Known words with their rank (0 is the most frequent), those that only seem to begin with the article, and the names that
    must not be cut (without their article; unlisted ones rank last)."""

    ranks: Mapping[str, int]
    false_articles: frozenset[str]
    names: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.ranks


def parse_lexicon(text: str, names: str = "") -> Lexicon:
    """One word a line, most frequent first, then perhaps a tab and flags; one name a line.

    >>> lexicon = parse_lexicon("قصف\\nالعاب\\th\\n")
    >>> "قصف" in lexicon, lexicon.ranks["العاب"], "العاب" in lexicon.false_articles
    (True, 1, True)
    """
    ranks: dict[str, int] = {}
    false_articles: set[str] = set()
    for line in text.splitlines():
        word, _, flags = line.partition("\t")
        ranks.setdefault(word, len(ranks))
        if _HAMZA_FLAG in flags:
            false_articles.add(word)
    for name in names.split():
        ranks.setdefault(name, len(ranks))
    return Lexicon(ranks, frozenset(false_articles), frozenset(names.split()))


def read_lexicon_bytes() -> bytes:
    """The words as they were built, unpacked (packed bytes depend on the zlib of the machine).

    Raises LexiconError when the build has not made them.
    """
    return _read(_FILE)


def read_names_bytes() -> bytes:
    """The names as they were built, unpacked. Raises LexiconError when the build has not made them."""
    return _read(_NAMES_FILE)


def _read(name: str) -> bytes:
    file = resources.files("analyzers.arabic") / "data" / name
    try:
        return gzip.decompress(file.read_bytes())
    except OSError as error:
        raise LexiconError(
            f"the lexicon {file} is missing: it is made when Kashf is installed; run `pip install .` (or `make setup`) again"
        ) from error


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon that comes with Kashf, read once."""
    return parse_lexicon(read_lexicon_bytes().decode(), read_names_bytes().decode())
