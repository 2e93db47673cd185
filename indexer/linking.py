"""Links documents that are nearly the same: each knows the first of its kind, by which results can be folded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.pipeline import with_head
from indexer.similarity import are_alike, bands, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engines.base import IndexedDocument
    from indexer.journal_similar import SimilarTable
    from indexer.working import Analysed


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    bins: tuple[int, ...]
    head: str


class Linker:
    """Links the documents of one run, in order, to those that the journal knows."""

    def __init__(self, table: SimilarTable) -> None:
        self._table = table

    def link(self, analysed: Sequence[Analysed]) -> list[IndexedDocument]:
        """The documents, with the id of the first of their kind where that is another."""
        keys = {key for one in analysed for key in bands(one.bins)}
        known: dict[int, list[_Known]] = {}
        for key, id_, packed, head in self._table.candidates(keys):
            known.setdefault(key, []).append(_Known(id_, unpack(packed), head))
        linked: list[IndexedDocument] = []
        rows: list[tuple[str, bytes, str]] = []
        for one in analysed:
            document = one.indexed.document
            head = _head(one, known)
            rows.append((document.id, pack(one.bins), head))
            if head == document.id:
                for key in bands(one.bins):
                    known.setdefault(key, []).append(_Known(head, one.bins, head))
                linked.append(one.indexed)
            else:
                linked.append(replace(one.indexed, document=with_head(document, head)))
        self._table.replace(rows)
        return linked


def _head(one: Analysed, known: dict[int, list[_Known]]) -> str:
    """The name of the kind, which is the id of its first document: this one's, where it is that or no other is alike."""
    id_ = one.indexed.document.id
    found = _alike(one, known)
    if any(other.head == id_ for other in found):
        return id_
    return found[0].head if found else id_


def _alike(one: Analysed, known: dict[int, list[_Known]]) -> list[_Known]:
    candidates: Iterable[_Known] = (other for key in bands(one.bins) for other in known.get(key, ()))
    own = one.indexed.document.id
    return [other for other in candidates if other.id != own and are_alike(one.bins, other.bins)]
