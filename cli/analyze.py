"""`kashf analyze`: what the analyzer makes of a text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from analyzers import kashf_analyzer
from analyzers.analysis import LEVELS
from cli.options import json_option
from cli.output import print_json
from indexer.encoding import EncodingError, decode
from indexer.values import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analyzers.analysis import Token


@click.command()
@click.argument("texts", metavar="[TEXT]...", nargs=-1)
@json_option
def analyze(texts: tuple[str, ...], *, as_json: bool) -> None:
    """Show how text becomes terms. Without TEXT, or with -, standard input, a line at a time.

    \b
    Example:
      kashf analyze 'والقصف على القاعدة الجوية'
    """
    analyzer = kashf_analyzer()
    for text in _lines(texts or (STANDARD_INPUT,)):
        tokens = analyzer.tokens(text)
        if as_json:
            print_json({"text": text, "tokens": [_token(token) for token in tokens]})
        else:
            _show(text, tokens)


def _lines(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if text != STANDARD_INPUT:
            yield text
            continue
        for number, line in enumerate(sys.stdin.buffer, start=1):
            try:
                yield decode(line).rstrip("\n")
            except EncodingError as error:
                raise click.UsageError(f"standard input, line {number}: {error}; {error.next}") from error


def _token(token: Token) -> dict[str, object]:
    wire: dict[str, object] = {"start": token.start, "end": token.end, "position": token.position}
    wire.update((level, token.forms.at(level)) for level in LEVELS)
    return wire


def _show(text: str, tokens: Sequence[Token]) -> None:
    click.echo(text)
    for token in tokens:
        forms = "  ".join(f"{level} {token.forms.at(level) or '-'}" for level in LEVELS)
        click.echo(f"  {token.start}-{token.end}  {forms}")
