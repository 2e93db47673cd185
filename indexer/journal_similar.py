"""The journal's tables of what documents are like: their bins, their bands, and the first document of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

SCHEMA: Final = """
CREATE TABLE similar (id TEXT PRIMARY KEY, bins BLOB NOT NULL, head TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX similar_head ON similar (head) WHERE head <> id;
CREATE TABLE bands (key INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE INDEX bands_id ON bands (id);
"""

CANDIDATES: Final = """
SELECT b.key, s.id, s.bins, s.head FROM bands b JOIN similar s ON s.id = b.id WHERE b.key IN ({}) ORDER BY s.head <> s.id, s.id
"""

MOST_KEYS: Final = 500
"""In one question: SQLite's oldest limit of variables is 999."""


class SimilarTable:
    """What documents are like, within the journal's transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def candidates(self, keys: Iterable[int]) -> Iterator[tuple[int, str, bytes, str]]:
        """Key, id, bins and head of each document in one of the bands; the first of a kind come first."""
        wanted = sorted(keys)
        for start in range(0, len(wanted), MOST_KEYS):
            part = wanted[start : start + MOST_KEYS]
            marks = ", ".join("?" * len(part))
            yield from self._db.execute(CANDIDATES.format(marks), part)

    def replace(self, rows: Iterable[tuple[str, bytes, str, tuple[int, ...]]]) -> None:
        """Keep (id, bins, head, bands); documents without bins are forgotten."""
        kept = list(rows)
        self.forget(row[0] for row in kept)
        self._db.executemany("INSERT INTO similar VALUES (?, ?, ?)", [row[:3] for row in kept if row[1]])
        self._db.executemany("INSERT INTO bands VALUES (?, ?)", [(key, row[0]) for row in kept for key in row[3]])

    def forget(self, ids: Iterable[str]) -> None:
        """Documents left the index."""
        gone = [(id_,) for id_ in ids]
        self._db.executemany("DELETE FROM bands WHERE id = ?", gone)
        self._db.executemany("DELETE FROM similar WHERE id = ?", gone)

    def count(self) -> int:
        """Documents that are nearly the same as an earlier one."""
        return int(self._db.execute("SELECT count(*) FROM similar WHERE head <> id").fetchone()[0])
