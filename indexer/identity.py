"""Which document a source document is: ids are fixed at first sight, and stay with the path when the content changes.

The rules, in this order, for a document without an id of its own:

1. the same content at the same path: the same document, wherever in the file it now stands;
2. the same content at another path: the same document, with one more path;
3. other content at the same place of the same path: the same document, changed; unless another path, still there, holds
   the old content: then this is a new one;
4. else a new document; its id is the beginning of its content's hash, so that a run that was killed before it could write
   the journal makes the same id again.

Documents with an id of their own are known by it alone; of two contents with one id, the one read last stands.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final, Literal

from indexer.journal_schema import DocumentRow
from indexer.values import STANDARD_INPUT, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from indexer.journal import Journal

ID_LENGTH: Final = 16
_HASHED: Final = tuple(field.name for field in fields(SourceDocument))

Status = Literal["added", "updated", "unchanged", "repeated"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A document seen in a file: its place there (from 0), its content's hash, its own id if it has one."""

    path: str
    ordinal: int
    hash: str
    own_id: str | None


@dataclass(frozen=True, slots=True)
class Admission:
    """Which document it is, and what is to be done: `repeated` is another content under an id that the file already used."""

    id: str
    status: Status


def content_hash(document: SourceDocument) -> str:
    """Of everything but the id and the way in which the date was found: the same content is the same document.

    Where the date stands (field, option, file name) changes nothing that is indexed.
    """
    content = {name: getattr(document, name) for name in _HASHED} | {"id": None, "date_found": ""}
    packed = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(packed.encode()).hexdigest()


class Registrar:
    """Admits the documents of one run to the journal. `run` is its number."""

    def __init__(self, journal: Journal, run: int) -> None:
        self._journal = journal
        self.run: Final = run

    def admit(self, seen: Sighting, surviving: AbstractSet[str] = frozenset()) -> Admission:
        """Say which document was seen, and note it in the journal.

        `surviving` holds the contents that the file still has somewhere, so that a line put in before others does not
        pass for a change of all that follow.
        """
        if seen.own_id is not None:
            return self._admit_own(seen, seen.own_id)
        twins = self._journal.with_hash(seen.hash)
        here = [row for row in twins if row.path == seen.path]
        if here:
            return self._again(here[0], seen)
        before = self._before(seen, surviving)
        if twins:
            self._retire(before)
            return self._join(twins[0].id, seen, known=any(row.known for row in twins))
        if before is not None and not self._held_elsewhere(before):
            return self._note(before.id, seen, known=before.known)
        self._retire(before)
        return self._note(self._new_id(seen.hash), seen, known=False)

    def _before(self, seen: Sighting, surviving: AbstractSet[str]) -> DocumentRow | None:
        """The document that stood at the place and is nowhere else in the file now. Standard input has no places."""
        row = self._journal.at_ordinal(seen.path, seen.ordinal) if seen.path != STANDARD_INPUT else None
        if row is None or row.reading == self.run or row.hash in surviving or row.stage == "leaving":
            return None
        return row

    def _admit_own(self, seen: Sighting, id_: str) -> Admission:
        row = self._journal.at(seen.path, id_)
        if row is not None and row.stage != "leaving":
            if row.hash == seen.hash:
                return self._again(row, seen)
            if row.reading == self.run:
                return Admission(id_, "repeated")
            return self._note(id_, seen, known=row.known)
        others = self._journal.with_id(id_)
        if others and all(other.hash == seen.hash for other in others):
            return self._join(id_, seen, known=any(other.known for other in others))
        # Another content of this run, under the same id, is replaced: an update, though the index has neither yet.
        return self._note(id_, seen, known=any(other.known or other.reading == self.run for other in others))

    def _again(self, row: DocumentRow, seen: Sighting) -> Admission:
        """The same content at the same path."""
        if row.stage == "pending" and row.reading != self.run:  # of a run that did not end
            return self._note(row.id, seen, known=row.known)
        if row.reading != self.run:
            self._journal.save(replace(row, ordinal=seen.ordinal, reading=self.run))
        return Admission(row.id, "unchanged")

    def _join(self, id_: str, seen: Sighting, *, known: bool) -> Admission:
        """The same content at another path: nothing to index, unless it waits since a run that did not end."""
        twins = [row for row in self._journal.with_id(id_) if row.hash == seen.hash]
        settled = [row for row in twins if row.stage != "pending" or row.reading == self.run]
        if not settled:
            return self._note(id_, seen, known=known)
        row = settled[0]
        own = seen.own_id is not None
        self._journal.save(DocumentRow(seen.path, id_, seen.ordinal, seen.hash, own, row.stage, row.known, self.run))
        return Admission(id_, "unchanged")

    def _note(self, id_: str, seen: Sighting, *, known: bool) -> Admission:
        own = seen.own_id is not None
        self._journal.save(DocumentRow(seen.path, id_, seen.ordinal, seen.hash, own, "pending", known, self.run))
        return Admission(id_, "updated" if known else "added")

    def _retire(self, row: DocumentRow | None) -> None:
        """The path no longer holds a document."""
        if row is not None:
            self._journal.save(replace(row, stage="leaving"))

    def _held_elsewhere(self, row: DocumentRow) -> bool:
        """Whether another path, still there, is the document's too: then the id belongs to the content that stayed."""
        others = (other.path for other in self._journal.with_id(row.id) if other.path != row.path)
        return any(path != STANDARD_INPUT and os.path.lexists(path) for path in others)

    def _new_id(self, digest: str) -> str:
        """The beginning of the hash, or of the hash's hash … where an older document with changed content has that id."""
        while self._journal.with_id(digest[:ID_LENGTH]):
            digest = hashlib.sha256(digest.encode()).hexdigest()
        return digest[:ID_LENGTH]
