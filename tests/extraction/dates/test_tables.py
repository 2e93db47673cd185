"""The tables: nothing twice, nothing missing, every symbol in use."""

from __future__ import annotations

import pytest

from extraction.dates import lexicon
from extraction.dates.grammar import RULE_NAMES, RULES
from extraction.dates.lexicon import load_lexicon
from extraction.dates.symbols import SYMBOLS


def test_every_gregorian_and_hijri_month_has_a_name() -> None:
    months = {
        entry.value
        for entry in (*load_lexicon().folded.values(), *load_lexicon().exact.values())
        if entry.symbol in {SYMBOLS[name] for name in ("month", "month_in", "month_dated", "month_exact")}
    }
    headed = {month for numbers in load_lexicon().heads.values() for month in numbers.values()}

    assert months | headed == {*range(1, 13), *range(101, 113)}


def test_a_form_with_two_meanings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    read = lexicon._read
    monkeypatch.setattr(lexicon, "_read", lambda name: {"today": {0: "أمس"}} if name == "names" else read(name))

    with pytest.raises(ValueError, match=r"names\.yaml: امس stands in the tables twice"):
        load_lexicon.__wrapped__()


def test_every_rule_compiles_and_has_its_reader() -> None:
    assert set(RULES) == set(RULE_NAMES)


def test_symbols_are_single_characters_of_their_own() -> None:
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)
    assert {len(symbol) for symbol in SYMBOLS.values()} == {1}
