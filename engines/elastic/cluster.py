"""The one place that sends requests: a client, who it asks as, and how long it insists."""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from engines.base import EngineUnavailableError
from engines.elastic.errors import is_passing, translate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engines.elastic.address import Address
    from engines.elastic.settings import ElasticSettings

T = TypeVar("T")

Json: TypeAlias = "dict[str, Any]"
"""An object of the server's own language. It stays in this package."""

OLDEST: Final = (8, 0)
"""Of servers: the client's requests say `compatible-with=8`, which older ones refuse and 9.x serve."""

READING_PATIENCE: Final = 15.0
"""Seconds that a search is tried again while a shard moves to another node; a person waits for it."""

_LATER_PATIENCE: Final = 1.0
"""After a request that was given up."""

_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 5.0


class Cluster:
    """A cluster at an address. Safe in several threads."""

    def __init__(self, address: Address, settings: ElasticSettings) -> None:
        self.url = address.url
        self.timeout = settings.timeout
        self._gave_up = False
        _require_files(settings)
        self._client = _client(address, settings)

    def require_supported(self) -> None:
        """Raise EngineUnavailableError where nothing answers, or a server that is too old."""
        found = self.ask("opening", lambda client: client.info().body, patience=0.0)
        number = str(found["version"]["number"])
        if _version(number) < OLDEST:
            raise EngineUnavailableError(
                f"{self.url} is Elasticsearch {number}: Kashf needs {OLDEST[0]}.{OLDEST[1]} or newer; upgrade it"
            )

    def ask(self, doing: str, request: Callable[[Elasticsearch], T], *, patience: float = READING_PATIENCE) -> T:
        """What a request gives; it is sent again for `patience` seconds while the cluster is busy or a node is away.

        All requests of this package may be sent twice: they name what is to be, not what is to be added. When one was sent in
        vain for so long, those after it are given up within a second, until one is answered: a server has few threads to wait in.
        """
        pauses = Pauses(min(patience, _LATER_PATIENCE) if self._gave_up else patience)
        while True:
            try:
                answer = request(self._client)
            except (ApiError, TransportError, UnsupportedProductError) as error:
                if isinstance(error, UnsupportedProductError) or not is_passing(error):
                    raise translate(self.url, doing, error) from error
                if not pauses.wait():
                    self._gave_up = self._gave_up or patience > 0
                    raise translate(self.url, doing, error) from error
            else:
                self._gave_up = False
                return answer

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()


class Pauses:
    """Longer and longer pauses, by chance shorter or longer, so that many writers do not come back at the same moment."""

    def __init__(self, patience: float) -> None:
        self._end = time.monotonic() + patience
        self._pause = _FIRST_PAUSE

    def wait(self) -> bool:
        """Pause; False, at once, when the patience is at its end."""
        left = self._end - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(left, self._pause * random.uniform(0.5, 1.5)))  # noqa: S311  # no secret
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return True


def _client(address: Address, settings: ElasticSettings) -> Elasticsearch:
    options: Json = {}
    username = settings.username or address.username
    if settings.api_key:
        options["api_key"] = settings.api_key
    elif username:
        options["basic_auth"] = (username, settings.password or address.password)
    for name, path in (("ca_certs", settings.ca_cert), ("client_cert", settings.client_cert), ("client_key", settings.client_key)):
        if path is not None:
            options[name] = str(path)
    return Elasticsearch(
        list(address.hosts),
        request_timeout=settings.timeout,
        max_retries=len(address.hosts),  # once on each other node, at once; what is left is tried again with pauses
        retry_on_status=(),
        **options,
    )


def _require_files(settings: ElasticSettings) -> None:
    """The client's own errors for these name neither the file nor the option."""
    files: tuple[tuple[str, Path | None], ...] = (
        ("--ca-cert", settings.ca_cert),
        ("--client-cert", settings.client_cert),
        ("--client-key", settings.client_key),
    )
    for option, path in files:
        if path is not None and not path.is_file():
            raise EngineUnavailableError(f"there is no file {path}, which {option} names")


def _version(number: str) -> tuple[int, int]:
    match = re.match(r"([0-9]+)\.([0-9]+)", number)
    return (int(match[1]), int(match[2])) if match else (0, 0)
