"""What a user says of documents and files where they do not say it themselves."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from indexer.values import DEFAULT_READING

if TYPE_CHECKING:
    from indexer.values import ReadOptions, SourceDocument


@dataclass(frozen=True, slots=True)
class Defaults:
    """For documents without a date or source of their own, and how files are read.

    They win over guesses, and are kept with each file.
    """

    date: dt.date | None = None
    source: str = ""
    reading: ReadOptions = DEFAULT_READING

    def apply(self, document: SourceDocument) -> SourceDocument:
        """The document with what it lacks."""
        if self.date and document.date_found != "field":
            document = replace(document, date=self.date, date_found="option")
        return replace(document, source=self.source) if self.source and not document.source else document

    def over(self, settings: str) -> Defaults:
        """These, completed by those that a file was read with before."""
        kept = json.loads(settings) if settings else {}
        before = dt.date.fromisoformat(kept["date"]) if kept.get("date") else None
        columns = self.reading.columns or tuple(kept.get("columns", {}).items())
        reading = replace(self.reading, encoding=self.reading.encoding or kept.get("encoding", ""), columns=columns)
        return Defaults(self.date or before, self.source or kept.get("source", ""), reading)

    @property
    def settings(self) -> str:
        """As the journal keeps them: what files and their documents depend on."""
        said = {
            "date": self.date.isoformat() if self.date else None,
            "source": self.source,
            "encoding": self.reading.encoding,
            "columns": dict(self.reading.columns),
        }
        kept = {name: value for name, value in said.items() if value}
        return json.dumps(kept, ensure_ascii=False) if kept else ""


NO_DEFAULTS: Final = Defaults()
