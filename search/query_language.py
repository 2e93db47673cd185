"""The query language: words, `"phrases"`, `-word`, `-"phrase"`. Lenient: whatever a person types means something.

Quotation marks of every kind are taken. One without a partner is passed over, and said. A minus counts only at the beginning of a
word. And و is a word, never an operator.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from analyzers.characters import CONTROLS
from search.query import ParsedQuery, QueryPart
from search.values import MAX_QUERY_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzers.analysis import Analyzer
    from search.query import Note

MAX_WORDS: Final = 200
"""Words of a query that are read: a pasted page is no query, and each word costs the engine a clause."""

_INVISIBLE_AHEAD: Final = re.compile(f"^[{CONTROLS}]+")
_INVISIBLE_BEHIND: Final = re.compile(f"[{CONTROLS}]+$")
"""Text copied from pages and chats has marks that can not be seen before a word, where they would hide its minus."""

_QUOTES: Final = '"\u201c\u201d\u201e\u00ab\u00bb\uff02'
_MINUS: Final = "-\u2212\u2013"
_INNER_PHRASE: Final = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]")


def parse_query(text: str, analyzer: Analyzer) -> ParsedQuery:
    """Read a query. Never fails: notes say what was not understood."""
    notes: list[Note] = []
    if len(text) > MAX_QUERY_LENGTH:
        notes.append(("query_cut", str(MAX_QUERY_LENGTH)))
        text = text[:MAX_QUERY_LENGTH]
    if sum(text.count(quote) for quote in _QUOTES) % 2:
        notes.append(("quote_open", ""))
    parts: list[QueryPart] = []
    words = 0
    for part in _parts(text, analyzer):
        left = MAX_WORDS - words
        if len(part.tokens) > left:
            notes.append(("words_cut", str(MAX_WORDS)))
            if left:  # a phrase that is too long is looked for by its beginning
                parts.append(replace(part, tokens=part.tokens[:left], texts=part.texts[:left]))
            break
        words += len(part.tokens)
        parts.append(part)
    return ParsedQuery(tuple(parts), tuple(notes))


def _parts(text: str, analyzer: Analyzer) -> Iterator[QueryPart]:
    for piece in _pieces(text):
        phrase, excluded, content = piece
        tokens = tuple(analyzer.tokens(content))
        texts = tuple(content[token.start : token.end] for token in tokens)
        if not tokens:
            continue
        if len(tokens) > 1 and (phrase or excluded):
            yield QueryPart("phrase", tokens, texts, excluded)
        else:
            for token, word in zip(tokens, texts, strict=True):
                yield QueryPart("word", (token,), (word,), excluded)


def _pieces(text: str) -> Iterator[tuple[bool, bool, str]]:
    """(is a phrase, is excluded, content) for each quotation and each run without spaces."""
    position = 0
    for match in _INNER_PHRASE.finditer(text):
        before = _INVISIBLE_BEHIND.sub("", text[position : match.start()])
        ahead = _INVISIBLE_BEHIND.sub("", before[:-1])
        excluded = before[-1:] in tuple(_MINUS) and (not ahead or ahead[-1].isspace())
        yield from _chunks(before[:-1] if excluded else before)
        yield True, excluded, match[1]
        position = match.end()
    yield from _chunks(text[position:])


def _chunks(text: str) -> Iterator[tuple[bool, bool, str]]:
    for chunk in (_INVISIBLE_AHEAD.sub("", piece) for piece in text.split()):
        if not chunk:
            continue
        excluded = chunk[0] in _MINUS and len(chunk) > 1
        yield False, excluded, chunk[1:] if excluded else chunk
