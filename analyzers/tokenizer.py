"""The tokenizer: where words begin and end in the original text.

Rules, in their order:

* a number keeps its separators of thousands and its decimals (`1,500`, `3.5`, `٣٫٥`); a dated one (`20.1.2024`) is three words;
* a run of Arabic letters is a word, with the marks, tatweel, zero-width characters and bidi controls inside it and the marks
  behind it; it ends where another script or a digit begins (`20يناير` and `الـF16` are two words each);
* a run of other letters and digits is a word (`F16`, `M-16` is two); an apostrophe between two letters belongs to it;
* all else separates: space, punctuation, `_` and `#` and `@` (so a hashtag is its words, an address its parts), emoji.

Whether a word is one never depends on what stands around it, beyond its own characters: a word taken out of a text and analysed
alone gives its term.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from analyzers.characters import APOSTROPHES, ARABIC_LETTERS, CONTROLS, MARKS, TATWEEL

if TYPE_CHECKING:
    from collections.abc import Iterator

_INSIDE = f"[{MARKS}{CONTROLS}{TATWEEL}]"
_BEHIND = f"[{MARKS}{TATWEEL}]"
_OTHER = rf"[^\W_{ARABIC_LETTERS}{MARKS}{TATWEEL}]"
_OTHER_LETTER = rf"[^\W\d_{ARABIC_LETTERS}{MARKS}{TATWEEL}]"
_DECIMAL, _THOUSANDS = "[.\u066b]", "[,\u066c]"

WORD: Final = re.compile(
    rf"(?<!\d[.,/-])(?:\d{{1,3}}(?:{_THOUSANDS}\d{{3}})+(?:{_DECIMAL}\d+)?(?![\w.,\u066b\u066c]?\d)(?!{_OTHER_LETTER})"
    rf"|\d+[.,\u066b]\d+(?![.,\u066b\u066c/-]?\d)(?!{_OTHER_LETTER}))"
    rf"|[{ARABIC_LETTERS}](?:{_INSIDE}*+[{ARABIC_LETTERS}])*+{_BEHIND}*+"
    rf"|{_OTHER}(?:{_INSIDE}*+{_OTHER}|[{APOSTROPHES}](?={_OTHER_LETTER}))*+[{MARKS}]*+"
)
"""One word. Possessive repeats keep the time linear in the length of the text."""


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each word of a text, in code points, half-open.

    >>> text = "وقصفت الطائراتُ قاعدةَ عين الأسد."
    >>> [text[start:end] for start, end in word_spans(text)]
    ['وقصفت', 'الطائراتُ', 'قاعدةَ', 'عين', 'الأسد']
    """
    return (match.span() for match in WORD.finditer(text))
