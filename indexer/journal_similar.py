"""The journal's tables of what documents are like: their bins, their bands, and the first document of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.similarity import bands, unpack

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

SCHEMA: Final = """
CREATE TABLE similar (id TEXT PRIMARY KEY, bins BLOB NOT NULL, head TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX similar_head ON similar (head);
CREATE TABLE bands (key INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE INDEX bands_id ON bands (id);
"""

KEYS_AT_ONCE: Final = 500
"""Below what any SQLite takes in one question."""

MOST_CANDIDATES: Final = 50
"""Of one band. Thousands of bulletins from one form share bands without being alike: more would make linking quadratic."""

_CANDIDATES: Final = "SELECT s.id, s.bins, s.head FROM bands b JOIN similar s ON s.id = b.id WHERE b.key = ? ORDER BY b.id LIMIT ?"


class SimilarTable:
    """What documents are like, within the journal's transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def candidates(self, keys: Iterable[int]) -> Iterator[tuple[int, str, bytes, str]]:
        """Key, id, bins and head of documents in one of the bands."""
        wanted = sorted(keys)
        for start in range(0, len(wanted), KEYS_AT_ONCE):
            yield from self._candidates(wanted[start : start + KEYS_AT_ONCE])

    def _candidates(self, keys: Sequence[int]) -> Iterator[tuple[int, str, bytes, str]]:
        # Nearly no band has been seen before: one question for all tells which.
        marks = ", ".join("?" * len(keys))
        seen = self._db.execute(f"SELECT DISTINCT key FROM bands WHERE key IN ({marks})", keys).fetchall()  # noqa: S608  # marks alone
        for (key,) in sorted(seen):
            for id_, packed, head in self._db.execute(_CANDIDATES, (key, MOST_CANDIDATES)):
                yield key, id_, packed, head

    def replace(self, rows: Iterable[tuple[str, bytes, str]]) -> None:
        """Keep (id, bins, head); documents without bins are forgotten. Only the first of a kind can be found by its bands."""
        kept = list(rows)
        self.forget(row[0] for row in kept)
        self._db.executemany("INSERT INTO similar VALUES (?, ?, ?)", [row for row in kept if row[1]])
        self._show((id_, packed) for id_, packed, head in kept if packed and head == id_)

    def forget(self, ids: Iterable[str]) -> None:
        """Documents left the index. Where one was the first of its kind, another is found in its place, under the same name."""
        gone = list(ids)
        self._db.executemany("DELETE FROM bands WHERE id = ?", [(id_,) for id_ in gone])
        self._db.executemany("DELETE FROM similar WHERE id = ?", [(id_,) for id_ in gone])
        for id_ in gone:
            self._show(self._db.execute("SELECT id, bins FROM similar WHERE head = ? ORDER BY id LIMIT 1", (id_,)).fetchall())

    def _show(self, rows: Iterable[tuple[str, bytes]]) -> None:
        keys = [(key, id_) for id_, packed in rows for key in bands(unpack(packed))]
        self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", keys)

    def count(self) -> int:
        """Documents that are nearly the same as an earlier one."""
        return int(self._db.execute("SELECT count(*) FROM similar WHERE head <> id").fetchone()[0])
