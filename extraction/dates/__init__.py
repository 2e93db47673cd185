"""When: expressions of dates in a text, resolved against the report's own date.

The way of a text, each step a module::

    text → lexer (symbols, one a word) → grammar (patterns over symbols) → reading (atoms: what a pattern's match says)
         → composing (ranges, years from a neighbour) → resolving (calendar days) → extractor (one expression for each date)
"""

from extraction.dates.extractor import DateExtractor, merge_dates

__all__ = ["DateExtractor", "merge_dates"]
