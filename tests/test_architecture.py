"""ARCHITECTURE.md names files that there are, and in each what it says is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PACKAGES = ("analyzers", "build_hook", "cli", "engines", "extraction", "indexer", "search", "webapp")
NAMED = sorted(set(re.findall(r"`([\w/]+\.(?:py|html|json|svg))`", TEXT)))
PAIRS = sorted(set(re.findall(r"`([\w.]+)` \(`([\w/]+\.py)`", TEXT)))


def definitions(path: Path) -> set[str]:
    """What a module defines: functions, classes, their methods (`Class.method`), constants."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


@pytest.mark.parametrize("name", NAMED)
def test_every_file_that_is_named_is_there(name: str) -> None:
    places = [ROOT / name, *(ROOT / package / name for package in PACKAGES)]
    inner = [path for package in PACKAGES for path in (ROOT / package).glob(f"*/{name}")]
    assert inner or any(path.is_file() for path in places)


@pytest.mark.parametrize(("name", "path"), PAIRS)
def test_every_name_is_defined_in_its_file(name: str, path: str) -> None:
    assert name in definitions(ROOT / path)


def test_both_ways_name_what_they_go_through() -> None:
    for way in ("report", "query"):
        section = TEXT.split(f"## The way of a {way}\n")[1].split("\n## ")[0]
        assert len(re.findall(r"` \(`[\w/]+\.py`", section)) > 20
