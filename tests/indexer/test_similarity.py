"""indexer.similarity and indexer.linking: which reports are nearly the same, and which is the first of them."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from analyzers import GAP
from indexer import journal_similar
from indexer.journal import journal_at
from indexer.pipeline import DUPLICATE_OF
from indexer.similarity import are_alike, bands, pack, signature, unpack
from tests.indexer.conftest import make_pipeline
from tests.indexer.test_reindexing import Finder, rebuild

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.indexer.conftest import Index


def report(seed: int, *, words: int = 200) -> list[str]:
    chance = random.Random(seed)
    return [f"كلمة{chance.randrange(3_000)}" for _ in range(words)]


def edited(words: list[str], seed: int, *, changes: int) -> list[str]:
    chance = random.Random(seed)
    copy = list(words)
    for _ in range(changes):
        copy[chance.randrange(len(copy))] = f"تحرير{chance.randrange(1_000)}"
    return copy


def alike(one: list[str], other: list[str]) -> bool:
    first, second = signature(" ".join(one)), signature(" ".join(other))
    return are_alike(first, second) and bool(set(bands(first)) & set(bands(second)))


def write(reports: Path, name: str, *documents: tuple[str, list[str]]) -> None:
    lines = (json.dumps({"id": id_, "text": " ".join(words)}) for id_, words in documents)
    (reports / name).write_text("\n".join(lines), "utf-8")


def heads(index: Index) -> dict[str, str]:
    return {id_: document.metadata.get(DUPLICATE_OF, "") for id_, document in index.documents().items()}


def test_a_lightly_edited_report_is_alike_and_another_is_not() -> None:
    found = sum(alike(report(seed), edited(report(seed), seed, changes=3)) for seed in range(100))
    assert found >= 90
    assert not any(alike(report(seed), report(seed + 1_000)) for seed in range(200))


def test_short_documents_have_no_signature_and_no_bands() -> None:
    assert signature("قصف " * 41 + "حلب") != ()
    assert signature(" ".join(["قصف"] * 41)) == ()
    assert signature(GAP) == signature("") == bands(()) == ()


@given(st.lists(st.sampled_from(["قصف", "حلب", "a", GAP, "\U0001f600"]), min_size=42, max_size=200))
def test_the_same_stems_are_the_same_and_survive_the_journal(stems: list[str]) -> None:
    bins = signature(" ".join(stems))
    assert bins == signature(" ".join(stems))
    assert unpack(pack(bins)) == bins
    assert not bins or are_alike(bins, bins)


def test_later_reports_know_the_first_of_their_kind(index: Index, reports: Path) -> None:
    write(reports, "a.jsonl", ("one", report(1)), ("other", report(2)))
    write(reports, "b.jsonl", ("two", edited(report(1), 5, changes=1)))
    index.run(reports)
    write(reports, "c.jsonl", ("three", edited(report(1), 6, changes=1)))
    index.run(reports)
    assert heads(index) == {"one": "", "other": "", "two": "one", "three": "one"}
    before = index.documents()
    index.run(reports)
    assert index.documents() == before


def test_a_report_done_again_stays_the_first(index: Index, reports: Path) -> None:
    write(reports, "a.jsonl", ("one", report(1)))
    write(reports, "b.jsonl", ("two", edited(report(1), 5, changes=1)))
    index.run(reports)
    write(reports, "a.jsonl", ("one", edited(report(1), 7, changes=1)))
    assert index.run(reports).updated == 1
    assert heads(index) == {"one": "", "two": "one"}


def test_what_left_the_index_has_no_followers(index: Index, reports: Path) -> None:
    write(reports, "a.jsonl", ("one", report(1)))
    index.run(reports)
    (reports / "a.jsonl").unlink()
    index.run(reports, prune=True)
    write(reports, "b.jsonl", ("two", report(1)))
    index.run(reports)
    assert heads(index) == {"two": ""}
    with journal_at(index.journal_path) as journal, journal.similar() as table:
        assert table.count() == 0


def test_a_kind_outlives_its_first_report(index: Index, reports: Path) -> None:
    write(reports, "a.jsonl", ("one", report(1)))
    write(reports, "b.jsonl", ("two", edited(report(1), 5, changes=1)), ("three", edited(report(1), 6, changes=1)))
    index.run(reports)
    (reports / "a.jsonl").unlink()
    index.run(reports, prune=True)
    write(reports, "c.jsonl", ("four", edited(report(1), 7, changes=1)))
    index.run(reports)
    assert heads(index) == {"two": "one", "three": "one", "four": "one"}


def test_a_kind_outlives_a_change_of_its_first_report(index: Index, reports: Path) -> None:
    write(reports, "a.jsonl", ("one", report(1)))
    write(reports, "b.jsonl", ("two", edited(report(1), 5, changes=1)))
    index.run(reports)
    write(reports, "a.jsonl", ("one", report(2)))
    write(reports, "c.jsonl", ("three", edited(report(1), 6, changes=1)))
    index.run(reports)
    assert heads(index) == {"one": "", "two": "one", "three": "one"}


def test_many_from_one_form_are_compared_with_a_few(index: Index, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_similar, "MOST_CANDIDATES", 3)
    write(reports, "a.jsonl", *((str(number), edited(report(1), number, changes=60)) for number in range(300)))
    index.run(reports)
    assert len(heads(index)) == 300


def test_links_outlive_reindexing(index: Index, reports: Path) -> None:
    write(reports, "a.jsonl", ("one", report(1)), ("two", edited(report(1), 5, changes=1)))
    index.run(reports)
    rebuild(index, Finder())
    assert heads(index) == {"one": "", "two": "one"}


def test_two_processes_link_alike(index: Index, reports: Path, tmp_path: Path) -> None:
    write(
        reports,
        "a.jsonl",
        *((f"{seed}-{copy}", edited(report(seed), copy, changes=copy)) for seed in range(60) for copy in range(4)),
    )
    index.run(reports)
    other = type(index)(tmp_path / "other")
    other.run(reports, jobs=2, make=make_pipeline)
    assert heads(index) == heads(other)
    assert sum(head != "" for head in heads(index).values()) > 100
