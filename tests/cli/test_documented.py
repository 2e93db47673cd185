"""Commands that README.md, docs, examples in the help, units and containers show are commands that there are."""

from __future__ import annotations

import importlib
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from cli.main import COMMANDS, kashf

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FILES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("**/*.md"), *(ROOT / "docs/operating").glob("*.service")])
CODE = re.compile(r"^(?:    |\t|ExecStart=).*|`[^`\n]+`", re.MULTILINE)
CALLED = re.compile(r"(?:^|[\s`=(/])kashf (?!kashf)(?P<words>[a-z-][^\n`]*)")
END = re.compile(r"\s(?:&&|\|\||[|;·])\s|\s{2,}")
"""Where a command ends, and another or a word on it begins."""


def shown(text: str) -> Iterator[str]:
    """The arguments of each call of kashf in the code of a text."""
    for code in CODE.finditer(text):
        without_comment = re.split(r"\s#", code[0])[0]
        for part in re.split(r"(?=\bkashf [a-z-])", without_comment):
            if called := CALLED.match(part) or CALLED.search(part):
                yield END.split(called["words"])[0]


def known_options(words: list[str]) -> set[str]:
    """The options that a call may have: those of its command, and where that is a group, of the one in it."""
    command: click.Command = getattr(importlib.import_module(f"cli.{words[0]}"), words[0])
    found = [kashf, command]
    if isinstance(command, click.Group) and len(words) > 1 and words[1] in command.commands:
        found.append(command.commands[words[1]])
    options = {name for each in found for parameter in each.params for name in parameter.opts}
    return options | {"--help", "--version"}


def complaints(arguments: str) -> list[str]:
    try:
        words = shlex.split(arguments.replace("…", ""))
    except ValueError:  # a quotation that goes on in the next line
        words = arguments.split()
    named = [word for word in words if not word.startswith("-")]
    if words[0].startswith("-"):
        return []
    if named[0] not in COMMANDS:
        return [f"no command {named[0]}"]
    options = [word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)]
    return [f"no option {option}" for option in options if option not in known_options(named)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_command_that_is_shown_is_there(path: Path) -> None:
    found = {arguments: complaints(arguments) for arguments in shown(path.read_text(encoding="utf-8"))}
    assert {arguments: told for arguments, told in found.items() if told} == {}


def test_the_readme_shows_commands() -> None:
    assert len(list(shown((ROOT / "README.md").read_text(encoding="utf-8")))) > 10


@pytest.mark.parametrize("arguments", ["serch 'قصف'", "index reports/ --prun", "alerts add x --force", "search 'قصف' -o x"])
def test_what_is_wrong_is_seen(arguments: str) -> None:
    assert complaints(arguments)


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml"])
def test_containers_start_what_there_is(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    calls = [json.loads(found) for found in re.findall(r"(?:CMD|command:) (\[\"serve\".*\])", text)]
    assert calls
    assert [told for call in calls for told in complaints(shlex.join(call))] == []
