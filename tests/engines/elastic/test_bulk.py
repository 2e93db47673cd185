"""Sending changes: what is tried again, what is refused, and how requests are cut. No Elasticsearch is needed."""

from __future__ import annotations

import json
import threading
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from engines import ElasticSettings, EngineUnavailableError
from engines.elastic import bulk
from engines.elastic.address import read_address
from engines.elastic.bulk import Change, Sender, send
from engines.elastic.cluster import Cluster
from engines.elastic.writing import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.engines.elastic.conftest import Answer, Request, Stub

BUSY = {"type": "es_rejected_execution_exception", "reason": "queue is full"}


def change(id_: str, size: int = 10) -> Change:
    return Change(id_, json.dumps({"x": "y" * size}).encode())


def item(status: int = 200, error: dict[str, str] | None = None, action: str = "index") -> dict[str, Any]:
    return {action: {"status": status} | ({"error": error} if error else {})}


def ids(request: Request) -> list[str]:
    return [next(iter(line.values()))["_id"] for line in request.lines if {"index", "delete"} & line.keys()]


def accept(request: Request) -> Answer:
    return 200, {"items": [item() for _ in ids(request)]}


@pytest.fixture
def cluster(stub: Stub) -> Iterator[Cluster]:
    with closing(Cluster(read_address(f"{stub.url}/reports"), ElasticSettings(timeout=2.0))) as opened:
        yield opened


def answering(stub: Stub, *answers: Callable[[Request], Answer]) -> None:
    """Answer each request in its turn, the last of them for good."""
    waiting = list(answers)

    def answer(request: Request) -> Answer:
        return (waiting.pop(0) if len(waiting) > 1 else waiting[0])(request)

    stub.answer = answer


def test_documents_that_the_server_is_too_busy_for_are_sent_again_alone(stub: Stub, cluster: Cluster) -> None:
    answering(stub, lambda _: (200, {"items": [item(), item(429, BUSY), item(503, BUSY)]}), accept)
    assert send(cluster, "reports", [change("a"), change("b"), change("c")]) == {}
    assert [ids(request) for request in stub.requests] == [["a", "b", "c"], ["b", "c"]]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_request_that_the_server_is_too_busy_for_is_sent_again(stub: Stub, cluster: Cluster, status: int) -> None:
    answering(stub, lambda _: (status, {"error": BUSY}), accept)
    assert send(cluster, "reports", [change("a")]) == {}
    assert len(stub.requests) == 2


def test_it_gives_up_when_the_server_stays_busy(stub: Stub, cluster: Cluster) -> None:
    answering(stub, lambda request: (200, {"items": [item(429, BUSY) for _ in ids(request)]}))
    with pytest.raises(EngineUnavailableError, match=r"did not take 2 of 2 documents for 2 s .*queue is full.*goes on"):
        send(cluster, "reports", [change("a"), change("b")])
    assert 3 <= len(stub.requests) <= 20


def test_a_document_that_the_server_refuses_fails_alone(stub: Stub, cluster: Cluster) -> None:
    bad = {"type": "document_parsing_exception", "reason": "not a point"}
    answering(stub, lambda _: (200, {"items": [item(), item(400, bad)]}))
    assert send(cluster, "reports", [change("a"), change("b")]) == {"b": "document_parsing_exception: not a point"}
    assert len(stub.requests) == 1


def test_an_unknown_id_is_no_error(stub: Stub, cluster: Cluster) -> None:
    answering(stub, lambda _: (200, {"items": [item(404, action="delete")]}))
    assert send(cluster, "reports", [Change("a", None)]) == {}
    assert stub.requests[0].lines == [{"delete": {"_id": "a"}}]


def test_a_request_that_is_too_large_is_parted(stub: Stub, cluster: Cluster) -> None:
    def small_only(request: Request) -> Answer:
        return accept(request) if len(request.body) < 600 else (413, {})

    answering(stub, small_only)
    changes = [change(f"d{number}", 100) for number in range(10)] + [change("huge", 1000)]
    assert send(cluster, "reports", changes) == {"huge": "it is larger than the server takes (http.max_content_length)"}
    taken = [id_ for request in stub.requests if len(request.body) < 600 for id_ in ids(request)]
    assert taken == [f"d{number}" for number in range(10)]


@pytest.mark.parametrize("status", [403, 429])
def test_a_read_only_index_is_not_tried_again(stub: Stub, cluster: Cluster, status: int) -> None:
    full = {"type": "cluster_block_exception", "reason": "index blocked: disk usage exceeded flood-stage watermark"}
    answering(stub, lambda _: (200, {"items": [item(status, full)]}))
    with pytest.raises(EngineUnavailableError, match=r"read-only.*flood-stage.*disk is full"):
        send(cluster, "reports", [change("a")])
    assert len(stub.requests) == 1


def test_an_index_that_went_away(stub: Stub, cluster: Cluster) -> None:
    answering(stub, lambda _: (200, {"items": [item(404, {"type": "index_not_found_exception", "reason": "no such index"})]}))
    with pytest.raises(EngineUnavailableError, match="removed, or built anew"):
        send(cluster, "reports", [change("a")])


def test_requests_are_cut_by_bytes_and_by_number(stub: Stub, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH_BYTES", 1_000)
    monkeypatch.setattr(bulk, "BATCH_CHANGES", 8)
    answering(stub, accept)
    sender = Sender(cluster, "reports")
    for number in range(40):
        sender.add(change(f"small{number}", 10))
    for number in range(10):
        sender.add(change(f"large{number}", 300))
    assert sender.finish() == {}
    sender.close()
    sizes = Counter(len(ids(request)) for request in stub.requests)
    assert sizes == {8: 5, 3: 3, 1: 1}
    assert "refresh=true" in stub.requests[-1].path


def test_several_requests_are_under_way_at_once(stub: Stub, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH_CHANGES", 1)
    together = threading.Barrier(bulk.UNDER_WAY, timeout=5)

    def wait(request: Request) -> Answer:
        together.wait()
        return accept(request)

    answering(stub, wait)
    sender = Sender(cluster, "reports")
    for number in range(bulk.UNDER_WAY):
        sender.add(change(f"d{number}"))
    sender._wait(0)
    sender.close()
    assert len(stub.requests) == bulk.UNDER_WAY


def test_changes_to_one_id_stay_in_order(stub: Stub, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH_CHANGES", 3)
    kept: dict[str, int] = {}
    under_way: Counter[str] = Counter()

    def apply(request: Request) -> Answer:
        lines = request.lines
        under_way.update(ids(request))
        assert max(under_way.values()) == 1
        for action, source in zip(lines[::2], lines[1::2], strict=True):
            kept[action["index"]["_id"]] = source["n"]
        under_way.subtract(ids(request))
        return accept(request)

    answering(stub, apply)
    sender = Sender(cluster, "reports")
    for number in range(60):
        sender.add(Change(f"d{number % 7}", json.dumps({"n": number}).encode()))
    assert sender.finish() == {}
    sender.close()
    assert kept == {f"d{number % 7}": number for number in range(53, 60)}


def test_of_changes_that_wait_the_last_to_each_id_counts() -> None:
    waiting = Waiting()
    waiting.put("a", b"1")
    waiting.put("b", b"22")
    waiting.delete("a")
    waiting.put("c", b"333")
    waiting.put("b", b"4444")
    assert list(waiting.changes()) == [Change("a", None), Change("c", b"333"), Change("b", b"4444")]
    waiting.clear()
    assert list(waiting.changes()) == []
    waiting.close()
