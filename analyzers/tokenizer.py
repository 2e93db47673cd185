"""The tokenizer: where words begin and end in the original text.

A word is one of these, and no two begin alike but numbers and other words:

* a number with separators of thousands and decimals: `1,500`, `3.5`, `١٬٥٠٠`, `٣٫٥`, `2,5`; only where no third part follows: dates
  and versions are a word for each part (`20.1.2024`, `٢٠/١/٢٠٢٤`, `2024-01-20`, `12:30`, `1.2.3`), so each part can be found;
* a run of Arabic letters, Persian, Urdu, presentation forms and ligatures among them, with the marks, tatweel, zero-width
  characters and bidi controls inside it and the marks and tatweel behind it. It ends where another script or a digit begins:
  `20يناير`, `الـF16`, `كوفيد19` are two words each;
* a run of other letters and digits: `F16`, `100km`, `中文`; an apostrophe between two letters belongs to it: `Kata'ib`.

All else separates words and is never part of one: space, punctuation, symbols, emoji (with what joins and colours them), and `_`,
`#`, `@`, `-`, `/`. So a hashtag is its words (`#عين_الأسد`), a handle its own name, a URL and an e-mail address their parts, `M-16`
two words: a search for them is cut alike, and as a "phrase" it finds them whole.

What stands before a word does not matter beyond its number's separators, and a word taken out of a text and analysed alone gives
its term. Marks mean combining characters (NFD text is the same words), whatever their script.

A limit: Indic and South-East Asian scripts write vowels as signs that Python's `\\w` leaves out, and are cut at them (`हिन्दी`);
Chinese, Japanese and Thai have no spaces and are cut at punctuation only. A search is cut alike, so both are found as written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from analyzers.characters import APOSTROPHES, ARABIC_LETTERS, CONTROLS, MARKS, TATWEEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_INSIDE = f"[{MARKS}{CONTROLS}{TATWEEL}]"
_BEHIND = f"[{MARKS}{TATWEEL}]"
_OTHER = rf"[^\W_{ARABIC_LETTERS}{MARKS}{TATWEEL}]"
_OTHER_LETTER = rf"[^\W\d_{ARABIC_LETTERS}{MARKS}{TATWEEL}]"
_DECIMAL, _THOUSANDS = "[.\u066b]", "[,\u066c]"

_NUMBER = (
    rf"(?=\d)(?:(?<!\d[.,\u066b\u066c/-])(?:\d{{1,3}}(?:{_THOUSANDS}\d{{3}})+(?:{_DECIMAL}\d+)?(?![\w.,\u066b\u066c]?\d)(?!{_OTHER_LETTER})"
    rf"|\d+[.,\u066b]\d+(?![.,\u066b\u066c/-]?\d)(?!{_OTHER_LETTER})))"
)
_ARABIC_WORD = rf"[{ARABIC_LETTERS}]++(?:{_INSIDE}++[{ARABIC_LETTERS}]++)*+{_BEHIND}*+"
_OTHER_WORD = rf"{_OTHER}(?:{_INSIDE}*+{_OTHER}|[{APOSTROPHES}](?={_OTHER_LETTER}))*+[{MARKS}]*+"

WORD: Final = re.compile(f"{_ARABIC_WORD}|{_NUMBER}|{_OTHER_WORD}")
"""One word. Possessive repeats keep the time linear in the length of the text."""


_CUT: Final = re.compile(f"({WORD.pattern})")

REMEMBERED: Final = 1 << 16
"""Code points of a text whose words are remembered for a while; a longer one's would take too much memory."""


def cut(text: str) -> Sequence[str]:
    """What is between words, and the words, in turns: the first and the last piece are between, or empty.

    >>> cut("(قصف، حلب")
    ('(', 'قصف', '، ', 'حلب', '')
    """
    return _remembered(text) if len(text) <= REMEMBERED else tuple(_CUT.split(text))


@lru_cache(maxsize=16)
def _remembered(text: str) -> Sequence[str]:
    """The same document is extracted from and analysed, one after the other; in between, parts of it are read anew."""
    return tuple(_CUT.split(text))


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each word of a text, in code points, half-open.

    >>> text = "وقصفت الطائراتُ قاعدةَ عين الأسد."
    >>> [text[start:end] for start, end in word_spans(text)]
    ['وقصفت', 'الطائراتُ', 'قاعدةَ', 'عين', 'الأسد']
    """
    return (match.span() for match in WORD.finditer(text))
