"""indexer.reindexing: the same documents, made anew, without the sources."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from analyzers import kashf_analyzer
from engines import IndexMismatchError, open_engine
from extraction.values import Actor, Extraction, Label, Mention
from indexer.journal import empty_journal, journal_at
from indexer.pipeline import Pipeline
from indexer.reindexing import reindex
from indexer.values import IndexingError
from indexer.working import workers

if TYPE_CHECKING:
    from pathlib import Path

    from engines.base import Document
    from tests.indexer.conftest import Index


class Finder:
    """An extractor whose gazetteer has learned a name."""

    def extract(self, _title: str, text: str, **_options: object) -> Extraction:
        mention = Mention(0, 3, text[:3])
        return Extraction((Actor("grp:new", "armed_group", Label("جديد", "New"), ("grp:new",), (mention,)),), (), ())


class Refusing:
    def extract(self, _title: str, text: str, **_options: object) -> Extraction:
        raise ValueError(text)


def with_extractor(extractor: Finder | Refusing) -> Pipeline:
    return Pipeline(kashf_analyzer(), extractor)


@pytest.fixture
def filled(index: Index, reports: Path) -> Index:
    fields = {"text": "نص", "date": "2024-01-20", "actors": ["س"], "dates": ["2023"], "desk": "north"}
    (reports / "a.jsonl").write_text(json.dumps(fields), "utf-8")
    (reports / "b.txt").write_text("عنوان\n\nنص آخر", "utf-8")
    index.run(reports)
    return index


def rebuild(index: Index, extractor: Finder | Refusing, *, stop: bool = False) -> int:
    with (
        closing(index.open()) as engine,
        workers(1, lambda: with_extractor(extractor)) as working,
        journal_at(index.journal_path) as journal,
    ):
        return reindex(engine, working, [journal], should_stop=lambda: stop).documents


def test_documents_are_extracted_anew_and_lose_nothing(filled: Index, reports: Path) -> None:
    before = filled.documents()
    assert rebuild(filled, Finder()) == 2
    after = filled.documents()
    assert after.keys() == before.keys()
    for id_, document in after.items():
        assert [entity.id for entity in document.entities] == ["grp:new"]
        assert _bare(document) == _bare(before[id_])
    assert filled.run(reports).unchanged == 2


def test_the_explicit_dates_of_the_source_are_kept(filled: Index) -> None:
    rebuild(filled, Finder())
    rebuild(filled, Finder())
    (document,) = (document for document in filled.documents().values() if document.event_dates)
    assert document.event_dates[0].start == dt.date(2023, 1, 1)
    assert document.metadata == {"actors": "س", "dates": "2023", "desk": "north"}


@pytest.mark.parametrize(("extractor", "stop", "message"), [(Refusing(), False, "ValueError"), (Finder(), True, "interrupted")])
def test_a_rebuild_that_fails_leaves_the_index_as_it_was(
    filled: Index,
    extractor: Finder | Refusing,
    stop: bool,
    message: str,  # a parameter of the test
) -> None:
    before = filled.documents()
    with pytest.raises(IndexingError, match=message):
        rebuild(filled, extractor, stop=stop)
    assert filled.documents() == before


def test_an_index_of_another_analyzer_is_mended(filled: Index) -> None:
    url = f"embedded:{filled.folder}"
    with pytest.raises(IndexMismatchError):
        open_engine(url, fingerprint="another")
    stale = open_engine(url, fingerprint="another", stale_ok=True)
    with closing(stale) as engine, workers(1, lambda: with_extractor(Finder())) as working, closing(empty_journal()) as journal:
        reindex(engine, working, [journal])
    with closing(open_engine(url, fingerprint="another")) as engine:
        assert engine.info().documents == 2


def _bare(document: Document) -> tuple[object, ...]:
    return document.title, document.text, document.report_date, document.metadata
