"""The words that mean something to the query language (`data/query_words.tsv`), folded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from analyzers import fold
from analyzers.arabic import letters as ar

if TYPE_CHECKING:
    from collections.abc import Mapping

_ARTICLE: Final = ar.ALEF + ar.LAM


@dataclass(frozen=True, slots=True)
class QueryWords:
    """`fields`: folded word → the field that it names; `either`: what parts the sides of a bracket; `none`: no value at all."""

    fields: Mapping[str, str]
    either: frozenset[str]
    none: frozenset[str]


@cache
def query_words() -> QueryWords:
    """The words as shipped."""
    fields: dict[str, str] = {}
    others: dict[str, set[str]] = {"or": set(), "none": set()}
    text = (resources.files("search") / "data" / "query_words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        meaning, _, word = line.partition("\t")
        form = fold(word)
        if meaning in others:
            others[meaning].add(form)
        else:
            fields[form] = meaning
            if not form.isascii():
                fields[_ARTICLE + form] = meaning
    return QueryWords(fields, frozenset(others["or"]), frozenset(others["none"]))
