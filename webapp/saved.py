"""The saved searches behind the pages: kept in a file beside the journal of the index, and compared with the index when asked."""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import abort, current_app

from search.alerts import Alerts
from search.saved import SavedFileError, SavedSearchError, SavedSearches, TakenNameError, UnknownSearchError
from webapp.collection import current_collection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

_EXTENSION: Final = "kashf-saved"


def init_saved(app: Flask, path: Path | None) -> None:
    """Keep saved searches in a file; without one there are none."""
    app.extensions[_EXTENSION] = SavedSearches(path) if path else None
    app.jinja_env.globals["has_saved"] = lambda: path is not None


def current_saved() -> SavedSearches:
    """The saved searches of the application; a 404 where it keeps none."""
    saved: SavedSearches | None = current_app.extensions[_EXTENSION]
    if saved is None:
        abort(HTTPStatus.NOT_FOUND, "this server keeps no saved searches")
    return saved


def current_alerts() -> Alerts:
    """The same, to be compared with the index."""
    collection = current_collection()
    return Alerts(collection.searcher, current_saved(), lambda: collection.info().generation)


@contextmanager
def saved_errors() -> Iterator[None]:
    """What can not be done with saved searches becomes an answer that says so."""
    try:
        yield
    except UnknownSearchError as error:
        abort(HTTPStatus.NOT_FOUND, str(error))
    except TakenNameError as error:
        abort(HTTPStatus.CONFLICT, str(error))
    except SavedFileError as error:
        abort(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    except SavedSearchError as error:
        abort(HTTPStatus.BAD_REQUEST, str(error))
