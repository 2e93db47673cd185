"""The Elasticsearch engine: an Engine (see `engines.base`) over an alias in a cluster."""

from __future__ import annotations

import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from engines.base import MAX_ID_BYTES, EngineError, IndexInfo, IndexNotFoundError
from engines.clauses import checked_level
from engines.elastic import searching
from engines.elastic.address import read_address
from engines.elastic.cluster import Cluster
from engines.elastic.locking import lock
from engines.elastic.rebuilds import Rebuilds
from engines.elastic.settings import ElasticSettings
from engines.elastic.versions import Versions, require_match
from engines.elastic.writing import rebuilding, writing
from engines.values import storable_length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    from engines.base import Document, Query, Rebuild, SearchResult, Writer
    from engines.elastic.versions import Version

    T = TypeVar("T")


class ElasticEngine:
    """An index in a cluster. Any number of processes and threads read; of a machine's, one process writes."""

    def __init__(
        self,
        url: str,
        *,
        fingerprint: str,
        create: bool = False,
        stale_ok: bool = False,
        settings: ElasticSettings | None = None,
    ) -> None:
        self._address = read_address(url)
        self._fingerprint = fingerprint
        self._stale_ok = stale_ok
        chosen = settings or ElasticSettings()
        self._slice = chosen.slice
        self._cluster = Cluster(self._address, chosen)
        self._versions = Versions(self._cluster, self._address, chosen)
        self._rebuilds = Rebuilds(self._cluster, self._address, chosen, self._versions)
        try:
            self._cluster.require_supported()
            if create:
                self._versions.create(fingerprint)
            self._target, self._shards = self._find_target()
        except BaseException:
            self._cluster.close()
            raise

    def info(self) -> IndexInfo:
        """What the index says of itself."""
        version = self._versions.current()
        if not self._stale_ok:
            require_match(version, self._fingerprint, self._address.url)
        # Before the count: a generation may then be too old for it, and is looked at again, but never too new.
        size, generation = self._state(version)
        return IndexInfo(
            url=self._address.url,
            documents=searching.count(self._cluster, version.index),
            size=size,
            format_version=version.format_version,
            fingerprint=version.fingerprint,
            generation=generation,
        )

    def search(self, query: Query, /) -> SearchResult:
        """Answer a query on the newest commit."""
        return self._reading(lambda: searching.search(self._cluster, self._target, query, shards=self._shards))

    def fetch(self, ids: Sequence[str], /) -> dict[str, Document]:
        """Stored documents by id."""
        possible = [id_ for id_ in ids if 0 < (storable_length(id_) or 0) <= MAX_ID_BYTES]
        return self._reading(lambda: searching.fetch(self._cluster, self._target, possible))

    def frequencies(self, level: str, terms: Sequence[str], /) -> dict[str, int]:
        """How many documents hold each of the terms at a level."""
        checked_level(level)
        return self._reading(lambda: searching.frequencies(self._cluster, self._target, level, terms))

    def completions(self, level: str, prefix: str, size: int, /) -> None:  # noqa: ARG002 - the seam's names
        """None: the server lists terms of whole values only, and would have to load all others into its memory."""
        checked_level(level)

    def scan(self) -> Iterator[Document]:
        """Every stored document of one commit."""
        return searching.scan(self._cluster, self._target)

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        """Write to the index."""
        with lock(self._address.url, self._slice):
            version = self._rebuilds.clear()
            # Also for an engine opened with stale_ok: terms of two analyzers in one index find nothing reliably.
            require_match(version, self._fingerprint, self._address.url)
            self._versions.require_writable(version)
            with writing(self._cluster, self._versions.readable(version, self._fingerprint)) as writer:
                yield writer

    @contextmanager
    def rebuild(self, purpose: str = "") -> Iterator[Rebuild]:
        """Write a new index beside this one, and switch to it on leaving; go on with one of the same purpose that was cut off."""
        with lock(self._address.url):
            filling = self._rebuilds.begin(self._fingerprint, purpose)
            try:
                with rebuilding(
                    self._cluster, self._address.building, lambda: self._rebuilds.beat(filling), continued=filling.continued
                ) as writer:
                    yield writer
                    writer.require_committed()
                self._versions.switch(filling.index, self._fingerprint)
            except BaseException:
                with suppress(EngineError):  # out of reach: what it leaves is cleared away, or gone on with, by the next
                    self._rebuilds.leave(filling)
                raise

    def close(self) -> None:
        """Let go of the connections."""
        self._cluster.close()

    def _find_target(self) -> tuple[str, int]:
        """What reads go to, of this analyzer's index only, except with stale_ok; and of how many shards it is."""
        version = self._versions.current()
        target = self._address.alias if self._stale_ok else self._versions.readable(version, self._fingerprint)
        return target, version.shards

    def _reading(self, read: Callable[[], T]) -> T:
        try:
            return read()
        except IndexNotFoundError:
            self._find_target()  # says why it is gone: removed, or another analyzer's now
            raise

    def _state(self, version: Version) -> tuple[int, str]:
        """Bytes, and what changes with every commit: the number of each shard's last change, and of its refreshes."""
        answer = self._cluster.ask(
            "reading",
            lambda client: (
                client.indices.stats(
                    index=version.index,
                    metric=["store", "refresh"],
                    level="shards",
                    filter_path=[
                        "_all.primaries.store.size_in_bytes",
                        "indices.*.shards.*.routing.primary",
                        "indices.*.shards.*.seq_no.max_seq_no",
                        "indices.*.shards.*.refresh.external_total",
                    ],
                ).body
            ),
        )
        shards = answer["indices"][version.index]["shards"]
        seen = [
            (number, copy["seq_no"]["max_seq_no"], copy["refresh"]["external_total"])
            for number, copies in sorted(shards.items())
            for copy in copies
            if copy["routing"]["primary"]
        ]
        size: int = answer["_all"]["primaries"]["store"]["size_in_bytes"]
        return size, f"{version.index}-{version.uuid}-{zlib.crc32(repr(seen).encode()):08x}"
