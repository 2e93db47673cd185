"""What `make soak` leaves behind: a table of what was done, when, on which commit and with which seed, at the end of a file."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pytest

ROOT: Final = Path(__file__).parents[1]
VARIABLES: Final = {"KASHF_SOAK_SEED": "1", "KASHF_SOAK_ROUNDS": "10"}


@dataclass(eq=False)  # pytest keeps its plugins in sets
class SoakReport:
    """A plugin of pytest. Rounds, kills and the like come from the tests (`record_property`)."""

    path: Path
    rows: list[str] = field(default_factory=list)
    began: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One row a test: of its call, or of what kept it from being called."""
        if report.when == "call" or report.outcome != "passed":
            done = ", ".join(f"{name} {value}" for name, value in report.user_properties)
            why = report.longrepr[2].removeprefix("Skipped: ") if report.skipped and isinstance(report.longrepr, tuple) else ""
            self.rows.append(f"| `{report.nodeid}` | {report.outcome} | {report.duration / 60:.1f} | {done or why} |")

    def pytest_sessionfinish(self) -> None:
        """Write the table."""
        chosen = ", ".join(f"{name}={os.environ.get(name, default)}" for name, default in VARIABLES.items())
        machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
        head = f"## {self.began:%Y-%m-%d %H:%M} UTC, commit {self._commit()}\n\n{machine}; {chosen}\n\n"
        table = "| test | | minutes | what was done |\n|---|---|---|---|\n" + "\n".join(self.rows)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"\n{head}{table}\n")

    def _commit(self) -> str:
        def git(*args: str) -> str:
            return subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

        changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":(exclude)docs/soak.md")
        return (git("rev-parse", "--short", "HEAD") or "unknown") + (" with changes" if changed else "")
