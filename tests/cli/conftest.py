"""The command in this process (`kashf`), and an index of a few reports (`filled`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cli.main import kashf as group

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

REPORTS = [
    {
        "id": "ain-al-asad",
        "title": "قصف على قاعدة عين الأسد",
        "text": "استهدفت كتائب حزب الله قاعدة عين الأسد الجوية في الأنبار يوم 20 كانون الثاني 2024 بصواريخ.",
        "date": "2024-01-21",
        "source": "وكالة",
        "type": "news",
    },
    {
        "id": "aleppo",
        "title": "معارك في حلب",
        "text": "اندلعت معارك في حلب يوم 29 نوفمبر 2024 وفق الجيش السوري.",
        "date": "2024-11-30",
        "source": "مراسل",
    },
    {"id": "undated", "text": "نص بلا تاريخ ولا مكان."},
]


@dataclass(frozen=True)
class Kashf:
    engine: str

    def __call__(self, *args: object, stdin: bytes | None = None, code: int | None = 0) -> Result:
        """Run the command, which ends with `code` (None: any); unexpected exceptions are not swallowed."""
        environment = {"KASHF_ENGINE": self.engine}
        result = CliRunner().invoke(group, list(map(str, args)), input=stdin, env=environment, catch_exceptions=False)
        assert code in (None, result.exit_code), result.output
        return result

    def json(self, *args: object, stdin: bytes | None = None, code: int | None = 0) -> Any:
        """The one object that the command prints."""
        (line,) = self.lines(*args, stdin=stdin, code=code)
        return line

    def lines(self, *args: object, stdin: bytes | None = None, code: int | None = 0) -> list[Any]:
        """The objects that the command prints, a line each."""
        result = self(*args, "--json", stdin=stdin, code=code)
        return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def kashf(tmp_path: Path) -> Kashf:
    return Kashf(f"embedded:{tmp_path / 'index'}")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(json.dumps(report, ensure_ascii=False) for report in REPORTS), "utf-8")
    return path


@pytest.fixture
def filled(kashf: Kashf, reports: Path) -> Kashf:
    kashf("index", reports)
    return kashf
