"""Addresses of indexes in a cluster: `https://host:9200/alias`, and the names that an alias stands for.

Several nodes are written with commas between them, `https://a:9200,b:9200,c:9200/alias`: one that dies is passed over. What comes
before the last part of the path is the path of a proxy, `https://host/search/alias`.

=====================  ================================================================================
reports                the alias in the address: for people, Kibana and `kashf`
reports-000001         an index; a rebuild makes the next
reports-by-5f2c…       an alias on the same index, with a hash of what made its terms in it: what a search
                       names. After a switch to another analyzer it is gone, so that nobody's terms are
                       looked up among another analyzer's, without a look at the cluster before each search
reports-building       an alias on an index that a rebuild is filling
=====================  ================================================================================
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from engines.base import FORMAT_VERSION, EngineUnavailableError

FORM: Final = "write http(s)://HOST:PORT/NAME, with one name for the index in lower case"

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")


@dataclass(frozen=True, slots=True)
class Address:
    """An alias in a cluster. `url` has no password in it: it is shown."""

    url: str
    hosts: tuple[str, ...]
    alias: str
    username: str = ""
    password: str = ""

    @property
    def versions(self) -> str:
        """A pattern for the indexes of all versions."""
        return f"{self.alias}-*"

    @property
    def building(self) -> str:
        """The alias of an index that is being filled."""
        return f"{self.alias}-building"

    def version(self, number: int) -> str:
        """The index of a version."""
        return f"{self.alias}-{number:06d}"

    def number(self, index: str) -> int | None:
        """The version that an index is; None for other indexes whose names begin alike."""
        match = re.fullmatch(re.escape(self.alias) + r"-([0-9]{6})", index)
        return int(match[1]) if match else None

    def made_by(self, fingerprint: str) -> str:
        """The alias of an index that an analyzer made."""
        made = hashlib.sha256(f"{FORMAT_VERSION} {fingerprint}".encode()).hexdigest()
        return f"{self.alias}-by-{made[:16]}"


def read_address(url: str) -> Address:
    """Read an address. Raises EngineUnavailableError for one that is none."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise EngineUnavailableError(f"an engine's address can not be read ({error}): {FORM}") from error
    login, _, nodes = parts.netloc.rpartition("@")
    shown = f"{parts.scheme}://{nodes}{parts.path}"
    before, _, alias = parts.path.rstrip("/").rpartition("/")
    if parts.query or parts.fragment or not nodes:
        raise EngineUnavailableError(f"{shown} is not the address of an index: {FORM}")
    if not _NAME.fullmatch(alias):
        raise EngineUnavailableError(f"{shown} names no index ({alias!r} is no name of one): {FORM}")
    username, _, password = login.partition(":")
    return Address(
        url=shown.rstrip("/"),
        hosts=tuple(f"{parts.scheme}://{_with_port(node, parts.scheme)}{before}" for node in nodes.split(",") if node),
        alias=alias,
        username=unquote(username),
        password=unquote(password),
    )


def _with_port(node: str, scheme: str) -> str:
    """The client wants a port; without one, https is a proxy's or a managed cluster's, http a server's own."""
    if re.search(r":[0-9]+$", node):
        return node
    return f"{node}:{443 if scheme == 'https' else 9200}"
