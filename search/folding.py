"""Near-duplicates of a page shown as one: presentation only, totals and pages count documents (docs/decisions)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines.base import Document
    from search.values import AnswerHit

DUPLICATE_OF: Final = "kashf.duplicate_of"
"""The metadata with the id of the first document that this one is nearly the same as (`indexer.linking` puts it there)."""


def kind_of(document: Document) -> str:
    """What near-duplicates have in common: the id of the first of them, which is their name even after that one left."""
    return document.metadata.get(DUPLICATE_OF, document.id)


def fold(hits: Sequence[AnswerHit]) -> list[AnswerHit]:
    """The best hit of each kind, with the others as its `duplicates`; hits of different groups stay apart."""
    kinds: dict[tuple[int, str], list[AnswerHit]] = {}
    for hit in hits:
        kinds.setdefault((hit.group, kind_of(hit.document)), []).append(hit)
    return [replace(best, duplicates=tuple(other.document for other in rest)) for best, *rest in kinds.values()]
