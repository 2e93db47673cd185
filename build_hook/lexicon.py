"""The lexicon of the Arabic stemmer, made from the word list of the `wordfreq` package (its data: CC BY-SA 4.0).

One folded word a line, most frequent first. A word whose usual spelling begins with a hamza that is no article's alef (ألعاب,
إلغاء) is followed by a tab and `h`: typed without its hamza it looks as if it began with the article.
"""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

from analyzers.arabic.letters import ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, LAM
from analyzers.arabic.normalization import exact_form, fold_word

if TYPE_CHECKING:
    from pathlib import Path

WORDS = 100_000
"""Research: 100,000 words serve as well as 350,000."""

_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]{2,}")
_HAMZATED = tuple(alef + LAM for alef in (ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA))


def build_lexicon(path: Path) -> None:
    """Write the lexicon; the same bytes on every machine."""
    import wordfreq  # noqa: PLC0415 - a build requirement, absent at run time

    spelling: dict[str, str] = {}
    for word in wordfreq.top_n_list("ar", WORDS):
        exact = exact_form(word)
        if _ARABIC.fullmatch(exact):
            spelling.setdefault(fold_word(exact), exact)
    lines = (word + ("\th" if exact.startswith(_HAMZATED) else "") for word, exact in spelling.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "\n".join(lines).encode() + b"\n"
    path.write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
