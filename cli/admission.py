"""Who is let in to the web application: the options of `kashf serve` that say so."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from cli.exits import WrongUsage
from webapp.access.guard import Access
from webapp.access.passwords import PasswordError, read_password
from webapp.access.proxies import Proxies, read_network

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def _as_header(_ctx: click.Context, _option: click.Parameter, value: str) -> str:
    if value and not _HEADER.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no name of a header; write X-Forwarded-User")
    return value


def _as_proxies(_ctx: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> Proxies:
    try:
        return Proxies(tuple(map(read_network, values)))
    except ValueError as error:
        raise click.BadParameter(f"{error}; write 127.0.0.1 or 10.1.0.0/16") from error


def admission_options(command: F) -> F:
    """`--password-file`, `--auth-header`, `--trusted-proxy`, `--no-auth`; see `access_of`."""
    options = (
        click.option(
            "--password-file",
            type=click.Path(path_type=Path, dir_okay=False),
            envvar="KASHF_PASSWORD_FILE",
            show_envvar=True,
            help="Ask for a password, whose hash this file holds; kashf password FILE makes it.",
        ),
        click.option(
            "--auth-header",
            "user_header",
            default="",
            metavar="NAME",
            callback=_as_header,
            envvar="KASHF_AUTH_HEADER",
            show_envvar=True,
            help="The header in which a reverse proxy says who asks, such as X-Forwarded-User.",
        ),
        click.option(
            "--trusted-proxy",
            "proxies",
            multiple=True,
            metavar="ADDRESS",
            callback=_as_proxies,
            envvar="KASHF_TRUSTED_PROXY",
            show_envvar=True,
            help="A proxy to believe, by address or network (repeatable): who asks, from where, and whether over TLS.",
        ),
        click.option("--no-auth", is_flag=True, help="Let in whoever reaches the server, also from other machines."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def access_of(address: str, *, password_file: Path | None, user_header: str, proxies: Proxies, no_auth: bool) -> Access:
    """From the options to who is let in, on the `address` that is listened on."""
    if sum((password_file is not None, bool(user_header), no_auth)) > 1:
        raise click.UsageError("--password-file, --auth-header and --no-auth exclude each other.")
    if user_header and not proxies.trusted:
        raise click.UsageError("--auth-header goes with --trusted-proxy: anybody else can send that header too.")
    if password_file is not None:
        try:
            return Access(read_password(password_file), proxies=proxies)
        except PasswordError as error:
            raise WrongUsage(str(error)) from error
    if not user_header and not no_auth and not ipaddress.ip_address(address).is_loopback:
        raise WrongUsage(
            f"{address} is reached from other machines, and everybody there could read the collection; "
            "set a password (--password-file), ask through a proxy (--auth-header), or say --no-auth"
        )
    return Access(user_header=user_header, proxies=proxies)
