"""`kashf search --explain`: why each hit is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Kashf


def test_parts_of_scores_and_places_are_told(filled: Kashf) -> None:
    shown = filled("search", "للقصف", "--explain").stdout
    assert "term stem=قصف (للقصف)" in shown
    assert "قصف in title 0–3: stem of للقصف" in shown
    answer = filled.json("search", "للقصف", "--explain")
    (why,) = answer["why"]
    assert sum(clause["score"] for clause in why["clauses"]) == pytest.approx(answer["hits"][0]["score"], abs=1e-3)
    assert "why" not in filled.json("search", "للقصف")
