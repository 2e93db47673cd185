"""From the command's options to engine, journal, pipeline and searcher."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from analyzers import kashf_analyzer
from cli.main import GAZETTEER
from engines import ElasticSettings, open_engine
from engines.base import Label
from extraction.extractor import default_extractor
from indexer.journal import journal_at
from indexer.pipeline import shipped_pipeline
from indexer.values import JournalError
from search.assisting import assisted_searcher
from search.saved import FILE_NAME
from search.values import KnownEntity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engines.base import Engine
    from extraction.extractor import Extractor
    from indexer.journal import Journal
    from indexer.pipeline import Pipeline
    from indexer.slicing import Slice
    from search.searching import Searcher

DEFAULT_ENGINE: Final = "embedded:./kashf-index"
_EMBEDDED: Final = "embedded:"


CONNECTION: Final = "cli.connection"
"""Where the options of a command keep what they say of the cluster (`click.Context.meta`)."""


@contextmanager
def engine_at(url: str, *, create: bool = False, stale_ok: bool = False, part: Slice | None = None) -> Iterator[Engine]:
    """The engine at an address, for the length of a block; to write a `part` beside those who write the others."""
    settings = connection_settings(part)
    engine = open_engine(url, fingerprint=kashf_analyzer().fingerprint, create=create, stale_ok=stale_ok, settings=settings)
    try:
        yield engine
    finally:
        engine.close()


def connection_settings(part: Slice | None = None) -> ElasticSettings:
    """What the options of the command that runs say of the cluster."""
    kept = click.get_current_context().meta.get(CONNECTION, {})
    if "client_key" in kept and "client_cert" not in kept:
        raise click.UsageError("--client-key goes with --client-cert.")
    return ElasticSettings(**kept, slice=str(part) if part else "")


def journal_path(url: str, part: Slice | None = None) -> Path:
    """Where the journal of an index, or of a slice of the sources, is: in the index's own folder.

    A cluster has none: there it is in a folder of the user's, `$XDG_STATE_HOME/kashf/HASH` (`~/.local/state/kashf/HASH`), HASH
    being that of the address without the login. It knows the files of this machine, and stays with them.
    """
    name = f"journal-{part.number}-of-{part.count}.sqlite" if part else "journal.sqlite"
    if url.startswith(_EMBEDDED):
        return Path(url.removeprefix(_EMBEDDED)).expanduser() / name
    scheme, _, rest = url.partition("://")
    shown = f"{scheme}://{rest.rpartition('@')[2].rstrip('/')}"
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "kashf" / hashlib.sha256(shown.encode()).hexdigest()[:16] / name


def journal_paths(url: str) -> list[Path]:
    """The journals that there are: of the whole, and of the slices that this machine has indexed."""
    return sorted(path for path in journal_path(url).parent.glob("journal*.sqlite") if path.is_file())


def saved_path(url: str) -> Path:
    """Where the saved searches of an index are: beside its journal."""
    return journal_path(url).with_name(FILE_NAME)


def kept_beside(url: str) -> list[Path]:
    """The SQLite files that belong to an index: its journal, those of its slices, and what users keep."""
    return sorted(path for path in journal_path(url).parent.glob("*.sqlite") if path.is_file())


@contextmanager
def journal_of(url: str, part: Slice | None = None) -> Iterator[Journal]:
    """The journal of an index, made where there is none, for the length of a block."""
    path = journal_path(url, part)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalError(f"no journal can be made in {path.parent}: {error}; set XDG_STATE_HOME to a folder of yours") from error
    with journal_at(path) as journal:
        yield journal


def user_gazetteer() -> Path | None:
    """Where the user's own gazetteer is, as the command that runs was told (`--gazetteer`, KASHF_GAZETTEER)."""
    context = click.get_current_context(silent=True)
    return context.meta.get(GAZETTEER) if context is not None else None


def pipeline_maker() -> Callable[[], Pipeline]:
    """Makes the steps of indexing, here or in another process, with the user's gazetteer."""
    return partial(shipped_pipeline, user_gazetteer())


def gazetteer_fingerprint() -> str:
    """Of all that extraction knows, the user's gazetteer included."""
    return default_extractor(user_gazetteer()).fingerprint


def make_searcher(engine: Engine) -> Searcher:
    """Asks an index, with the gazetteer's labels and what helps to ask."""
    return assisted_searcher(engine, kashf_analyzer(), known_entities(), gazetteer_extractor())


def gazetteer_extractor() -> Callable[[], Extractor]:
    """Gives the extractor with the user's gazetteer, loaded once; in any thread."""
    return partial(default_extractor, user_gazetteer())


def known_entities() -> Callable[[str], KnownEntity | None]:
    """Tells what the gazetteer, the user's included, knows of an id; in any thread."""
    return partial(_known_entity, user_gazetteer())


def _known_entity(gazetteer: Path | None, id_: str) -> KnownEntity | None:
    known = default_extractor(gazetteer).known(id_)
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
