"""Names that sources state and no gazetteer has: kept by the journal, of what is in the index."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from extraction.values import Extraction
from indexer.journal import empty_journal, journal_at, open_journal
from indexer.journal_unresolved import ALL_NAMES, Unresolved, UnresolvedName, together
from indexer.pipeline import Pipeline, kashf_analyzer
from indexer.reindexing import reindex
from indexer.working import workers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.journal import Journal
    from tests.indexer.conftest import Index


class Knowing:
    """An extractor that knows some names."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def extract(self, _title: str, _text: str, *, actors: Sequence[str] = (), **_options: object) -> Extraction:
        return Extraction((), (), (), unresolved=tuple(("actor", name) for name in actors if name not in self.names))


def knowing(*names: str) -> Pipeline:
    return Pipeline(kashf_analyzer(), Knowing(*names))


def named(id_: str, *lines: str) -> tuple[str, str]:
    return id_, "\n".join(lines)


def summary(journal: Journal, most: int = 9) -> Unresolved:
    with journal.unresolved() as table:
        return table.summary(most)


def test_names_are_counted_by_document_the_most_frequent_first() -> None:
    with closing(empty_journal()) as journal:
        with journal.unresolved() as table:
            table.keep([named("1", "actor: ب", "location: أ: ج"), named("2", "actor: ب"), named("3")])
        assert summary(journal) == Unresolved(2, (UnresolvedName("actor", "ب", 2), UnresolvedName("location", "أ: ج", 1)))
        assert summary(journal, 1) == Unresolved(2, (UnresolvedName("actor", "ب", 2),))


def test_a_document_that_changed_has_its_new_names_alone() -> None:
    with closing(empty_journal()) as journal, journal.unresolved() as table:
        table.keep([named("1", "actor: ب"), named("2", "actor: ب")])
        table.keep([named("1", "actor: ج")])
        table.forget(["2"])
        assert table.summary(9) == Unresolved(1, (UnresolvedName("actor", "ج", 1),))
        table.clear()
        assert table.summary(9) == Unresolved()


def test_the_names_of_several_journals_together() -> None:
    parts = []
    for documents in (
        [named("1", "actor: ب"), named("2", "actor: ج")],
        [named("3", "actor: ج"), named("4", "location: ب")],
    ):
        with closing(empty_journal()) as journal, journal.unresolved() as table:
            table.keep(documents)
            parts.append(table.summary(ALL_NAMES))
    assert together(parts, 2) == Unresolved(3, (UnresolvedName("actor", "ج", 2), UnresolvedName("actor", "ب", 1)))
    assert together([], 2) == Unresolved()


def test_a_run_keeps_them_and_forgets_what_leaves(index: Index, reports: Path) -> None:
    path = reports / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"نص {number}", "actors": ["س", f"ص{number}"]}) for number in (1, 2)), "utf-8")
    index.run(reports, make=knowing)
    with journal_at(index.journal_path) as journal:
        assert summary(journal).first[0] == UnresolvedName("actor", "س", 2)
        assert summary(journal).count == 3
        journal.mark_deleted([next(iter(index.documents()))])
        assert summary(journal).count == 2
    path.unlink()
    index.run(reports, make=knowing, prune=True)
    with journal_at(index.journal_path) as journal:
        assert summary(journal) == Unresolved()


def test_reindexing_learns_what_is_known_by_now(index: Index, reports: Path) -> None:
    (reports / "a.jsonl").write_text(json.dumps({"text": "نص", "actors": ["س", "ص"]}), "utf-8")
    index.run(reports, make=knowing)
    with closing(index.open()) as engine, journal_at(index.journal_path) as journal, workers(1, lambda: knowing("س")) as working:
        reindex(engine, working, [journal])
    with journal_at(index.journal_path) as journal:
        assert summary(journal) == Unresolved(1, (UnresolvedName("actor", "ص", 1),))


def test_reindexing_tells_each_journal_what_its_documents_name(index: Index, reports: Path, tmp_path: Path) -> None:
    (reports / "a.jsonl").write_text(json.dumps({"text": "نص", "actors": ["س", "ص"]}), "utf-8")
    index.run(reports, make=knowing)
    with journal_at(tmp_path / "other.sqlite") as other:
        with other.unresolved() as table:
            table.keep([named("gone", "actor: ب")])
        other.commit()
        with closing(index.open()) as engine, journal_at(index.journal_path) as journal, workers(1, knowing) as working:
            reindex(engine, working, [other, journal])
            assert summary(other) == Unresolved()
            assert summary(journal).count == 2


def test_reindexing_tells_the_first_journal_of_documents_that_none_knows(index: Index, reports: Path) -> None:
    (reports / "a.jsonl").write_text(json.dumps({"text": "نص", "actors": ["س"]}), "utf-8")
    index.run(reports, make=knowing)
    with closing(index.open()) as engine, closing(empty_journal()) as first, closing(empty_journal()) as second:
        with workers(1, knowing) as working:
            reindex(engine, working, [first, second])
        assert (summary(first).count, summary(second).count) == (1, 0)


def test_a_journal_of_the_second_format_learns_of_them(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    open_journal(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP TABLE unresolved; ALTER TABLE files DROP COLUMN needs; PRAGMA user_version = 2")
    with journal_at(path) as journal:
        assert summary(journal) == Unresolved()
