"""From an address to an engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from engines.base import EngineUnavailableError
from engines.embedded import EmbeddedEngine

if TYPE_CHECKING:
    from engines.base import Engine

_EMBEDDED: Final = "embedded:"
_FORMS: Final = "write embedded:PATH"


def open_engine(url: str, *, fingerprint: str, create: bool = False, stale_ok: bool = False) -> Engine:
    """The engine at an address.

    `embedded:PATH` is a folder. With `create` an index is made where there is none. An index that another analyzer (by its
    `fingerprint`) or another format made is refused with IndexMismatchError, except with `stale_ok`, to read what it stores.
    """
    if url.startswith(_EMBEDDED):
        path = url.removeprefix(_EMBEDDED)
        if not path:
            raise EngineUnavailableError(f"the engine {url!r} names no folder: {_FORMS}")
        folder = Path(path).expanduser()
        return EmbeddedEngine(url, folder, fingerprint=fingerprint, create=create, stale_ok=stale_ok)
    if url.startswith(("http://", "https://")):
        raise EngineUnavailableError(f"this version of Kashf has no Elasticsearch engine yet ({url}): {_FORMS}")
    raise EngineUnavailableError(f"{url!r} is not an engine's address: {_FORMS}")
