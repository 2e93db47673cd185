"""The extractor: text → dates, each with the places that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from extraction.dates.composing import compose
from extraction.dates.gluing import Found, glue
from extraction.dates.lexer import Lexer
from extraction.dates.lexicon import FUTURE, TENSELESS, load_lexicon
from extraction.dates.reading import Reader
from extraction.dates.resolving import Resolver
from extraction.dates.specs import Interval, Moment, Weekday
from extraction.dates.symbols import OTHER, symbol_set
from extraction.values import DateExpression, Mention

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from extraction.dates.gluing import Day
    from extraction.dates.lexer import Lexed
    from extraction.dates.specs import Atom

_REACH: Final = 8
"""Words and signs before a date among which a verb of the future counts."""

_TENSED: Final = symbol_set("in", "after") | {OTHER}
"""Symbols whose value is a tense: `منذ` is of the past, `في` of none."""

_CLAUSE_ENDS: Final = symbol_set("stop", "comma")


class DateExtractor:
    """Finds dates in texts. One for a process: it remembers word forms."""

    def __init__(self) -> None:
        lexicon = load_lexicon()
        self._lexer = Lexer(lexicon)
        self._reader = Reader(lexicon.heads)

    def extract(self, text: str, *, report_date: dt.date | None, field: Literal["text", "title"] = "text") -> list[DateExpression]:
        """The dates of a text, in the order of their first mentions; without a report date, only absolute ones.

        Offsets are code points of the text as given.
        """
        lexed = self._lexer.lex(text)
        atoms = compose(lexed, self._reader.read(lexed))
        resolver = Resolver(report_date)
        found = [Found(atom, resolver.resolve(atom.spec, forward=_points_forward(lexed, atom))) for atom in atoms]
        return merge_dates([_expression(lexed, day, field) for day in glue(lexed, found, resolver)])


def merge_dates(expressions: Iterable[DateExpression]) -> list[DateExpression]:
    """One expression for each date (of a title and a text, say), in the order of their first mentions.

    The mentions are kept; the calendar is Gregorian where one of them is; what one of them says is not inferred.
    """
    merged: dict[tuple[dt.date, dt.date], list[DateExpression]] = {}
    for expression in expressions:
        merged.setdefault((expression.start, expression.end), []).append(expression)
    return [same[0] if len(same) == 1 else _united(same) for same in merged.values()]


def _united(same: list[DateExpression]) -> DateExpression:
    first = same[0]
    calendars = {expression.calendar for expression in same}
    return DateExpression(
        first.start,
        first.end,
        first.precision,
        "gregorian" if "gregorian" in calendars else first.calendar,
        min((expression.inferred for expression in same), key=len),
        tuple(dict.fromkeys(mention for expression in same for mention in expression.mentions)),
    )


def _expression(lexed: Lexed, day: Day, field: Literal["text", "title"]) -> DateExpression:
    mentions = []
    for first, last, rule in day.mentions:
        start, end = lexed.start(first), lexed.end(last)
        mentions.append(Mention(start, end, lexed.text[start:end], field, rule))
    resolved = day.resolved
    return DateExpression(resolved.start, resolved.end, resolved.precision, resolved.calendar, resolved.inferred, tuple(mentions))


def _points_forward(lexed: Lexed, atom: Atom) -> bool:
    """Whether a verb of the future stands shortly before a date whose year, or week, is not said."""
    spec = atom.spec.end if isinstance(atom.spec, Interval) else atom.spec
    if not isinstance(spec, Moment | Weekday) or spec.direction is not None:
        return False
    if isinstance(spec, Moment) and spec.year is not None:
        return False
    for at in range(atom.first - 1, max(atom.first - _REACH, 0) - 1, -1):
        symbol = lexed.symbols[at]
        if symbol in _CLAUSE_ENDS:
            return False
        if symbol in _TENSED and lexed.value(at) != TENSELESS:
            return lexed.value(at) == FUTURE
    return False
