"""tests.soaking: the table that `make soak` leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.soaking import SoakReport

if TYPE_CHECKING:
    from pathlib import Path


def report(name: str, when: str, outcome: str, **more: object) -> pytest.TestReport:
    made = pytest.TestReport(name, (name, 1, name), {}, outcome, None, when, duration=90.0, **more)  # type: ignore[arg-type]
    if outcome == "skipped":
        made.longrepr = (name, 1, "Skipped: no cluster")
    return made


def test_it_tells_what_was_done_and_is_added_to_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KASHF_SOAK_SEED", "7")
    path = tmp_path / "soak.md"
    path.write_text("# Long tests\n", "utf-8")
    plugin = SoakReport(path)
    for one in (
        report("killed", "setup", "passed"),
        report("killed", "call", "passed", user_properties=[("kills", 100)]),
        report("killed", "teardown", "passed"),
        report("flapping", "setup", "skipped"),
        report("nodes", "call", "failed"),
    ):
        plugin.pytest_runtest_logreport(one)
    plugin.pytest_sessionfinish()
    first, heading, *_, killed, flapping, nodes = (line for line in path.read_text("utf-8").splitlines() if line)
    assert first == "# Long tests"
    assert heading.startswith("## 20")
    assert "commit" in heading
    assert "KASHF_SOAK_SEED=7, KASHF_SOAK_ROUNDS=" in path.read_text("utf-8")
    assert killed == "| `killed` | passed | 1.5 | kills 100 |"
    assert flapping == "| `flapping` | skipped | 1.5 | no cluster |"
    assert nodes == "| `nodes` | failed | 1.5 |  |"
