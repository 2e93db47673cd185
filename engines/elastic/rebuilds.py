"""A rebuild: the next version is filled, the current one takes no writes, and what is left when that is cut off.

While it runs, the server refuses writes to the current version, to everybody and on every machine, so that none is acknowledged and
then left behind by the switch; who wanted to write goes on afterwards.

A rebuild that was cut off leaves a version that nothing points to but its own alias. The next one of the same origin goes on with
it: the same index, in which nothing was changed since (by the number of each shard's last change), the same analyzer, the same
purpose and layout. Documents that it holds are not made again. Any other, and the next writer, clears it away: of the same user on
the same machine at once, of others where there was no sign of it for `DEAD_SECONDS`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engines.base import FORMAT_VERSION, IndexBusyError
from engines.elastic.mapping import index_body, meta
from engines.elastic.versions import owner

if TYPE_CHECKING:
    from engines.elastic.address import Address
    from engines.elastic.cluster import Cluster
    from engines.elastic.settings import ElasticSettings
    from engines.elastic.versions import Version, Versions

DEAD_SECONDS: Final = 900


@dataclass(frozen=True, slots=True)
class Filling:
    """A version that is being filled; `continued`, where an earlier rebuild has filled a part of it."""

    index: str
    fingerprint: str
    origin: str
    continued: bool


class Rebuilds:
    """The rebuilds of the index at an address. Whoever calls these holds its lock."""

    def __init__(self, cluster: Cluster, address: Address, settings: ElasticSettings, versions: Versions) -> None:
        self._cluster = cluster
        self._address = address
        self._settings = settings
        self._versions = versions

    def clear(self) -> Version:
        """The current version, ready to be written: what dead rebuilds left is gone. Raises IndexBusyError while one is alive."""
        current = self._versions.current()
        left = self._left()
        if left:
            self._versions.unblock(current)
            for version in left:
                self._versions.drop(version.index)
            return self._versions.current()
        return current

    def begin(self, fingerprint: str, purpose: str) -> Filling:
        """A version to fill, which only a rebuild knows; the current one takes no writes from here on."""
        left = self._left()
        if left:
            self._versions.unblock(self._versions.current())
        current = self._versions.current()
        self._versions.require_writable(current)
        for version in left[:-1]:
            self._versions.drop(version.index)
        before = left[-1] if left else None
        # Somebody is seen to be at work before the block, and a version is there as long as it: who dies leaves no block alone.
        index = before.index if before else self._create(current, fingerprint)
        self._mark(Filling(index, fingerprint, before.origin if before else "", continued=False))
        self._close(current)
        origin = self._origin(current, fingerprint, purpose) if purpose else ""
        continued = before is not None and before.origin == origin != ""
        if before is not None and not continued:
            index = self._create(current, fingerprint)
            self._versions.drop(before.index)
        filling = Filling(index, fingerprint, origin, continued)
        self._mark(filling)
        if continued:  # its documents are read
            self._cluster.ask("writing to", lambda client: client.indices.refresh(index=index))
        return filling

    def beat(self, filling: Filling) -> None:
        """Say that the rebuild is alive."""
        self._mark(filling)

    def leave(self, filling: Filling) -> None:
        """Stop filling: the current version takes writes again, and what there is of the next is kept where one can go on."""
        if filling.origin:
            self._mark(filling, alive=False)
        self._versions.unblock(self._versions.current())
        if not filling.origin:
            self._versions.drop(filling.index)

    def _left(self) -> list[Version]:
        """What dead rebuilds left, the oldest first."""
        left = [version for version in self._versions.all() if self._address.building in version.aliases]
        for version in left:
            if version.owner not in ("", owner()) and abs(_now() - version.seen) < DEAD_SECONDS:
                raise IndexBusyError(
                    f"{self._address.url} is being written by another process: `kashf reindex` of {version.owner} fills "
                    f"{version.index}; wait for it to end (if it died, for {DEAD_SECONDS // 60} minutes), and try again"
                )
        return left

    def _create(self, current: Version, fingerprint: str) -> str:
        """The next version, for about as much as the current one holds."""
        answer = self._cluster.ask("reading", lambda client: client.indices.stats(index=current.index, metric="store").body)
        size: int = answer["_all"]["primaries"]["store"]["size_in_bytes"]
        body = index_body(fingerprint, self._settings, size=size) | {"aliases": {self._address.building: {}}}
        body["mappings"]["_meta"] = meta(fingerprint, owner=owner(), seen=_now())
        return self._versions.create_next(body)

    def _mark(self, filling: Filling, *, alive: bool = True) -> None:
        made = meta(filling.fingerprint, owner=owner() if alive else "", seen=_now(), origin=filling.origin)
        body = {"_meta": made}
        self._cluster.ask("writing to", lambda client: client.indices.put_mapping(index=filling.index, body=body))

    def _close(self, current: Version) -> None:
        # The server answers when what was under way is done: nothing is written after this.
        self._cluster.ask("writing to", lambda client: client.indices.add_block(index=current.index, block="write"))
        # What was acknowledged before is to be read by the rebuild, whether its writer came to its commit or not.
        self._cluster.ask("writing to", lambda client: client.indices.refresh(index=current.index))

    def _origin(self, current: Version, fingerprint: str, purpose: str) -> str:
        """What a rebuild has to have in common with an earlier one to go on with its work."""
        changes = self._versions.changes(current)
        parts = (FORMAT_VERSION, fingerprint, purpose, current.uuid, changes, self._settings.shards, self._settings.replicas)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def _now() -> float:
    return dt.datetime.now(dt.UTC).timestamp()
