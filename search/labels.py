"""Names for ids: from the gazetteer, else from a document that names the id (provisional actors, another user's gazetteer)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.base import NONE, Label, MatchAll, Query, ValueFilter
from search.values import KnownEntity

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines.base import Engine, EntityKind, Field

NONE_LABELS = {
    "actor": Label("لا جهة", "no actor"),
    "location": Label("لا مكان", "no location"),
    "event": Label("بلا تاريخ", "undated"),
    "report": Label("بلا تاريخ", "undated"),
}
_NO_VALUE = Label("غير مذكور", "not given")


class Labels:
    """Looks ids up and remembers them; what a commit of the index may change is forgotten with its generation."""

    def __init__(self, engine: Engine, known: Callable[[str], KnownEntity | None]) -> None:
        self._engine = engine
        self._known = known
        self._from_documents: dict[str, KnownEntity | None] = {}
        self._generation = ""

    def entity(self, kind: EntityKind, value: str, *, generation: str) -> KnownEntity | None:
        """What is known of an actor's or a location's id; None for one that nobody knows."""
        if entity := self._known(value):
            return entity
        if generation != self._generation:
            self._from_documents, self._generation = {}, generation
        if value not in self._from_documents:
            self._from_documents[value] = self._look_up(kind, value)
        return self._from_documents[value]

    def label(self, field: Field, value: str, *, generation: str) -> tuple[Label, KnownEntity | None]:
        """The label of a facet's value, and the entity behind it where there is one."""
        if value == NONE:
            return NONE_LABELS.get(field, _NO_VALUE), None
        if field in ("actor", "location"):
            entity = self.entity(field, value, generation=generation)
            return (entity.label, entity) if entity else (Label(value, value), None)
        return Label(value, value), None

    def _look_up(self, kind: EntityKind, value: str) -> KnownEntity | None:
        result = self._engine.search(Query(MatchAll(), filters=(ValueFilter(kind, (value,)),), limit=1))
        for hit in result.hits:
            for entity in hit.document.entities:
                if entity.kind == kind and entity.id == value:
                    return KnownEntity(kind, value, entity.label, entity.path, entity.type, entity.country, entity.lat, entity.lon)
        return None
