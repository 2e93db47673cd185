"""Names for ids: from the gazetteer, else from a document that names the id (provisional actors, another user's gazetteer)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engines.base import NONE, Label, MatchAll, Query, ValueFilter
from search.values import KnownEntity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engines.base import Engine, EntityKind, Field

MEMO_SIZE: Final = 20_000
"""Ids of no gazetteer that are remembered."""

NONE_LABELS: Final[Mapping[str, Label]] = {
    "actor": Label("لا جهة", "no actor"),
    "location": Label("لا مكان", "no location"),
    "event": Label("بلا تاريخ", "undated"),
    "report": Label("بلا تاريخ", "undated"),
}
_NO_VALUE = Label("غير مذكور", "not given")


@dataclass(slots=True)
class _Remembered:
    """What documents of one generation of the index say of ids."""

    generation: str
    entities: dict[str, KnownEntity | None]


class Labels:
    """Looks ids up and remembers them; what a commit of the index may change is forgotten with its generation.

    Safe between threads: a look-up works on the memory that it began with.
    """

    def __init__(self, engine: Engine, known: Callable[[str], KnownEntity | None]) -> None:
        self._engine = engine
        self._known = known
        self._remembered = _Remembered("", {})

    def entity(self, kind: EntityKind, value: str) -> KnownEntity | None:
        """What is known of an actor's or a location's id; None for one that nobody knows."""
        return self._entities(kind, [value]).get(value)

    def labels(self, field: Field, values: Sequence[str]) -> dict[str, tuple[Label, KnownEntity | None]]:
        """The labels of a facet's values, and the entities behind them where there are any."""
        entities = self._entities(field, values) if field in ("actor", "location") else {}
        return {value: (_label(field, value, entities.get(value)), entities.get(value)) for value in values}

    def _entities(self, kind: EntityKind, values: Sequence[str]) -> dict[str, KnownEntity | None]:
        found = {value: self._known(value) for value in values if value != NONE}
        unknown = [value for value, entity in found.items() if entity is None]
        if unknown:  # only then is the index asked for its generation, once
            remembered = self._current()
            for value in unknown:
                if value not in remembered.entities:
                    remembered.entities[value] = self._look_up(kind, value)
                found[value] = remembered.entities[value]
        return found

    def _current(self) -> _Remembered:
        generation = self._engine.info().generation
        remembered = self._remembered
        if generation != remembered.generation or len(remembered.entities) >= MEMO_SIZE:
            remembered = self._remembered = _Remembered(generation, {})
        return remembered

    def _look_up(self, kind: EntityKind, value: str) -> KnownEntity | None:
        result = self._engine.search(Query(MatchAll(), filters=(ValueFilter(kind, (value,)),), limit=1))
        for hit in result.hits:
            for entity in hit.document.entities:
                if entity.kind == kind and entity.id == value:
                    return KnownEntity(kind, value, entity.label, entity.path, entity.type, entity.country, entity.lat, entity.lon)
        return None


def _label(field: Field, value: str, entity: KnownEntity | None) -> Label:
    if value == NONE:
        return NONE_LABELS.get(field, _NO_VALUE)
    return entity.label if entity else Label(value, value)
