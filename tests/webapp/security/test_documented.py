"""docs/security.md names tests that exist, docs/operating.md what the server has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.serve import serve

ROOT = Path(__file__).resolve().parents[3]
SECURITY = (ROOT / "docs/security.md").read_text(encoding="utf-8")
OPERATING = (ROOT / "docs/operating.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:[\w/]+/)?test_\w+\.py|tests/[\w/]+)`", SECURITY))))
def test_every_test_that_is_named_exists(name: str) -> None:
    path = ROOT / name if name.startswith("tests/") else ROOT / "tests/webapp" / name
    assert path.exists()


def test_every_fault_has_a_test_that_is_there() -> None:
    section = OPERATING.split("## When something goes wrong")[1].split("\n## ")[0]
    rows = [row for row in section.splitlines() if row.startswith("| ")][1:]
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)`", row)
        assert named, row
        assert all((ROOT / name).is_file() for name in named), row


def test_every_threat_has_a_test() -> None:
    rows = [row.strip("| ").split(" | ") for row in SECURITY.split("## Threats")[1].splitlines() if row.startswith("| ")]
    assert len(rows) > 20
    for row in rows[1:]:
        assert "test" in row[-1], row[0]


def test_every_option_that_is_named_is_there() -> None:
    known = {name for option in serve.params for name in option.opts}
    named = set(re.findall(r"--[a-z][a-z-]+", SECURITY + OPERATING))
    others = {"--prune", "--file-timeout", "--force", "--wait", "--deep"}  # of other commands
    granian = {"--interface", "--factory", "--workers", "--blocking-threads"}
    assert named - known <= others | granian | {"--server"}  # of a benchmark
    for option in (
        "--password-file",
        "--auth-header",
        "--trusted-proxy",
        "--no-auth",
        "--allow-upload",
        "--log-queries",
        "--quiet",
    ):
        assert option in named
