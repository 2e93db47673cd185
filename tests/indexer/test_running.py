"""indexer.running: what is done, what is passed over, and which document each one is."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from engines.base import IndexBusyError
from indexer.defaults import Defaults
from indexer.journal import journal_at
from indexer.pipeline import shipped_pipeline
from indexer.values import IndexingError

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.values import Report
    from tests.indexer.conftest import Index


def counts(report: Report) -> tuple[int, int, int, int]:
    """Added, updated, unchanged, deleted."""
    return report.added, report.updated, report.unchanged, report.deleted


def write_lines(path: Path, *texts: str) -> None:
    path.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts), "utf-8")


def age(path: Path) -> None:
    """As if a file had been written an hour ago: then its time stamp is trusted."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 3_600_000_000_000))


# ---- incremental


def test_a_second_run_changes_nothing(index: Index, reports: Path) -> None:
    (reports / "a.txt").write_text("نص أول", "utf-8")
    write_lines(reports / "b.jsonl", "نص ثان", "نص ثالث")
    assert counts(index.run(reports)) == (3, 0, 0, 0)
    before = index.documents()
    assert counts(index.run(reports)) == (0, 0, 3, 0)
    assert index.documents() == before


def test_a_settled_file_with_the_same_size_and_time_is_not_read(index: Index, reports: Path) -> None:
    path = reports / "a.txt"
    path.write_text("نص 1", "utf-8")
    age(path)
    index.run(reports)
    time = path.stat().st_mtime_ns
    path.write_text("نص 2", "utf-8")
    os.utime(path, ns=(time, time))
    assert counts(index.run(reports)) == (0, 0, 1, 0)
    assert index.texts() == ["نص 1"]


def test_a_file_changed_within_its_time_stamp_is_noticed(index: Index, reports: Path) -> None:
    path = reports / "a.txt"
    path.write_text("نص 1", "utf-8")
    index.run(reports)
    time = path.stat().st_mtime_ns
    path.write_text("نص 2", "utf-8")
    os.utime(path, ns=(time, time))
    assert counts(index.run(reports)) == (0, 1, 0, 0)


def test_touching_a_file_changes_nothing(index: Index, reports: Path) -> None:
    path = reports / "a.txt"
    path.write_text("نص", "utf-8")
    age(path)
    index.run(reports)
    path.touch()
    assert counts(index.run(reports)) == (0, 0, 1, 0)


def test_a_changed_file_keeps_its_id(index: Index, reports: Path) -> None:
    path = reports / "a.txt"
    path.write_text("نص أول", "utf-8")
    index.run(reports)
    id_ = index.id_of("نص أول")
    path.write_text("نص آخر تماما", "utf-8")
    assert counts(index.run(reports)) == (0, 1, 0, 0)
    assert index.id_of("نص آخر تماما") == id_
    assert len(index.documents()) == 1


def test_an_id_is_the_same_in_another_index(index: Index, reports: Path, tmp_path: Path) -> None:
    (reports / "a.txt").write_text("نص", "utf-8")
    index.run(reports)
    other = type(index)(tmp_path / "other")
    moved = tmp_path / "elsewhere.txt"
    moved.write_text("نص", "utf-8")
    other.run(moved)
    assert other.documents().keys() == index.documents().keys()


def test_a_line_put_before_others_leaves_their_ids(index: Index, reports: Path) -> None:
    path = reports / "a.jsonl"
    write_lines(path, "نص أول", "نص ثان")
    index.run(reports)
    before = index.documents()
    write_lines(path, "نص جديد", "نص أول", "نص ثان")
    assert counts(index.run(reports)) == (1, 0, 2, 0)
    assert before.items() <= index.documents().items()


def test_a_line_changed_in_place_keeps_its_id(index: Index, reports: Path) -> None:
    path = reports / "a.jsonl"
    write_lines(path, "نص أول", "نص ثان", "نص ثالث")
    index.run(reports)
    id_ = index.id_of("نص ثان")
    write_lines(path, "نص أول", "نص مصحح", "نص ثالث")
    assert counts(index.run(reports)) == (0, 1, 2, 0)
    assert index.id_of("نص مصحح") == id_


# ---- the same content, the same id


def test_the_same_content_at_two_paths_is_one_document(index: Index, reports: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (reports / name).write_text("نص", "utf-8")
    assert counts(index.run(reports)) == (1, 0, 1, 0)
    (reports / "a.txt").unlink()
    assert counts(index.run(reports, prune=True)) == (0, 0, 1, 0)
    assert index.texts() == ["نص"]
    (reports / "b.txt").unlink()
    assert counts(index.run(reports, prune=True)) == (0, 0, 0, 1)
    assert index.texts() == []


def test_of_two_paths_the_one_that_changes_gets_a_new_id(index: Index, reports: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (reports / name).write_text("نص", "utf-8")
    index.run(reports)
    id_ = index.id_of("نص")
    (reports / "a.txt").write_text("نص مصحح", "utf-8")
    assert counts(index.run(reports)) == (1, 0, 1, 0)
    assert index.id_of("نص") == id_
    assert index.id_of("نص مصحح") != id_


def test_a_moved_file_keeps_its_id_through_later_changes(index: Index, reports: Path) -> None:
    path = reports / "a.txt"
    path.write_text("نص أول", "utf-8")
    index.run(reports)
    id_ = index.id_of("نص أول")
    path.write_text("نص ثان", "utf-8")
    index.run(reports)
    path = path.rename(reports / "b.txt")
    assert counts(index.run(reports, prune=True)) == (0, 0, 1, 0)
    path.write_text("نص ثالث", "utf-8")
    assert counts(index.run(reports)) == (0, 1, 0, 0)
    assert index.id_of("نص ثالث") == id_


def test_a_new_file_with_the_former_content_of_another_is_a_new_document(index: Index, reports: Path) -> None:
    (reports / "a.txt").write_text("نص أول", "utf-8")
    index.run(reports)
    (reports / "a.txt").write_text("نص ثان", "utf-8")
    index.run(reports)
    (reports / "b.txt").write_text("نص أول", "utf-8")
    assert counts(index.run(reports)) == (1, 0, 1, 0)
    assert index.texts() == ["نص أول", "نص ثان"]


def test_a_document_that_becomes_another_is_that_one(index: Index, reports: Path) -> None:
    (reports / "a.txt").write_text("نص أول", "utf-8")
    (reports / "b.txt").write_text("نص ثان", "utf-8")
    index.run(reports)
    (reports / "b.txt").write_text("نص أول", "utf-8")
    assert counts(index.run(reports)) == (0, 0, 2, 1)
    assert index.texts() == ["نص أول"]


def test_of_two_contents_with_one_own_id_the_last_stands(index: Index, reports: Path) -> None:
    for name, text in (("a.jsonl", "نص قديم"), ("b.jsonl", "نص جديد")):
        (reports / name).write_text(json.dumps({"id": "1", "text": text}), "utf-8")
    assert counts(index.run(reports)) == (1, 1, 0, 0)
    assert index.texts() == ["نص جديد"]
    assert counts(index.run(reports)) == (0, 0, 2, 0)
    (reports / "b.jsonl").unlink()
    assert counts(index.run(reports, prune=True)) == (0, 1, 0, 0)
    assert index.texts() == ["نص قديم"]


def test_an_own_id_twice_in_a_file_is_a_failure(index: Index, reports: Path) -> None:
    lines = [{"id": "1", "text": "أول"}, {"id": "1", "text": "ثان"}, {"id": "1", "text": "أول"}]
    (reports / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    report = index.run(reports)
    assert counts(report) == (1, 0, 1, 0)
    (failure,) = report.failed
    assert "document 2: the id '1' stands twice" in failure.error
    assert index.texts() == ["أول"]


# ---- pruning


def test_without_prune_a_vanished_file_leaves_its_document(index: Index, reports: Path) -> None:
    (reports / "a.txt").write_text("نص", "utf-8")
    index.run(reports)
    (reports / "a.txt").unlink()
    assert counts(index.run(reports)) == (0, 0, 0, 0)
    assert index.texts() == ["نص"]


def test_prune_looks_only_under_the_paths_that_were_given(index: Index, reports: Path) -> None:
    for name in ("one", "one-more"):
        (reports / name).mkdir()
        (reports / name / "a.txt").write_text(f"نص {name}", "utf-8")
    index.run(reports)
    for name in ("one", "one-more"):
        (reports / name / "a.txt").unlink()
    assert counts(index.run(reports / "one", prune=True)) == (0, 0, 0, 1)
    assert index.texts() == ["نص one-more"]


def test_prune_takes_a_folder_or_file_that_is_gone_itself(index: Index, reports: Path) -> None:
    (reports / "a.txt").write_text("نص", "utf-8")
    index.run(reports / "a.txt")
    (reports / "a.txt").unlink()
    assert counts(index.run(reports / "a.txt", prune=True)) == (0, 0, 0, 1)


def test_prune_takes_lines_that_left_a_file_read_without_errors(index: Index, reports: Path) -> None:
    path = reports / "a.jsonl"
    write_lines(path, "نص أول", "نص ثان")
    index.run(reports)
    path.write_text("{}\n" + json.dumps({"text": "نص أول"}), "utf-8")
    assert counts(index.run(reports, prune=True)) == (0, 0, 1, 0)
    write_lines(path, "نص أول")
    assert counts(index.run(reports)) == (0, 0, 1, 0)
    assert index.texts() == ["نص أول", "نص ثان"]
    assert counts(index.run(reports, prune=True)) == (0, 0, 1, 1)
    assert index.texts() == ["نص أول"]
    write_lines(path, "نص أول", "نص ثالث")
    index.run(reports)
    write_lines(path, "نص أول")
    assert counts(index.run(reports, prune=True)) == (0, 0, 1, 1)


# ---- failures


def test_a_bad_file_is_listed_and_the_rest_is_indexed(index: Index, reports: Path) -> None:
    (reports / "a.txt").write_bytes(b"\0\0")
    (reports / "b.txt").write_text("نص", "utf-8")
    report = index.run(reports)
    assert counts(report) == (1, 0, 0, 0)
    assert [(failure.path, failure.stage) for failure in report.failed] == [(str(reports / "a.txt"), "read")]
    assert index.failures() == list(report.failed)
    assert index.run(reports).failed == report.failed


def test_only_failed_reads_what_failed_and_forgets_what_was_mended(index: Index, reports: Path) -> None:
    (reports / "a.txt").write_bytes(b"\0\0")
    (reports / "b.txt").write_text("نص", "utf-8")
    index.run(reports)
    (reports / "a.txt").write_text("نص مصلح", "utf-8")
    (reports / "c.txt").write_text("نص جديد", "utf-8")
    assert counts(index.run(only_failed=True)) == (1, 0, 0, 0)
    assert index.texts() == ["نص", "نص مصلح"]
    assert index.failures() == []


def test_a_path_that_is_not_there_ends_the_run_before_it_begins(index: Index, reports: Path) -> None:
    with pytest.raises(IndexingError, match="is not there"):
        index.run(reports / "gone")


# ---- options


def test_date_and_source_are_for_documents_without_their_own(index: Index, reports: Path) -> None:
    own = {"text": "أ", "date": "2020-01-01", "source": "وكالة"}
    (reports / "2021-01-01.jsonl").write_text(json.dumps(own) + '\n{"text": "ب"}', "utf-8")
    index.run(reports, defaults=Defaults(dt.date(2024, 1, 25), "مراسل"))
    found = {doc.text: (doc.report_date, doc.source) for doc in index.documents().values()}
    assert found == {"أ": (dt.date(2020, 1, 1), "وكالة"), "ب": (dt.date(2024, 1, 25), "مراسل")}


def test_options_are_kept_with_a_file_and_others_read_it_again(index: Index, reports: Path) -> None:
    path = reports / "a.txt"
    path.write_text("نص", "utf-8")
    age(path)
    index.run(reports, defaults=Defaults(source="أ"))
    id_ = index.id_of("نص")
    assert counts(index.run(reports)) == (0, 0, 1, 0)
    assert counts(index.run(reports, defaults=Defaults(source="ب"))) == (0, 1, 0, 0)
    path.write_text("نص مصحح", "utf-8")
    assert counts(index.run(reports)) == (0, 1, 0, 0)
    (document,) = index.documents().values()
    assert (document.id, document.source) == (id_, "ب")


def test_a_dry_run_tells_what_the_run_then_does(index: Index, reports: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (reports / name).write_text(f"نص {name}", "utf-8")
    index.run(reports)
    (reports / "a.txt").unlink()
    (reports / "b.txt").write_text("نص مصحح", "utf-8")
    (reports / "d.txt").write_text("نص d.txt", "utf-8")
    (reports / "e.txt").write_bytes(b"\0")
    before = index.documents()
    tried = index.try_run(reports, prune=True)
    assert counts(tried) == (1, 1, 1, 1)
    assert index.documents() == before
    done = index.run(reports, prune=True)
    assert counts(done) == counts(tried)
    assert done.failed == tried.failed


# ---- interruption, processes


def test_an_interrupted_run_keeps_what_it_did_and_the_next_goes_on(index: Index, reports: Path) -> None:
    write_lines(reports / "a.jsonl", *(f"نص {number}" for number in range(10)))
    asked = iter(range(100))
    report = index.run(reports, should_stop=lambda: next(asked) > 4)
    assert report.interrupted
    assert 0 < len(index.documents()) < 10
    rest = index.run(reports)
    assert rest.added == 10 - report.added
    assert len(index.documents()) == 10


def test_two_processes_make_the_same_index_as_one(index: Index, reports: Path, tmp_path: Path) -> None:
    write_lines(reports / "a.jsonl", *(f"قصف رقم {number} على القاعدة" for number in range(450)))
    (reports / "b.txt").write_bytes(b"\0")
    (reports / "c.txt").write_text("نص", "utf-8")
    other = type(index)(tmp_path / "other")
    one = index.run(reports, make=shipped_pipeline)
    two = other.run(reports, make=shipped_pipeline, jobs=2)
    assert counts(one) == counts(two) == (451, 0, 0, 0)
    assert one.failed == two.failed
    assert index.documents() == other.documents()


def test_a_second_writer_is_told_that_it_is_not_alone(index: Index, reports: Path) -> None:
    with closing(index.open()) as engine, engine.writer(), pytest.raises(IndexBusyError):
        index.run(reports)


def test_a_file_that_is_dated_later_than_now_costs_a_look_alone(index: Index, reports: Path) -> None:
    """A clock was set back since it was written."""
    path = reports / "a.txt"
    path.write_text("قصف", "utf-8")
    later = time.time() + 86_400
    os.utime(path, (later, later))
    assert index.run(reports).added == 1
    path.write_text("هدن", "utf-8")
    os.utime(path, (later, later))
    assert index.run(reports).unchanged == 1  # not read: this change has another date in real life
    os.utime(path)
    assert index.run(reports).updated == 1


def test_the_gazetteer_is_noted_with_the_first_documents(index: Index, reports: Path) -> None:
    """Not at the end, which a run that is killed has none of; and not where nothing was extracted."""

    def noted() -> set[str]:
        with journal_at(index.journal_path) as journal:
            return journal.extracted_with()

    calls = itertools.count()

    def killed() -> bool:
        if next(calls) == 400:
            raise ZeroDivisionError
        return False

    for name in "abcde":
        write_lines(reports / f"{name}.jsonl", *(f"{name} {number}" for number in range(150)))
    with pytest.raises(ZeroDivisionError):
        index.run(reports, commit_documents=10, should_stop=killed, extractor=lambda: "first")
    assert noted() == {"first"}
    index.run(reports, extractor=lambda: "second")
    assert noted() == {"first", "second"}
    index.run(reports, extractor=lambda: "third")
    assert noted() == {"first", "second"}
