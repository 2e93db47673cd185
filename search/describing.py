"""A query in words, in both languages of the product: how it was understood, for people who never saw its signs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engines.base import NONE, Label
from search.query import QueryGroup, QueryPart, ValuePart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.query import Node, ParsedQuery, ValueField

MAX_ALTERNATIVES: Final = 3
"""Of a word, that are told."""


@dataclass(frozen=True, slots=True)
class _Words:
    """One language. `{}` stands for what is said of, `{n}` for a number."""

    everything: str
    quoted: str
    both: str
    either: str
    without: str
    exact: str
    phrase: str
    name: str
    prefix: str
    edits: str
    near: str
    in_title: str
    alternatives: str
    listed: str
    more: str
    fields: Mapping[ValueField, str]
    none: str
    from_day: str
    to_day: str


_ENGLISH: Final = _Words(
    everything="all reports",
    quoted="“{}”",
    both=" and ",
    either=" or ",
    without="without {}",
    exact="{} as written",
    phrase="the phrase {}",
    name="the name {}",
    prefix="words that begin with {}",
    edits="words spelt like {}",
    near="{} within {n} words of each other",
    in_title="{} in the title",
    alternatives="{} (or {n})",
    listed=", ",
    more="{} …",
    fields={"actor": "actor {}", "location": "place {}", "source": "source {}", "date": "date {}"},
    none="none",
    from_day="from {}",
    to_day="to {}",
)

_ARABIC: Final = _Words(
    everything="كل التقارير",
    quoted="«{}»",
    both=" و",
    either=" أو ",
    without="دون {}",
    exact="{} كما هي مكتوبة",
    phrase="العبارة {}",
    name="الاسم {}",
    prefix="كلمات تبدأ بـ {}",
    edits="كلمات تشبه {}",
    near="{} بينها {n} كلمات على الأكثر",
    in_title="{} في العنوان",
    alternatives="{} (أو {n})",
    listed="، ",
    more="{} …",
    fields={"actor": "الفاعل {}", "location": "المكان {}", "source": "المصدر {}", "date": "التاريخ {}"},
    none="بلا",
    from_day="من {}",
    to_day="إلى {}",
)


def describe_query(parsed: ParsedQuery) -> Label:
    """The query in Arabic and English."""
    return Label(_Teller(_ARABIC).query(parsed.nodes), _Teller(_ENGLISH).query(parsed.nodes))


@dataclass(frozen=True, slots=True)
class _Teller:
    words: _Words

    def query(self, nodes: Sequence[Node]) -> str:
        if not nodes:
            return self.words.everything
        told = self._all(nodes)
        return f"{self.words.everything} {told}" if all(node.excluded for node in nodes) else told

    def _all(self, nodes: Sequence[Node]) -> str:
        wanted = self.words.both.join(self._node(node) for node in nodes if not node.excluded)
        unwanted = [self.words.without.format(self._node(replace(node, excluded=False))) for node in nodes if node.excluded]
        return self.words.listed.join([wanted, *unwanted] if wanted else unwanted)

    def _node(self, node: Node) -> str:
        if node.excluded:
            return self.words.without.format(self._node(replace(node, excluded=False)))
        if isinstance(node, QueryGroup):
            if node.kind == "all":
                return f"({self._all(node.members)})"
            return f"({self.words.either.join(self._node(member) for member in node.members)})"
        return self._value(node) if isinstance(node, ValuePart) else self._part(node)

    def _value(self, part: ValuePart) -> str:
        if part.values == (NONE,):
            told = self.words.none
        elif part.field == "date" and not part.values:
            first = self.words.from_day.format(part.start) if part.start else ""
            last = self.words.to_day.format(part.end) if part.end else ""
            told = f"{first} {last}".strip()
        else:
            told = self._quoted(part.values[0] if part.field == "date" else part.text)
        return self.words.fields[part.field].format(told)

    def _part(self, part: QueryPart) -> str:
        words = self.words
        told = self._quoted(" ".join(part.texts))
        if part.near:
            told = words.near.format(words.listed.join(map(self._quoted, part.texts)), n=part.near)
        elif part.kind == "phrase":
            told = words.phrase.format(told)
        elif part.kind == "name":
            told = words.name.format(told)
        elif part.prefix:
            told = words.prefix.format(told)
        elif part.edits:
            told = words.edits.format(told)
        if part.exact:
            told = words.exact.format(told)
        if part.in_title:
            told = words.in_title.format(told)
        return self._with_alternatives(told, part)

    def _with_alternatives(self, told: str, part: QueryPart) -> str:
        if not part.alternatives:
            return told
        itself = self._quoted(" ".join(part.texts))
        labels = [label for label in dict.fromkeys(self._quoted(each.label) for each in part.alternatives) if label != itself]
        if not labels:  # a value of a facet that is called so
            return told
        listed = self.words.listed.join(labels[:MAX_ALTERNATIVES])
        if len(labels) > MAX_ALTERNATIVES:
            listed = self.words.more.format(listed)
        return self.words.alternatives.format(told, n=listed)

    def _quoted(self, text: str) -> str:
        return self.words.quoted.format(text)
