"""The versions of an index, and which one is current: indexes side by side, and aliases that are moved in one step.

A rebuild (`engines.elastic.rebuilds`) fills the next version. The version before the current one is kept, as it was, until the next
rebuild.
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from elasticsearch import BadRequestError, NotFoundError

from engines.base import FORMAT_VERSION, EngineUnavailableError, IndexMismatchError
from engines.elastic.errors import blocked, not_found
from engines.elastic.mapping import index_body

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from engines.elastic.address import Address
    from engines.elastic.cluster import Cluster, Json
    from engines.elastic.settings import ElasticSettings

_BLOCKS: Final = ("write", "read_only", "read_only_allow_delete")


@dataclass(frozen=True, slots=True)
class Version:
    """One index of those that an alias stood for, stands for, or will stand for."""

    index: str
    uuid: str
    aliases: frozenset[str]
    blocks: frozenset[str]
    shards: int
    format_version: int
    fingerprint: str
    owner: str
    seen: float
    origin: str


class Versions:
    """The versions of the index at an address."""

    def __init__(self, cluster: Cluster, address: Address, settings: ElasticSettings) -> None:
        self._cluster = cluster
        self._address = address
        self._settings = settings

    def current(self) -> Version:
        """The version that the alias stands for. Raises IndexNotFoundError or EngineUnavailableError."""
        found = self._get(self._address.alias)
        if not found:
            raise self._nothing()
        if len(found) > 1:
            names = ", ".join(sorted(version.index for version in found))
            raise EngineUnavailableError(
                f"{self._address.url} stands for several indexes ({names}): leave its alias on one of them"
            )
        if found[0].index == self._address.alias:
            raise EngineUnavailableError(
                f"{self._address.url} is an index that Kashf did not make: choose another name in --engine"
            )
        return found[0]

    def readable(self, version: Version, fingerprint: str) -> str:
        """What searches of an analyzer go to. Raises IndexMismatchError where another one made the current version."""
        require_match(version, fingerprint, self._address.url)
        name = self._address.made_by(fingerprint)
        if name not in version.aliases:
            raise EngineUnavailableError(
                f"{version.index} lacks the alias {name}, which searches use: add it with POST /_aliases, or run `kashf reindex`"
            )
        return name

    def create(self, fingerprint: str) -> None:
        """Make an empty index where there is none yet."""
        found = self._get(self._address.alias)
        if found:
            return
        if any(not self._is_being_filled(version) for version in self.all()):
            raise self._nothing()
        names = (self._address.alias, self._address.made_by(fingerprint))
        body = index_body(fingerprint, self._settings) | {"aliases": {name: {} for name in names}}
        self.create_next(body)

    def all(self) -> list[Version]:
        """All versions, the oldest first."""
        found = [version for version in self._get(self._address.versions) if self._address.number(version.index) is not None]
        return sorted(found, key=lambda version: version.index)

    def require_writable(self, version: Version) -> None:
        """Raise EngineUnavailableError where an index takes no writes, before anything is prepared for it."""
        if version.blocks:
            raise blocked(self._address.url, f"{version.index} has index.blocks.{', index.blocks.'.join(sorted(version.blocks))}")

    def switch(self, index: str, fingerprint: str) -> None:
        """Make a version the current one, in one step, and keep no more than the one before."""
        before = self.current()
        actions: list[Json] = [
            {"remove": {"index": before.index, "alias": name}}
            for name in sorted(before.aliases)
            if name == self._address.alias or name.startswith(f"{self._address.alias}-by-")
        ]
        actions += [{"add": {"index": index, "alias": name}} for name in (self._address.alias, self._address.made_by(fingerprint))]
        actions.append({"remove": {"index": index, "alias": self._address.building}})

        def move(client: Elasticsearch) -> None:
            try:
                client.indices.update_aliases(actions=actions)
            except NotFoundError:
                if self.current().index != index:  # else: sent twice, and done the first time
                    raise

        self._cluster.ask("switching", move)
        for version in self.all():
            if version.index not in {before.index, index}:
                self.drop(version.index)

    def unblock(self, version: Version) -> None:
        """Let a version take writes again."""
        body = {"index": {"blocks": {"write": None}}}
        self._cluster.ask("writing to", lambda client: client.indices.put_settings(index=version.index, body=body))

    def drop(self, index: str) -> None:
        """Remove an index."""
        self._cluster.ask("removing an old version of", lambda client: client.indices.delete(index=index, ignore_unavailable=True))

    def create_next(self, body: Json) -> str:
        """Make the index of the next version. Gives its name."""
        name = self._next()

        def create(client: Elasticsearch) -> None:
            try:
                client.indices.create(index=name, body=body)
            except BadRequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise

        self._cluster.ask("making", create)
        return name

    def changes(self, version: Version) -> list[tuple[str, int]]:
        """The number of each shard's last change."""
        answer = self._cluster.ask(
            "reading",
            lambda client: (
                client.indices.stats(
                    index=version.index,
                    metric="store",
                    level="shards",
                    filter_path=["indices.*.shards.*.routing.primary", "indices.*.shards.*.seq_no.max_seq_no"],
                ).body
            ),
        )
        shards = answer["indices"][version.index]["shards"]
        return [
            (number, copy["seq_no"]["max_seq_no"])
            for number, copies in sorted(shards.items())
            for copy in copies
            if copy["routing"]["primary"]
        ]

    def _next(self) -> str:
        numbers = [self._address.number(version.index) or 0 for version in self.all()]
        return self._address.version(max(numbers, default=0) + 1)

    def _is_being_filled(self, version: Version) -> bool:
        return self._address.building in version.aliases

    def _get(self, name: str) -> list[Version]:
        def get(client: Elasticsearch) -> Json:
            try:
                return dict(client.indices.get(index=name, features=["aliases", "mappings", "settings"]).body)
            except NotFoundError:
                return {}

        return [_version(index, found) for index, found in self._cluster.ask("opening", get).items()]

    def _nothing(self) -> Exception:
        kept = [version.index for version in self.all() if not self._is_being_filled(version)]
        if not kept:
            return not_found(self._address.url)
        return EngineUnavailableError(
            f"{self._address.url} has lost its alias, but {', '.join(kept)} is there: give the alias back with POST /_aliases "
            f'{{"actions": [{{"add": {{"index": "{kept[-1]}", "alias": "{self._address.alias}"}}}}]}}, or remove the index'
        )


def require_match(version: Version, fingerprint: str, url: str) -> None:
    """Raise IndexMismatchError unless this Kashf made the index."""
    if version.format_version != FORMAT_VERSION:
        raise IndexMismatchError(
            f"{url} has format {version.format_version}, this Kashf reads and writes {FORMAT_VERSION}: "
            "build it anew with `kashf reindex`"
        )
    if version.fingerprint != fingerprint:
        raise IndexMismatchError(
            f"{url} was made by another analyzer ({version.fingerprint}) than this Kashf's ({fingerprint}): build it anew with "
            "`kashf reindex`; if that was done just now, start this command again"
        )


def owner() -> str:
    """Who writes: a user (by number) on a machine."""
    return f"{os.getuid()}@{platform.node()}"


def _version(index: str, found: Json) -> Version:
    made = found["mappings"].get("_meta", {}).get("kashf", {})
    settings = found["settings"]["index"]
    blocks = settings.get("blocks", {})
    return Version(
        index=index,
        uuid=settings["uuid"],
        aliases=frozenset(found["aliases"]),
        blocks=frozenset(name for name in _BLOCKS if blocks.get(name) == "true"),
        shards=int(settings["number_of_shards"]),
        format_version=int(made.get("format", 0)),
        fingerprint=str(made.get("fingerprint", "")),
        owner=str(made.get("owner", "")),
        seen=float(made.get("seen", 0.0)),
        origin=str(made.get("origin", "")),
    )
