"""`kashf password`: the file that `kashf serve --password-file` reads."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.exits import WrongUsage
from cli.output import note
from webapp.access.passwords import PasswordError, write_password


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def password(file: Path) -> None:
    """Set the password of the web application: FILE will hold its hash, readable for you alone.

    The password is asked for, or read from standard input where that is no terminal.

    \b
    Example:
      kashf password ~/.config/kashf/password
      kashf serve --host 0.0.0.0 --password-file ~/.config/kashf/password
    """
    if sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    try:
        write_password(file, given)
    except PasswordError as error:
        raise WrongUsage(str(error)) from error
    note(f"{file} holds the password's hash; a server that runs takes it when it is started anew.")
