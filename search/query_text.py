"""A query as text again: what a person may edit. Reading it gives the same query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from analyzers import fold
from search.query import QueryGroup, QueryPart, ValuePart
from search.query_words import query_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.query import Node, ParsedQuery

_PLAIN_VALUE: Final = re.compile(r"[\w.:/-]*[\w.]")


def unparse(parsed: ParsedQuery) -> str:
    """The query in its plainest writing. What stands for its words is no part of it.

    Names are written as their words.
    """
    if len(parsed.nodes) == 1:
        (node,) = parsed.nodes
        if isinstance(node, QueryGroup) and node.kind == "any" and not node.excluded:
            return _sides(node.members)
    return _all(parsed.nodes)


def _all(nodes: Iterable[Node]) -> str:
    return " ".join(_node(node) for node in nodes)


def _sides(members: Iterable[Node]) -> str:
    return " | ".join(_side(member) for member in members)


def _side(node: Node) -> str:
    if isinstance(node, QueryGroup) and node.kind == "all" and not node.excluded:
        return _all(node.members)
    return _node(node)


def _node(node: Node) -> str:
    minus = "-" if node.excluded else ""
    if isinstance(node, QueryGroup):
        return f"{minus}({_sides(node.members) if node.kind == 'any' else _all(node.members)})"
    return minus + (_value(node) if isinstance(node, ValuePart) else _part(node))


def _value(part: ValuePart) -> str:
    text = part.text if _PLAIN_VALUE.fullmatch(part.text) else f'"{part.text}"'
    return f"{part.field}:{text}"


def _part(part: QueryPart) -> str:
    ahead = ("title:" if part.in_title else "") + ("=" if part.exact else "")
    words = " ".join(part.texts)
    if part.kind == "phrase":
        return f'{ahead}"{words}"' + (f"~{part.near}" if part.near else "")
    behind = "*" if part.prefix else f"~{part.edits}" if part.edits else ""
    if not behind and fold(words) in query_words().either:
        return f'{ahead}"{words}"'
    return ahead + words + behind
