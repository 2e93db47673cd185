"""The page by which reports are added in the browser. It is there where `kashf serve --allow-upload` says so."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _

from indexer.defaults import Defaults
from indexer.fields import FieldError, read_day
from indexer.readers.registry import READERS
from webapp.uploads import UploadError, Uploads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from werkzeug.wrappers import Response

    from indexer.values import Report

upload = Blueprint("upload", __name__)

_EXTENSION: Final = "kashf-uploads"

REASONS: Final[Mapping[str, str]] = {
    "nothing": _("No file was chosen."),
    "many": _("These are too many files at once; put them into a zip archive."),
    "date": _("A date is written as 2024-01-20."),
    "folder": _("The server can not keep files: its folder is full, or may not be written."),
}


def init_uploads(app: Flask, uploads: Uploads | None) -> None:
    """Take uploads, or none."""
    app.extensions[_EXTENSION] = uploads
    app.jinja_env.globals["has_upload"] = uploads is not None
    if uploads is not None:
        app.config["MAX_CONTENT_LENGTH"] = uploads.largest


@upload.get("/<any(ar, en):language>/upload")
def form() -> Response:
    """The form."""
    return _page(_uploads())


@upload.post("/<any(ar, en):language>/upload")
def take() -> Response:
    """Index what was sent, and say what became of each file."""
    uploads = _uploads()
    try:
        report = uploads.take(request.files.getlist("files"), _defaults())
    except UploadError as error:
        return _page(uploads, problem=str(REASONS[error.reason]), status=400)
    return _page(uploads, report=report)


def _defaults() -> Defaults:
    day = request.form.get("date", "").strip()
    try:
        return Defaults(read_day(day) if day else None, request.form.get("source", "").strip()[:200])
    except FieldError as error:
        raise UploadError("date") from error


def _uploads() -> Uploads:
    uploads: Uploads | None = current_app.extensions[_EXTENSION]
    if uploads is None:
        abort(404)
    return uploads


def _page(uploads: Uploads, report: Report | None = None, problem: str = "", status: int = 200) -> Response:
    shown = render_template(
        "upload.html",
        report=report,
        failed=[(PurePath(failure.path).name, failure.error) for failure in report.failed] if report else [],
        notices=[(PurePath(notice.path).name, notice.text) for notice in report.notices] if report else [],
        problem=problem,
        kinds=sorted(READERS),
        megabytes=uploads.largest >> 20,
        source=request.form.get("source", ""),
        date=request.form.get("date", ""),
    )
    return make_response(shown, status)
