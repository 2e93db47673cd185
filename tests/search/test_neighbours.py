"""The reports before and after another by their dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from analyzers import kashf_analyzer
from engines import open_engine
from engines.base import Document
from indexer.pipeline import Pipeline
from search.neighbours import neighbours

if TYPE_CHECKING:
    from pathlib import Path


def test_the_nearest_come_first_and_those_of_one_day_by_id(tmp_path: Path) -> None:
    analyzer = kashf_analyzer()
    pipeline = Pipeline(analyzer, None)
    days = {"a": 1, "b": 3, "c": 3, "d": 3, "e": 4, "f": 9}
    documents = [Document(name, name, "نص", dt.date(2024, 1, day)) for name, day in days.items()]
    undated = Document("u", "u", "نص")
    engine = open_engine(f"embedded:{tmp_path}", fingerprint=analyzer.fingerprint, create=True)
    with engine.writer() as writer:
        writer.put(pipeline.analyze(document) for document in (*documents, undated))
        writer.commit()
    found = {document.id: neighbours(engine, document, 2) for document in documents}
    told = {name: ["".join(other.id for other in side) for side in sides] for name, sides in found.items()}
    assert told == {"a": ["", "bc"], "b": ["a", "cd"], "c": ["ba", "de"], "d": ["cb", "ef"], "e": ["dc", "f"], "f": ["ed", ""]}
    assert neighbours(engine, undated, 2) == ((), ())
    engine.close()
