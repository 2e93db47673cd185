"""cli.output: bars only on a terminal, with what people want to know."""

from __future__ import annotations

import io
import sys

import pytest

from cli.output import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_a_bar_tells_documents_rate_and_failures_on_a_terminal_alone(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    bar = Bar("Indexing")
    bar.started(2, 100)
    bar.counted(1_200, 3)
    bar.advanced(50)
    bar.advanced(50)
    bar.finished()
    shown = stream.getvalue()
    if stream.isatty():
        assert "Indexing" in shown
        assert "1,200 documents, " in shown
        assert "/s, 3 failed" in shown
    else:
        assert shown == ""
