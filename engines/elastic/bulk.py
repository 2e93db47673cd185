"""Sends changes: in requests of a few megabytes, several under way at once, what the server refuses for now again and again.

A request that fails half-way is sent again as a whole: each change names the whole document and its id, so doing it twice is doing
it once. Changes to one id are never in two requests at the same time.
"""

from __future__ import annotations

import json
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from elasticsearch import ApiError

from engines.base import EngineUnavailableError
from engines.elastic.cluster import Pauses
from engines.elastic.errors import BLOCKED, BUSY_STATUSES, blocked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engines.elastic.cluster import Cluster, Json

BATCH_BYTES: Final = 4 << 20
BATCH_CHANGES: Final = 1_000
"""A request ends with the first of both. Elasticsearch takes 100 MB; it is quickest, and its memory safest, with a few."""

UNDER_WAY: Final = 4
"""Requests at once: enough to keep a server busy while the next is made."""

_TOO_LARGE: Final = 413


@dataclass(frozen=True, slots=True)
class Change:
    """A document to put (its line of JSON), or to delete (None)."""

    id: str
    source: bytes | None

    def lines(self) -> tuple[bytes, ...]:
        """As a bulk request has it."""
        if self.source is None:
            return (json.dumps({"delete": {"_id": self.id}}, ensure_ascii=False).encode(),)
        return (json.dumps({"index": {"_id": self.id}}, ensure_ascii=False).encode(), self.source)


@dataclass(slots=True)
class _Batch:
    changes: list[Change] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    bytes: int = 0

    def add(self, change: Change) -> None:
        self.changes.append(change)
        self.ids.add(change.id)
        self.bytes += len(change.source or b"") + len(change.id) + 32

    def is_full(self) -> bool:
        return self.bytes >= BATCH_BYTES or len(self.changes) >= BATCH_CHANGES


class Sender:
    """Sends changes to an alias. Use it as a context: leaving waits for what is under way."""

    def __init__(self, cluster: Cluster, target: str, *, sent: Callable[[], None] = lambda: None) -> None:
        self._cluster = cluster
        self._target = target
        self._sent = sent
        self._threads = ThreadPoolExecutor(UNDER_WAY, thread_name_prefix="kashf-bulk")
        self._batch = _Batch()
        self._under_way: deque[tuple[Future[dict[str, str]], set[str]]] = deque()
        self._refused: dict[str, str] = {}

    def add(self, change: Change) -> None:
        """Send a change, soon. Raises EngineError when an earlier one could not be sent."""
        if change.id in self._batch.ids:
            self._send_batch()
        if any(change.id in ids for _, ids in self._under_way):
            self._wait(0)
        self._batch.add(change)
        if self._batch.is_full():
            self._send_batch()

    def finish(self) -> Mapping[str, str]:
        """Send what is left and wait. Gives what the server refused, with the reasons, since the last time.

        The last request comes after all others and asks to make what it brings visible: so a commit of one request, to one
        shard, is whole even where this process dies before it hears of it.
        """
        self._wait(0)
        self._send_batch(refresh=True)
        self._wait(0)
        refused, self._refused = self._refused, {}
        return refused

    def close(self) -> None:
        """Wait for what is under way, whatever becomes of it."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _send_batch(self, *, refresh: bool = False) -> None:
        if not self._batch.changes:
            return
        self._wait(UNDER_WAY - 1)
        batch, self._batch = self._batch, _Batch()
        self._under_way.append((self._threads.submit(send, self._cluster, self._target, batch.changes, refresh=refresh), batch.ids))

    def _wait(self, most: int) -> None:
        while len(self._under_way) > most:
            future, _ = self._under_way.popleft()
            self._refused |= future.result()
            self._sent()


def send(cluster: Cluster, target: str, changes: Sequence[Change], *, refresh: bool = False) -> dict[str, str]:
    """Send changes in one request, and those that the server was too busy for again. Gives what it refused, with the reasons."""
    refused: dict[str, str] = {}
    pauses = Pauses(cluster.timeout)
    while changes:
        try:
            items = _request(cluster, target, changes, refresh=refresh)
        except _TooLargeError:
            if len(changes) == 1:
                return refused | {changes[0].id: "it is larger than the server takes (http.max_content_length)"}
            half = len(changes) // 2
            return refused | send(cluster, target, changes[:half]) | send(cluster, target, changes[half:], refresh=refresh)
        again: list[Change] = []
        reason = ""
        for change, item in zip(changes, items, strict=True):
            error = item.get("error")
            if error is None:
                continue
            reason = f"{error.get('type')}: {error.get('reason')}"
            _require_open(cluster, error, reason)
            if item["status"] in BUSY_STATUSES:
                again.append(change)
            else:
                refused[change.id] = reason
        if again and not pauses.wait():
            raise EngineUnavailableError(
                f"{cluster.url} did not take {len(again)} of {len(changes)} documents for {cluster.timeout:g} s ({reason}): look "
                "at the cluster's health, and run the same command again: it goes on from where it stopped"
            )
        changes = again
    return refused


class _TooLargeError(Exception):
    """The server takes no request of that size."""


def _request(cluster: Cluster, target: str, changes: Sequence[Change], *, refresh: bool) -> list[Json]:
    lines = [line for change in changes for line in change.lines()]

    def bulk(client: Any) -> Json:  # noqa: ANN401  # the client's signature says mappings; lines made already pass as they are
        try:
            answer = client.bulk(
                index=target,
                operations=lines,
                refresh=refresh,
                require_alias=True,  # never an index that came to be by mistake
                filter_path=["items.*.status", "items.*.error"],
            )
        except ApiError as error:
            if error.status_code == _TOO_LARGE:
                raise _TooLargeError from error
            raise
        return cast("Json", answer.body)

    items = cluster.ask("writing to", bulk, patience=cluster.timeout)["items"]
    return [next(iter(item.values())) for item in items]


def _require_open(cluster: Cluster, error: Json, reason: str) -> None:
    """Some errors are about the index, not about the document."""
    if error.get("type") == BLOCKED:
        raise blocked(cluster.url, reason)
    if error.get("type") == "index_not_found_exception":
        raise EngineUnavailableError(
            f"{cluster.url} was removed, or built anew by another analyzer, while it was being written: start this command again"
        )
