"""What the server has done, in Prometheus' text format: counts and latencies by route, and the state of the index.

Labels are bounded: the route's pattern, the method and the status, never an address, a query or a name of a document.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engines.base import IndexInfo

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: the upper ends of the histogram's classes."""


@dataclass(slots=True)
class _Latencies:
    """Of one route: how many requests took at most as long as each bound, and how long all took together."""

    counts: list[int] = field(default_factory=lambda: [0] * len(BOUNDS))
    total: float = 0.0
    number: int = 0

    def add(self, seconds: float) -> None:
        self.number += 1
        self.total += seconds
        for place, bound in enumerate(BOUNDS):
            self.counts[place] += seconds <= bound


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._latencies: dict[str, _Latencies] = defaultdict(_Latencies)
        self._began = time.time()

    def add(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        with self._lock:
            self._requests[route, method, status] += 1
            self._latencies[route].add(seconds)

    def text(self, info: IndexInfo | None) -> str:
        """Everything; `info` is None where the index can not be used."""
        with self._lock:
            lines = [*self._request_lines(), *self._latency_lines()]
        return "\n".join([*lines, *_index_lines(info), *self._process_lines(), ""])

    def _request_lines(self) -> Iterator[str]:
        yield from _head("kashf_requests_total", "counter", "Requests that were answered.")
        for (route, method, status), count in sorted(self._requests.items()):
            yield f"kashf_requests_total{_labels(route=route, method=method, status=str(status))} {count}"

    def _latency_lines(self) -> Iterator[str]:
        name = "kashf_request_seconds"
        yield from _head(name, "histogram", "Seconds until an answer began.")
        for route, latencies in sorted(self._latencies.items()):
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), (*latencies.counts, latencies.number), strict=True):
                yield f"{name}_bucket{_labels(route=route, le=bound)} {count}"
            yield f"{name}_sum{_labels(route=route)} {latencies.total:.6f}"
            yield f"{name}_count{_labels(route=route)} {latencies.number}"

    def _process_lines(self) -> Iterator[str]:
        yield from _head("kashf_start_time_seconds", "gauge", "When the process began, in seconds since 1970.")
        yield f"kashf_start_time_seconds {self._began:.3f}"


def _index_lines(info: IndexInfo | None) -> Iterator[str]:
    yield from _head("kashf_index_up", "gauge", "Whether the index can be used.")
    yield f"kashf_index_up {int(info is not None)}"
    if info is None:
        return
    yield from _head("kashf_index_documents", "gauge", "Documents in the index.")
    yield f"kashf_index_documents {info.documents}"
    yield from _head("kashf_index_bytes", "gauge", "Size of the index.")
    yield f"kashf_index_bytes {info.size}"
    yield from _head("kashf_index_info", "gauge", "The commit that is answered from, and the analyzer that made it.")
    yield f"kashf_index_info{_labels(generation=info.generation, fingerprint=info.fingerprint)} 1"


def _head(name: str, kind: str, meaning: str) -> Iterable[str]:
    return f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"


def _labels(**values: str) -> str:
    escaped = ((name, value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")) for name, value in values.items())
    return "{" + ",".join(f'{name}="{value}"' for name, value in escaped) + "}"
