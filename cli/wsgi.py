"""The web application for a WSGI server other than `kashf serve`: `granian --interface wsgi --factory cli.wsgi:application`.

Options are those of `kashf serve`, as variables (docs/operating.md).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cli.exits import WrongUsage, translated
from cli.main import kashf
from cli.opening import connection_settings, known_entities
from cli.serve import app_options, free_address, serve
from webapp import create_app, serving

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def application() -> WSGIApplication:
    """The application, with its log on standard error. Run it in one process: sessions, and the index in memory, are a process's.

    Ends the process where `kashf serve` would end, with the same message.
    """
    try:
        with (
            kashf.make_context("kashf", ["serve"]) as group,
            serve.make_context("serve", [], parent=group) as context,
            translated(),
        ):
            given = dict(context.params)
            _require_no_user_header(given["user_header"])
            quiet: bool = given.pop("quiet")
            del given["port"]  # of the server that runs this
            options = app_options(address=free_address(given["host"], 0), **given)
            app = create_app(given["engine_url"], known=known_entities(), settings=connection_settings(), options=options)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    serving.start_logging(quiet=quiet)
    serving.switch_threads_soon()
    return app


def _require_no_user_header(name: str) -> None:
    if name:
        raise WrongUsage(
            f"--auth-header {name} is for `kashf serve` alone: other servers take {name.replace('-', '_')}, which anybody may "
            "send, for the same header"
        )
