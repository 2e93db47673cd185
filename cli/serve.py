"""`kashf serve`: the web application."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.admission import access_of, admission_options
from cli.exits import WrongUsage
from cli.opening import connection_settings, gazetteer_extractor, journal_path, known_entities, user_gazetteer
from cli.options import engine_option
from cli.output import note
from cli.uploads import index_into
from extraction.extractor import default_extractor
from webapp import Options, create_app, serving
from webapp.hosts import allowed_hosts, host_name
from webapp.uploads import Uploads

if TYPE_CHECKING:
    from webapp.access.proxies import Proxies


def _as_names(_ctx: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if host_name(value) is None:
            raise click.BadParameter(f"{value!r} is no host; write kashf.example.org, 192.0.2.7 or [2001:db8::7]")
    return values


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="The port to listen on.")
@click.option(
    "--allowed-host",
    "named",
    multiple=True,
    metavar="NAME",
    callback=_as_names,
    envvar="KASHF_ALLOWED_HOST",
    show_envvar=True,
    help="A name by which browsers may ask (repeatable), such as that of a proxy.  [default: those of this machine, or any where "
    "--host lets other machines in]",
)
@admission_options
@click.option("-q", "--quiet", is_flag=True, help="Log no line for each request.")
@click.option("--log-queries", is_flag=True, help="Log also what was asked for: words, filters, documents.")
@click.option("--allow-upload", is_flag=True, help="Let people add reports in the browser.")
@click.option(
    "--upload-folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("kashf-uploads"),
    show_default=True,
    help="Where files that were added so are kept.",
)
@click.option(
    "--upload-limit", type=click.IntRange(1, 1_000), default=50, show_default=True, metavar="MB", help="Megabytes of one upload."
)
@engine_option
def serve(
    host: str,
    port: int,
    named: tuple[str, ...],
    *,
    password_file: Path | None,
    user_header: str,
    proxies: Proxies,
    no_auth: bool,
    quiet: bool,
    log_queries: bool,
    allow_upload: bool,
    upload_folder: Path,
    upload_limit: int,
    engine_url: str,
) -> None:
    """Serve the web application until interrupted.

    Other machines are let in by a password or through a reverse proxy (docs/operating.md).

    \b
    Example:
      kashf serve --port 8080
      kashf serve --host 0.0.0.0 --password-file ~/.config/kashf/password
    """
    options = app_options(
        host=host,
        address=free_address(host, port),
        named=named,
        password_file=password_file,
        user_header=user_header,
        proxies=proxies,
        no_auth=no_auth,
        log_queries=log_queries,
        allow_upload=allow_upload,
        upload_folder=upload_folder,
        upload_limit=upload_limit,
        engine_url=engine_url,
    )
    app = create_app(engine_url, known=known_entities(), settings=connection_settings(), options=options)
    note(f"Kashf is at http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl-C ends it)")
    serving.start_logging(quiet=quiet)
    serving.serve(app, host, port)


def app_options(
    *,
    host: str,
    address: str,
    named: tuple[str, ...],
    password_file: Path | None,
    user_header: str,
    proxies: Proxies,
    no_auth: bool,
    log_queries: bool,
    allow_upload: bool,
    upload_folder: Path,
    upload_limit: int,
    engine_url: str,
) -> Options:
    """What the command's options say of the web application; `address` is that of `host`. The gazetteer is loaded with it."""
    access = access_of(address, password_file=password_file, user_header=user_header, proxies=proxies, no_auth=no_auth)
    uploads = Uploads(upload_folder, upload_limit << 20, index_into(engine_url)) if allow_upload else None
    # Names actors and places: loaded now, not by the first request, and what is wrong with it ends the command.
    default_extractor(user_gazetteer())
    return Options(
        hosts=allowed_hosts(host, address, named),
        access=access,
        log_queries=log_queries,
        uploads=uploads,
        journal=journal_path(engine_url),
        extractor=gazetteer_extractor(),
    )


def free_address(host: str, port: int) -> str:
    """The address of a host. Says in one line that a port is taken; the server would say it in a traceback.

    Port 0: some other that is free, to learn the address alone.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: TIME_WAIT is no obstacle
            probe.bind(address)
            return str(probe.getsockname()[0])
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUsage(f"can not listen on {host}, port {port}: {reason}; choose another with --port or --host") from error
