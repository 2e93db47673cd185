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
