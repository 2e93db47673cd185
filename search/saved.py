"""Saved searches, and which documents each has found when: one SQLite file (WAL) beside the journal of the index.

A search is kept whole: words, facets, what is excluded, dates, level, order. For each document that it finds the moment is kept at
which that was first seen, and whether `kashf alerts run` has told of it. So a document that is indexed again is not new again, and
one that was deleted is only left out. Everything is bounded: names, searches, documents that are followed.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from search.saved_requests import read_saved, write_saved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from search.values import SearchRequest

FILE_NAME: Final = "saved.sqlite"
"""Of the file, beside the journal."""

MAX_SEARCHES: Final = 500
MAX_NAME_LENGTH: Final = 200
"""Code points."""

MAX_KEPT: Final = 200_000
"""Documents that are remembered of one search, those that it finds no more among them."""

BUSY_SECONDS: Final = 10.0

_VERSION: Final = 1
_SCHEMA: Final = f"""
CREATE TABLE searches (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, request TEXT NOT NULL, created TEXT NOT NULL, checked TEXT NOT NULL,
    generation TEXT NOT NULL
);
CREATE TABLE found (
    search INTEGER NOT NULL REFERENCES searches ON DELETE CASCADE, document TEXT NOT NULL, seen TEXT NOT NULL,
    place INTEGER NOT NULL, told INTEGER NOT NULL, PRIMARY KEY (search, document)
) WITHOUT ROWID;
CREATE INDEX found_newest ON found (search, seen DESC, place);
CREATE INDEX found_untold ON found (search) WHERE told = 0;
PRAGMA user_version = {_VERSION};
"""


class SavedSearchError(Exception):
    """What was asked of saved searches can not be done: says why, and what can."""


class UnknownSearchError(SavedSearchError):
    """No search has the name."""


class TakenNameError(SavedSearchError):
    """Another search has the name."""


class SavedFileError(SavedSearchError):
    """The file of saved searches can not be used."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under its name. `checked` is when it was last compared with the index, at `generation`; times are UTC."""

    name: str
    request: SearchRequest
    created: dt.datetime
    checked: dt.datetime
    generation: str
    new: int
    """Documents that were found since the last `kashf alerts run`."""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document of a saved search, and when it was first seen there."""

    id: str
    seen: dt.datetime


class SavedSearches:
    """The saved searches of one index, in a file that is made at the first save. Safe between threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> list[SavedSearch]:
        """Every saved search, by name."""
        return self._select("ORDER BY name")

    def get(self, name: str) -> SavedSearch:
        """One search. Raises UnknownSearchError."""
        found = self._select("WHERE name = ?", clean_name(name))
        if not found:
            raise _unknown(name)
        return found[0]

    def add(self, name: str, request: SearchRequest, documents: Iterable[str], generation: str) -> SavedSearch:
        """Save a search with the documents that it finds now, which are no news.

        Raises SavedSearchError for a name that is taken or none, and where there are too many searches.
        """
        name = clean_name(name)
        now = _now()
        with self._changing() as db:
            (count,) = db.execute("SELECT count(*) FROM searches").fetchone()
            if count >= MAX_SEARCHES:
                raise SavedSearchError(f"there are {MAX_SEARCHES} saved searches, and no more are kept; remove one first")
            if db.execute("SELECT 1 FROM searches WHERE name = ?", (name,)).fetchone():
                raise TakenNameError(f"a saved search is called {name!r} already; remove that one, or choose another name")
            values = (name, write_saved(request), now, now, generation)
            cursor = db.execute("INSERT INTO searches (name, request, created, checked, generation) VALUES (?, ?, ?, ?, ?)", values)
            _keep(db, int(cursor.lastrowid or 0), documents, now, told=True)
        return self.get(name)

    def remove(self, name: str) -> None:
        """Forget a search, also one that this Kashf can not read. Raises UnknownSearchError."""
        with self._changing() as db:
            if not db.execute("DELETE FROM searches WHERE name = ?", (clean_name(name),)).rowcount:
                raise _unknown(name)

    def note(self, name: str, documents: Iterable[str], generation: str) -> None:
        """Keep what a search finds now; documents that it had not found before are news, seen now."""
        now = _now()
        with self._changing() as db:
            row = db.execute("SELECT number FROM searches WHERE name = ?", (clean_name(name),)).fetchone()
            if row is None:
                return  # removed meanwhile
            _keep(db, row[0], documents, now, told=False)
            db.execute("UPDATE searches SET checked = ?, generation = ? WHERE number = ?", (now, generation, row[0]))

    def untold(self, name: str) -> list[FoundDocument]:
        """The news of a search, latest first."""
        return self._found(name, -1, untold=True)

    def newest(self, name: str, limit: int) -> list[FoundDocument]:
        """The documents of a search that were seen last."""
        return self._found(name, limit, untold=False)

    def tell(self, name: str, documents: Iterable[FoundDocument]) -> None:
        """These are no news any more."""
        with self._changing() as db:
            db.executemany(
                "UPDATE found SET told = 1 WHERE document = ? AND search = (SELECT number FROM searches WHERE name = ?)",
                [(document.id, clean_name(name)) for document in documents],
            )

    def _select(self, condition: str, *values: object) -> list[SavedSearch]:
        sql = (
            "SELECT name, request, created, checked, generation,"
            " (SELECT count(*) FROM found WHERE search = number AND told = 0) FROM searches "
        )
        with self._reading() as db:
            rows = db.execute(sql + condition, values).fetchall() if db else []
        return [
            SavedSearch(name, _request(name, request), _moment(created), _moment(checked), generation, new)
            for name, request, created, checked, generation, new in rows
        ]

    def _found(self, name: str, limit: int, *, untold: bool) -> list[FoundDocument]:
        sql = (
            "SELECT document, seen FROM found WHERE search = (SELECT number FROM searches WHERE name = ?) AND told <= ?"
            " ORDER BY seen DESC, place, document LIMIT ?"
        )
        with self._reading() as db:
            rows = db.execute(sql, (clean_name(name), 0 if untold else 1, limit)).fetchall() if db else []
        return [FoundDocument(document, _moment(seen)) for document, seen in rows]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection, or None where nothing was ever saved."""
        if not self._path.exists():
            yield None
            return
        with self._connected() as db:
            yield db

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A connection within one transaction, kept when the block ends well."""
        with self._connected() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                _prepare(db)
                yield db
            finally:
                db.close()
        except (sqlite3.Error, OSError, UnicodeEncodeError) as error:
            raise SavedFileError(
                f"saved searches in {self._path} can not be used: {error}; see that the file can be written, or move it away"
            ) from error


def clean_name(name: str) -> str:
    """A name on one line, its spaces single. Raises SavedSearchError for one that is empty, too long or not printable.

    >>> clean_name("  غارات   بابل ")
    'غارات بابل'
    """
    cleaned = unicodedata.normalize("NFC", " ".join(name.split()))
    if not cleaned or len(cleaned) > MAX_NAME_LENGTH:
        raise SavedSearchError(f"a saved search has a name of 1 to {MAX_NAME_LENGTH} characters; this one has {len(cleaned)}")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in cleaned):
        raise SavedSearchError(f"the name {cleaned!r} has characters that are no text; write it without them")
    return cleaned


def _unknown(name: str) -> UnknownSearchError:
    return UnknownSearchError(f"no saved search is called {name!r}; kashf alerts list shows those that there are")


def _request(name: str, saved: str) -> SearchRequest:
    try:
        return read_saved(saved)
    except ValueError as error:
        raise SavedSearchError(f"the saved search {name!r} can not be read: {error}; kashf alerts remove forgets it") from error


def _keep(db: sqlite3.Connection, search: int, documents: Iterable[str], now: str, *, told: bool) -> None:
    """Add what is not known. Beyond the bound, what was seen first and is found no more is forgotten."""
    db.execute("CREATE TEMP TABLE present (document TEXT PRIMARY KEY) WITHOUT ROWID")
    rows = ((place, document) for place, document in enumerate(documents))
    for place, document in rows:
        db.execute("INSERT OR IGNORE INTO present VALUES (?)", (document,))
        db.execute("INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?, ?)", (search, document, now, place, told))
    (kept,) = db.execute("SELECT count(*) FROM found WHERE search = ?", (search,)).fetchone()
    db.execute(
        "DELETE FROM found WHERE search = ?1 AND document IN (SELECT document FROM found WHERE search = ?1 AND document NOT IN"
        " (SELECT document FROM present) ORDER BY seen, document LIMIT ?2)",
        (search, max(0, kept - MAX_KEPT)),
    )
    db.execute("DROP TABLE present")


def _prepare(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == 0:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN IMMEDIATE")  # another process may be making it just now
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            version = _VERSION
        db.execute("COMMIT")
    if version != _VERSION:
        raise sqlite3.DatabaseError(f"written by another Kashf (version {version} of the file, this one reads {_VERSION})")


def _now() -> str:
    # What came within a second of the search itself has to stand before what was there already.
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
