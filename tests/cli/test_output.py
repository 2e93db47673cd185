"""cli.output: bars only on a terminal, with what people want to know."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from cli.output import Bar, harmless

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kashf


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_a_bar_tells_bytes_documents_rate_and_failures_on_a_terminal_alone(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    bar = Bar("Indexing", in_bytes=True)
    bar.started(2, 1_000_000)
    bar.advanced(500_000)
    bar.counted(1_200, 3)
    bar.advanced(500_000)
    bar.finished()
    shown = stream.getvalue()
    if stream.isatty():
        assert "Indexing" in shown
        assert "0.5 of 1.0 MB" in shown
        assert "1.0 of 1.0 MB, 1,200 documents, " in shown
        assert "/s, 3 failed" in shown
    else:
        assert shown == ""


def test_a_bar_of_documents_tells_no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    bar = Bar("Reindexing")
    bar.started(1, 2)
    bar.advanced(2)
    bar.finished()
    assert "MB" not in sys.stderr.getvalue()  # type: ignore[attr-defined]  # a Terminal


HOSTILE = "قصف\u001b]0;owned\u0007 \u001b[2J\u009b31m"


def test_a_terminal_shows_what_reports_and_names_hold_and_obeys_none_of_it(kashf: Kashf, tmp_path: Path) -> None:
    report = {"id": HOSTILE.replace("\u001b", "").replace("\u0007", "").replace("\u009b", ""), "title": HOSTILE, "text": HOSTILE}
    (tmp_path / "a.json").write_text(json.dumps(report | {"source": HOSTILE, "actors": [HOSTILE]}), "utf-8")
    (tmp_path / "b\u001b]0;owned\u0007.txt").touch()
    calls = [("index", tmp_path, "-vv"), ("search", "قصف"), ("extract", tmp_path / "a.json"), ("status",), ("analyze", HOSTILE)]
    for arguments in calls:
        done = kashf(*arguments, code=1 if arguments[0] == "index" else 0)
        shown = done.stdout + done.stderr
        assert not set("\u001b\u0007\u009b") & set(shown), arguments
        assert "␛]0;owned␇" in shown, arguments
    shown = kashf("search", "قصف", "--json").stdout
    assert not set("\u001b\u0007\u009b") & set(shown)
    assert json.loads(shown)["hits"][0]["title"] == HOSTILE


@pytest.mark.parametrize("text", ["نص\tعربي\n", "▁─␛", "\u200f\u2066a\u2069"])
def test_other_texts_are_shown_as_they_are(text: str) -> None:
    assert harmless(text) == text
