"""`kashf analyze`: what the analyzer makes of a text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from analyzers import LEVELS, Refusal, kashf_analyzer
from cli.options import json_option
from cli.output import print_json, say
from indexer.encoding import EncodingError, decode
from indexer.values import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analyzers import Explanation, KashfAnalyzer, Step, Token


@click.command()
@click.argument("texts", metavar="[TEXT]...", nargs=-1)
@click.option("--explain", is_flag=True, help="Also say which rule cut what, and why not more.")
@json_option
def analyze(texts: tuple[str, ...], *, explain: bool, as_json: bool) -> None:
    """Show how text becomes terms. Without TEXT, or with -, standard input, a line at a time.

    \b
    Example:
      kashf analyze 'والقصف على القاعدة الجوية' --explain
    """
    analyzer = kashf_analyzer()
    for text in _lines(texts or (STANDARD_INPUT,)):
        tokens = analyzer.tokens(text)
        whys = [_why(analyzer, text, token) if explain or token.forms.stem is None else None for token in tokens]
        if as_json:
            wire = [_wire(token, why, explain=explain) for token, why in zip(tokens, whys, strict=True)]
            print_json({"text": text, "tokens": wire})
        else:
            _show(text, tokens, whys if explain else [None] * len(tokens))


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


def _why(analyzer: KashfAnalyzer, text: str, token: Token) -> Explanation:
    return analyzer.explain(text[token.start : token.end])


def _wire(token: Token, why: Explanation | None, *, explain: bool) -> dict[str, object]:
    """A stop word is shown with the stem and root that it would have; `stop` says that they are no terms."""
    wire: dict[str, object] = {"start": token.start, "end": token.end, "position": token.position}
    forms = why.forms if why else token.forms
    wire.update((level, forms.at(level)) for level in LEVELS)
    wire["stop"] = why is not None and why.stop
    if explain and why:
        wire["why"] = [_wire_outcome(outcome) for outcome in why.trace]
    return wire


def _wire_outcome(outcome: Step | Refusal) -> dict[str, str]:
    if isinstance(outcome, Refusal):
        turned = {"word": outcome.word, "refused": outcome.reason.name.lower(), "evidence": outcome.evidence}
    else:
        turned = {"result": outcome.result}
    return {"rule": outcome.rule, "affix": outcome.affix, **turned, "text": str(outcome)}


def _show(text: str, tokens: Sequence[Token], whys: Sequence[Explanation | None]) -> None:
    say(text)
    for token, why in zip(tokens, whys, strict=True):
        forms = "  ".join(f"{level} {token.forms.at(level) or '-'}" for level in LEVELS)
        say(f"  {token.start}-{token.end}  {forms}")
        for line in _reasons(why) if why else ():
            say(f"      {line}")


def _reasons(why: Explanation) -> list[str]:
    if why.stop:
        return ["a stop word: it has no stem and no root"]
    return [str(outcome) for outcome in why.trace] or ["nothing of it looks like an affix"]
