"""From an address to an engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from engines.base import EngineUnavailableError
from engines.embedded import EmbeddedEngine
from engines.embedded.checksums import damaged_files as _damaged_files

if TYPE_CHECKING:
    from engines.base import Engine
    from engines.elastic.settings import ElasticSettings

_EMBEDDED: Final = "embedded:"
_CLUSTER: Final = ("http://", "https://")
_FORMS: Final = "write embedded:PATH, or http(s)://HOST:PORT/NAME for Elasticsearch"


def open_engine(
    url: str, *, fingerprint: str, create: bool = False, stale_ok: bool = False, settings: ElasticSettings | None = None
) -> Engine:
    """The engine at an address.

    `embedded:PATH` is a folder; `https://host:9200/name` an index in an Elasticsearch cluster, which `settings` are for. With
    `create` an index is made where there is none. An index that another analyzer (by its `fingerprint`) or another format made
    is refused with IndexMismatchError, except with `stale_ok`, to read what it stores.
    """
    if url.startswith(_EMBEDDED):
        path = url.removeprefix(_EMBEDDED)
        if not path:
            raise EngineUnavailableError(f"the engine {url!r} names no folder: {_FORMS}")
        folder = Path(path).expanduser()
        return EmbeddedEngine(url, folder, fingerprint=fingerprint, create=create, stale_ok=stale_ok)
    if url.startswith(_CLUSTER):
        from engines.elastic.engine import ElasticEngine  # noqa: PLC0415  # takes long to load, and few need it

        return ElasticEngine(url, fingerprint=fingerprint, create=create, stale_ok=stale_ok, settings=settings)
    raise EngineUnavailableError(f"{url!r} is not an engine's address: {_FORMS}")


def damaged_files(url: str) -> tuple[str, ...]:
    """The files of an embedded index that are not as they were written; reads them all. A cluster looks after its own.

    Raises EngineError where the folder itself can not be read.
    """
    if not url.startswith(_EMBEDDED):
        return ()
    return _damaged_files(Path(url.removeprefix(_EMBEDDED)).expanduser(), url)
