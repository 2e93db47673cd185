"""Signing in and out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from webapp.access.forms import local_path
from webapp.access.guard import current_guard

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

access = Blueprint("access", __name__)


@access.get("/<any(ar, en):language>/login")
def login() -> Response:
    """The form to sign in by."""
    return _form(request.args.get("next", ""))


@access.post("/<any(ar, en):language>/login")
def sign_in() -> Response:
    """Begin a session, and go on to the page that was asked for."""
    _require_password()
    wanted = request.form.get("next", "")
    tried = current_guard().sign_in(request.form.get("password", ""))
    if tried is None:
        return redirect(local_path(wanted) or url_for("pages.root"), 303)
    if tried:
        seconds = math.ceil(tried)
        text = ngettext(
            "Too many wrong passwords. Try again in %(num)s second.",
            "Too many wrong passwords. Try again in %(num)s seconds.",
            seconds,
        )
        response = _form(wanted, text, 429)
        response.headers["Retry-After"] = str(seconds)
        return response
    return _form(wanted, gettext("This is not the password."), 403)


@access.post("/<any(ar, en):language>/logout")
def logout() -> Response:
    """End the session."""
    _require_password()
    current_guard().sign_out()
    return redirect(url_for("access.login"), 303)


def _form(wanted: str, problem: str = "", status: int = 200) -> Response:
    _require_password()
    return make_response(render_template("login.html", wanted=local_path(wanted) or "", problem=problem), status)


def _require_password() -> None:
    """Without a password there is nothing to sign in to."""
    if current_guard().access.password is None:
        abort(404)
