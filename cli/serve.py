"""`kashf serve`: the web application."""

from __future__ import annotations

import socket

import click

from cli.exits import WrongUsage
from cli.opening import connection_settings, known_entities, user_gazetteer
from cli.options import engine_option
from cli.output import note
from extraction.extractor import default_extractor
from webapp import create_app, serving


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="The port to listen on.")
@engine_option
def serve(host: str, port: int, engine_url: str) -> None:
    """Serve the web application until interrupted.

    \b
    Example:
      kashf serve --port 8080
    """
    _require_free(host, port)
    default_extractor(
        user_gazetteer()
    )  # names actors and places; loaded now, not by the first request, and what is wrong with it ends the command
    app = create_app(engine_url, known=known_entities(), settings=connection_settings())
    note(f"Kashf is at http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl-C ends it)")
    serving.serve(app, host, port)


def _require_free(host: str, port: int) -> None:
    """Say in one line that a port is taken; the server would say it in a traceback."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: TIME_WAIT is no obstacle
            probe.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUsage(f"can not listen on {host}, port {port}: {reason}; choose another with --port or --host") from error
