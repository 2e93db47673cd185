"""The extractor: text → dates, each with the places that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from analyzers import fold
from extraction.dates.composing import compose
from extraction.dates.gluing import Found, glue
from extraction.dates.lexer import Lexer
from extraction.dates.lexicon import load_lexicon
from extraction.dates.reading import Reader
from extraction.dates.resolving import Resolver
from extraction.dates.specs import Interval, Moment, Weekday
from extraction.dates.symbols import OTHER, SYMBOLS
from extraction.values import DateExpression, Mention

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from extraction.dates.gluing import Day
    from extraction.dates.lexer import Lexed
    from extraction.dates.lexicon import Forward
    from extraction.dates.specs import Atom

_REACH: Final = 8
"""Words and signs before a date among which a verb of the future counts."""

_SHORTEST_VERB: Final = 4
_CONJUNCTIONS: Final = ("و", "ف")
_CLAUSE_ENDS: Final = frozenset({SYMBOLS["stop"], SYMBOLS["comma"]})


class DateExtractor:
    """Finds dates in texts. One for a process: it remembers word forms."""

    def __init__(self) -> None:
        lexicon = load_lexicon()
        self._lexer = Lexer(lexicon)
        self._reader = Reader(lexicon.heads)
        self._forward = lexicon.forward

    def extract(self, text: str, *, report_date: dt.date | None, field: Literal["text", "title"] = "text") -> list[DateExpression]:
        """The dates of a text, in the order of their first mentions; without a report date, only absolute ones.

        Offsets are code points of the text as given.
        """
        lexed = self._lexer.lex(text)
        atoms = compose(lexed, self._reader.read(lexed))
        resolver = Resolver(report_date)
        found = [Found(atom, resolver.resolve(atom.spec, forward=_points_forward(lexed, atom, self._forward))) for atom in atoms]
        return merge_dates([_expression(lexed, day, field) for day in glue(lexed, found, resolver)])


def merge_dates(expressions: Iterable[DateExpression]) -> list[DateExpression]:
    """One expression for each date (of a title and a text, say), in the order of their first mentions.

    The mentions are kept; the calendar is Gregorian where one of them is; what one of them says is not inferred.
    """
    merged: dict[tuple[dt.date, dt.date], DateExpression] = {}
    for expression in expressions:
        key = (expression.start, expression.end)
        merged[key] = _united(merged[key], expression) if key in merged else expression
    return list(merged.values())


def _united(one: DateExpression, other: DateExpression) -> DateExpression:
    mentions = dict.fromkeys((*one.mentions, *other.mentions))
    return DateExpression(
        one.start,
        one.end,
        one.precision,
        "gregorian" if "gregorian" in {one.calendar, other.calendar} else one.calendar,
        min(one.inferred, other.inferred, key=len),
        tuple(mentions),
    )


def _expression(lexed: Lexed, day: Day, field: Literal["text", "title"]) -> DateExpression:
    mentions = []
    for first, last, rule in day.mentions:
        start, end = lexed.starts[first], lexed.ends[last]
        mentions.append(Mention(start, end, lexed.text[start:end], field, rule))
    resolved = day.resolved
    return DateExpression(resolved.start, resolved.end, resolved.precision, resolved.calendar, resolved.inferred, tuple(mentions))


def _points_forward(lexed: Lexed, atom: Atom, forward: Forward) -> bool:
    """Whether a verb of the future stands shortly before a date whose year, or week, is not said."""
    spec = atom.spec.end if isinstance(atom.spec, Interval) else atom.spec
    if not isinstance(spec, Moment | Weekday) or spec.direction is not None:
        return False
    if isinstance(spec, Moment) and spec.year is not None:
        return False
    for at in range(atom.first - 1, max(atom.first - _REACH, 0) - 1, -1):
        if lexed.symbols[at] in _CLAUSE_ENDS:
            return False
        word = fold(lexed.form(at))
        if word in forward.stops:
            return False
        if lexed.symbols[at] == OTHER and (word in forward.words or _is_future_verb(word, forward)):
            return True
    return False


def _is_future_verb(word: str, forward: Forward) -> bool:
    stem = word[1:] if word.startswith(_CONJUNCTIONS) else word
    return len(stem) >= _SHORTEST_VERB and stem.startswith(forward.prefixes) and not stem.startswith(forward.exceptions)
