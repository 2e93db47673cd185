"""Links documents that are nearly the same: each knows the first of its kind, by which results can be folded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engines import stored
from indexer.pipeline import with_head
from indexer.similarity import are_alike, bands, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engines.base import Prepared
    from indexer.journal_similar import SimilarTable
    from indexer.working import Ready


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    bins: tuple[int, ...]
    head: str


class Linker:
    """Links the documents of one run, in order, to those that the journal knows."""

    def __init__(self, table: SimilarTable) -> None:
        self._table = table

    def link(self, documents: Sequence[Ready]) -> list[Prepared]:
        """The documents, with the id of the first of their kind where that is another."""
        keys = {key for one in documents for key in bands(one.bins)}
        known: dict[int, list[_Known]] = {}
        for key, id_, packed, head in self._table.candidates(keys):
            known.setdefault(key, []).append(_Known(id_, unpack(packed), head))
        linked: list[Prepared] = []
        rows: list[tuple[str, bytes, str]] = []
        for one in documents:
            head = _head(one, known)
            rows.append((one.prepared.id, pack(one.bins), head))
            if head == one.prepared.id:
                for key in bands(one.bins):
                    known.setdefault(key, []).append(_Known(head, one.bins, head))
                linked.append(one.prepared)
            else:
                document = with_head(stored.decode(one.prepared.stored), head)
                linked.append(replace(one.prepared, stored=stored.encode(document)))
        self._table.replace(rows)
        return linked


def _head(one: Ready, known: dict[int, list[_Known]]) -> str:
    """The name of the kind, which is the id of its first document: this one's, where it is that or no other is alike."""
    id_ = one.prepared.id
    found = _alike(one, known)
    if any(other.head == id_ for other in found):
        return id_
    return found[0].head if found else id_


def _alike(one: Ready, known: dict[int, list[_Known]]) -> list[_Known]:
    candidates: Iterable[_Known] = (other for key in bands(one.bins) for other in known.get(key, ()))
    own = one.prepared.id
    return [other for other in candidates if other.id != own and are_alike(one.bins, other.bins)]
