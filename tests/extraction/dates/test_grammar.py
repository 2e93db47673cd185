"""Where rules can begin is told from the symbols alone: no rule begins at another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extraction.dates.grammar import ANY, RULES, STARTS
from extraction.dates.symbols import OTHER, SYMBOLS


@given(st.text(st.sampled_from([*SYMBOLS.values(), OTHER]), max_size=40))
def test_rules_begin_at_symbols_that_are_known_to_begin_one(symbols: str) -> None:
    begins = {at for at in range(len(symbols)) for rule in RULES.values() if (match := rule.match(symbols, at)) and match[0]}

    assert {symbols[at] for at in begins} <= STARTS
    assert all(ANY.match(symbols, at) is not None for at in begins)
