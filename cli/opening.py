"""From the command's options to engine, journal, pipeline and searcher."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analyzers import kashf_analyzer
from engines import open_engine
from engines.base import EngineUnavailableError, Label
from extraction.extractor import default_extractor
from search.searching import Searcher
from search.values import KnownEntity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Engine

DEFAULT_ENGINE: Final = "embedded:./kashf-index"
_EMBEDDED: Final = "embedded:"


@contextmanager
def engine_at(url: str, *, create: bool = False, stale_ok: bool = False) -> Iterator[Engine]:
    """The engine at an address, for the length of a block."""
    engine = open_engine(url, fingerprint=kashf_analyzer().fingerprint, create=create, stale_ok=stale_ok)
    try:
        yield engine
    finally:
        engine.close()


def journal_path(url: str) -> Path:
    """Where the journal of an index is: in the index's own folder."""
    if not url.startswith(_EMBEDDED):
        raise EngineUnavailableError(f"{url}: no place for its journal; use an engine of the form {_EMBEDDED}PATH")
    return Path(url.removeprefix(_EMBEDDED)).expanduser() / "journal.sqlite"


def make_searcher(engine: Engine) -> Searcher:
    """Asks an index, with the gazetteer's labels."""
    return Searcher(engine, kashf_analyzer(), known_entity)


def known_entity(id_: str) -> KnownEntity | None:
    """What the gazetteer knows of an id."""
    known = default_extractor().known(id_)
    if known is None:
        return None
    return KnownEntity(
        kind=known.kind,
        id=known.id,
        label=Label(known.label.ar, known.label.en),
        path=known.path,
        type=known.type,
        country=known.country,
        lat=known.lat,
        lon=known.lon,
    )
