"""The query language, lenient: whatever a person types means something, and what was not understood is said.

======================  ===================================================================================================
قصف بغداد               both words, in any form
"عين الأسد"             a phrase: these words beside each other, over line breaks too; closer forms come first
=قصف ="عين الأسد"       as written
-قصف -"عين الأسد" -(…)  must not be there
(قصف أو غارة)           either side; `|` parts sides everywhere, أو and OR within brackets. A side is all that stands there
قصف*                    words that begin so
قصف~ قصف~2              words that one or two letters part from it
"قصف بغداد"~5           near each other: at most five words between them, in either order
title:قصف العنوان:قصف   in the title
actor: location: source: date: الفاعل: المكان: المصدر: التاريخ:   a value of a field (`search.query_dates` for dates)
======================  ===================================================================================================

Quotation marks of every kind are taken. A minus counts only at the beginning of a word. And و is a word, never an operator.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from analyzers import fold
from engines.base import NONE
from search.query import ParsedQuery, QueryGroup, QueryPart, ValuePart
from search.query_dates import read_query_date
from search.query_scanning import Open, Piece, Sign, scan
from search.query_words import query_words
from search.values import MAX_QUERY_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzers.analysis import Analyzer, Token
    from search.query import Node, ValueField

MAX_WORDS: Final = 200
"""Words of a query that are read: a pasted page is no query, and each word costs the engine a clause."""

MAX_DEPTH: Final = 8
"""Brackets within each other; deeper ones are passed over."""

MAX_UNWRITTEN: Final = 10
"""Words with `*` or `~`: an engine looks through its list of words for each."""

MAX_VALUE_LENGTH: Final = 200
"""Code points of a field's value."""

MAX_NEAR: Final = 50
NEAR: Final = 5
"""Words between those of `"…"~`, where no number is given."""

MIN_PREFIX: Final = 2
_LONG: Final = 8
"""Letters of a word that two may part from another, where no number is given."""


def parse_query(text: str, analyzer: Analyzer) -> ParsedQuery:
    """Read a query. Never fails: notes say what was not understood."""
    parser = _Parser(analyzer)
    if len(text) > MAX_QUERY_LENGTH:
        parser.note("query_cut", str(MAX_QUERY_LENGTH))
        text = text[:MAX_QUERY_LENGTH]
    return parser.parse(text)


@dataclass(slots=True)
class _Frame:
    """What stands within one pair of brackets, or outside all: the sides, the last one growing."""

    minus: bool = False
    field: str = ""
    sides: list[list[Node]] = dataclasses.field(default_factory=lambda: [[]])


class _Parser:
    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._notes: dict[tuple[str, str], None] = {}
        self._frames = [_Frame()]
        self._passed_over = 0
        self._words = 0
        self._unwritten = 0

    def note(self, name: str, value: str = "") -> None:
        self._notes[name, value] = None

    def parse(self, text: str) -> ParsedQuery:
        for scanned in scan(text):
            if isinstance(scanned, Piece):
                self._piece(scanned)
            elif isinstance(scanned, Open):
                self._open(scanned)
            else:
                self._sign(scanned)
            if self._words >= MAX_WORDS and ("words_cut", str(MAX_WORDS)) in self._notes:
                break
        else:
            if len(self._frames) > 1:
                self.note("bracket_open")
        while len(self._frames) > 1:
            self._close()
        nodes = tuple(_closed(self._frames[0]))
        if not nodes and text.strip() and not self._notes:
            self.note("nothing_read")
        return ParsedQuery(nodes, tuple(self._notes))

    def _open(self, bracket: Open) -> None:
        if len(self._frames) > MAX_DEPTH:
            self._passed_over += 1
            self.note("brackets_deep", str(MAX_DEPTH))
        else:
            self._frames.append(_Frame(bracket.minus, bracket.field or self._frames[-1].field))

    def _sign(self, sign: Sign) -> None:
        match sign.sign:
            case "|":
                self._frames[-1].sides.append([])
            case ")" if self._passed_over:
                self._passed_over -= 1
            case ")" if len(self._frames) > 1:
                self._close()
            case ")":
                self.note("bracket_close")
            case '"':
                self.note("quote_open")
            case _:  # a field word with nothing behind it is a word
                self._piece(Piece(sign.text, quoted=False))

    def _close(self) -> None:
        frame = self._frames.pop()
        self._frames[-1].sides[-1] += _closed(frame)

    def _piece(self, piece: Piece) -> None:
        frame = self._frames[-1]
        named = piece if piece.field or not frame.field else replace(piece, field=frame.field)
        if len(self._frames) > 1 and _is_or(piece):
            frame.sides.append([])
        elif named.field and named.field != "title":
            frame.sides[-1] += self._value(named)
        else:
            frame.sides[-1] += self._spoken(named)

    def _value(self, piece: Piece) -> Iterator[Node]:
        text = " ".join(piece.text.split())[:MAX_VALUE_LENGTH].strip()
        tokens = self._analyzer.tokens(text)
        if not tokens:
            self.note("field_empty", piece.field)
            return
        name = _value_field(piece.field)
        if name == "date":
            date = read_query_date(text)
            if date is None:
                self.note("date_unread", text)
                yield from self._spoken(replace(piece, field=""))
                return
            part = ValuePart(name, text, piece.minus, date.values, date.start, date.end)
        else:
            values = (NONE,) if fold(text) in query_words().none else ()
            part = ValuePart(name, text, piece.minus, values)
        if self._taken(tokens):
            yield part

    def _spoken(self, piece: Piece) -> Iterator[QueryPart]:
        """The parts of a word or a quotation."""
        if not piece.quoted and "*" in piece.text:
            self.note("sign_ignored", "*")
        found = self._analyzer.tokens(piece.text)
        whole = bool(found) and found[-1].end == len(piece.text.rstrip())
        texts = tuple(piece.text[token.start : token.end] for token in found)
        tokens = self._taken(self._analyzer.tokens(" ".join(texts)))
        texts = texts[: len(tokens)]
        if not tokens:
            return
        if len(tokens) > 1 and (piece.quoted or piece.minus or piece.exact):
            in_title, exact = self._where(piece, tokens)
            if piece.star:
                self.note("sign_ignored", "*")
            near = min(NEAR if piece.number < 0 else piece.number, MAX_NEAR) if piece.tilde else 0
            yield QueryPart("phrase", tokens, texts, piece.minus, exact, near=near, in_title=in_title)
            return
        for number, text in enumerate(texts, 1):
            token = tuple(self._analyzer.tokens(text))
            in_title, exact = self._where(piece, token)
            word = QueryPart("word", token, (text,), piece.minus, exact, in_title=in_title)
            yield self._unwritten_word(word, piece, whole=whole) if number == len(texts) else word

    def _where(self, piece: Piece, tokens: Sequence[Token]) -> tuple[bool, bool]:
        """Whether words are looked for in the title, and whether as written: titles have stems only."""
        if piece.field != "title":
            return False, piece.exact
        if all(token.forms.stem is None for token in tokens):
            self.note("title_stop", " ".join(piece.text.split())[:MAX_VALUE_LENGTH])
            return False, piece.exact
        if piece.exact:
            self.note("sign_ignored", "=")
        return True, False

    def _unwritten_word(self, word: QueryPart, piece: Piece, *, whole: bool) -> QueryPart:
        """A word with `*` or `~`, if it may have it."""
        if not piece.star and not piece.tilde:
            return word
        letters = len(word.tokens[0].forms.folded)
        edits = _edits(piece, letters)
        if not whole:
            self.note("sign_ignored", "*" if piece.star else "~")
        elif (piece.star and letters < MIN_PREFIX) or (piece.tilde and edits is None):
            self.note("word_short", word.texts[0])
        elif self._unwritten >= MAX_UNWRITTEN:
            self.note("unwritten_cut", str(MAX_UNWRITTEN))
        elif piece.star:
            self._unwritten += 1
            return replace(word, prefix=True)
        elif edits:
            self._unwritten += 1
            return replace(word, edits=edits, exact=False)
        return word

    def _taken(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """As many of the words as are left to be read; a phrase that is too long is looked for by its beginning."""
        left = MAX_WORDS - self._words
        if len(tokens) > left:
            self.note("words_cut", str(MAX_WORDS))
        taken = tuple(tokens[:left])
        self._words += len(taken)
        return taken


def _is_or(piece: Piece) -> bool:
    said = piece.quoted or piece.minus or piece.field or piece.exact or piece.star or piece.tilde
    return not said and fold(piece.text) in query_words().either


def _value_field(name: str) -> ValueField:
    match name:
        case "actor" | "location" | "source" | "date":
            return name
    raise ValueError(f"{name!r} is no field of values")


def _edits(piece: Piece, letters: int) -> int | None:
    """How many letters may part a word from others: 0 where none are asked for, None where it is too short for one."""
    wanted = (2 if letters >= _LONG else 1) if piece.number < 0 else min(piece.number, 2)
    if wanted == 2 and letters <= 2 * wanted:
        wanted = 1
    return wanted if not wanted or letters > 2 * wanted else None


def _closed(frame: _Frame) -> list[Node]:
    """What a pair of brackets stands for among its neighbours; brackets around words that all count mean nothing."""
    sides = [side for side in frame.sides if side]
    if len(sides) > 1:
        members = tuple(member for side in sides for member in _members(side))
        return [QueryGroup("any", members, frame.minus)]
    nodes = sides[0] if sides else []
    if not frame.minus or not nodes:
        return nodes
    if len(nodes) == 1:
        (node,) = nodes
        if isinstance(node, QueryGroup) and node.kind == "all":  # excluded twice
            return list(node.members)
        return [replace(node, excluded=not node.excluded)]
    return [QueryGroup("all", tuple(nodes), excluded=True)]


def _members(side: Sequence[Node]) -> Sequence[Node]:
    """One side among others: either of either is either of three."""
    if len(side) > 1:
        return [QueryGroup("all", tuple(side))]
    (node,) = side
    return node.members if isinstance(node, QueryGroup) and node.kind == "any" and not node.excluded else side
