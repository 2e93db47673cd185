"""The journal's table of names that sources state and no gazetteer has: what a user's own gazetteer may want to hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS unresolved (
    kind TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, name, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS unresolved_id ON unresolved (id);
"""

_KEPT: Final = "FROM unresolved WHERE id NOT IN (SELECT id FROM documents WHERE stage = 'deleted')"
_FIRST: Final = f"SELECT kind, name, count(*) AS named {_KEPT} GROUP BY kind, name ORDER BY named DESC, kind, name LIMIT ?"


@dataclass(frozen=True, slots=True)
class UnresolvedName:
    """A name as sources have it, and how many documents it is stated of."""

    kind: str
    name: str
    documents: int


@dataclass(frozen=True, slots=True)
class Unresolved:
    """How many names there are, and the most frequent ones."""

    count: int = 0
    first: tuple[UnresolvedName, ...] = ()


NONE_UNRESOLVED: Final = Unresolved()

ALL_NAMES: Final = -1
"""For `summary`: however many there are."""


def together(parts: Iterable[Unresolved], most: int) -> Unresolved:
    """The names of several journals, each of which gave all of its own: how many, and the `most` frequent."""
    named: Counter[tuple[str, str]] = Counter()
    for part in parts:
        named.update({(name.kind, name.name): name.documents for name in part.first})
    first = sorted(named.items(), key=lambda item: (-item[1], item[0]))[:most]
    return Unresolved(len(named), tuple(UnresolvedName(*name, documents) for name, documents in first))


class UnresolvedTable:
    """Names that no gazetteer has, within the journal's transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def keep(self, named: Iterable[tuple[str, str]]) -> None:
        """Keep the names of documents as they now are: ids with what the metadata says (`indexer.pipeline.UNRESOLVED`)."""
        kept = list(named)
        self.forget(id_ for id_, _ in kept)
        rows = [(kind, name, id_) for id_, lines in kept for kind, _, name in (line.partition(": ") for line in lines.splitlines())]
        self._db.executemany("INSERT OR IGNORE INTO unresolved VALUES (?, ?, ?)", rows)

    def knows(self, id_: str) -> bool:
        """Whether the journal has a document of this id."""
        return (
            self._db.execute("SELECT 1 FROM documents WHERE id = ? AND stage <> 'leaving' LIMIT 1", (id_,)).fetchone() is not None
        )

    def forget(self, ids: Iterable[str]) -> None:
        """Documents left the index."""
        self._db.executemany("DELETE FROM unresolved WHERE id = ?", [(id_,) for id_ in ids])

    def clear(self) -> None:
        """Forget all: the index is built anew."""
        self._db.execute("DELETE FROM unresolved")

    def summary(self, most: int) -> Unresolved:
        """How many names there are, and the `most` frequent."""
        count = self._db.execute(f"SELECT count(*) FROM (SELECT DISTINCT kind, name {_KEPT})").fetchone()[0]  # noqa: S608  # literals of this file
        return Unresolved(int(count), tuple(UnresolvedName(*row) for row in self._db.execute(_FIRST, (most,))))
