"""The contract of every engine: the order of hits, and pages of them."""

from __future__ import annotations

import datetime as dt
import random
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from engines.base import Bool, DateFilter, MatchAll, Query, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Clause, Document, Engine, SortKey
    from tests.engines.conftest import Fill, Ids, Make

BASE = Term("stem", "base")


def pages(engine: Engine, size: int, clause: Clause, **rest: Any) -> list[str]:
    """All ids, a page after the other."""
    found = []
    while True:
        hits = engine.search(Query(clause, offset=len(found), limit=size, **rest)).hits
        found += [hit.document.id for hit in hits]
        if len(hits) < size:
            return found


@pytest.fixture(scope="module")
def tied(filled: Fill, make: Make) -> Iterator[Engine]:
    """300 documents in 3 classes of score, put in at random and in several commits."""
    numbers = list(range(300))
    random.Random(1).shuffle(numbers)
    engine = filled([])
    with engine.writer() as writer:
        for start in range(0, 300, 60):
            writer.put(
                make.document(f"report-{number:04d}", "base " + "x " * (number % 3)) for number in numbers[start : start + 60]
            )
            writer.commit()
    yield engine
    engine.close()


@pytest.mark.parametrize("size", [1, 7, 10, 64, 100, 299, 300, 1000])
def test_pages_of_ties_lose_and_repeat_nothing(tied: Engine, size: int) -> None:
    by_class = [[f"report-{number:04d}" for number in range(rest, 300, 3)] for rest in range(3)]
    assert pages(tied, size, BASE) == list(chain.from_iterable(by_class))


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_pages_without_scores_come_in_the_order_of_ids(tied: Engine, size: int) -> None:
    assert pages(tied, size, MatchAll()) == [f"report-{number:04d}" for number in range(300)]


def test_ids_order_by_code_points(filled: Fill, make: Make, ids: Ids) -> None:
    long = "https://news.example.org/reports/2024/01/"
    names = [f"{long}{end}" for end in ("", "1", "10", "2")] + ["report-0000000010", "report-0000000009"]
    names += ["a", "a\x00", "a b", "aaaaaaaab", "aaaaaaaa", "B", "é", "تقرير ٢", "تقرير ١", "z", "\uffff", "\U0001f4f0"]
    engine = filled(make.document(name, "base") for name in names)
    assert ids(engine, MatchAll()) == sorted(names)
    assert ids(engine, BASE) == sorted(names)
    for size in (1, 2, 3, 5):
        assert pages(engine, size, MatchAll()) == pages(engine, size, BASE) == sorted(names)
    engine.close()


def test_the_page_beyond_the_last_is_empty(tied: Engine) -> None:
    for clause in (BASE, MatchAll()):
        for sort in ("relevance", "report_newest"):
            result = tied.search(Query(clause, offset=300, limit=10, sort=sort))
            assert (result.total, result.hits) == (300, ())
            assert tied.search(Query(clause, offset=10_000_000, limit=10, sort=sort)).total == 300


def test_a_limit_of_0_counts(tied: Engine) -> None:
    result = tied.search(Query(BASE, limit=0))
    assert (result.total, result.hits) == (300, ())


def test_a_huge_limit_gives_all(tied: Engine) -> None:
    assert len(tied.search(Query(BASE, limit=10_000_000)).hits) == 300


@pytest.fixture(scope="module")
def dated(filled: Fill, make: Make) -> Iterator[Engine]:
    """Reports on few days, some without: many ties. Events: a day, a month, both, none."""
    engine = filled([])
    with engine.writer() as writer:
        for number in range(120):
            day = dt.date(2024, 1, 1 + number % 4) if number % 5 else None
            dates = []
            if number % 2:
                dates.append(make.day(f"2023-12-{number % 28 + 1:02d}"))
            if number % 3 == 0:
                dates.append(make.month("2023-12"))
            writer.put([make.document(f"r{number:03d}", "base", report_date=day, dates=dates)])
            if number % 50 == 0:
                writer.commit()
        writer.commit()
    yield engine
    engine.close()


def expected_order(engine: Engine, sort: SortKey) -> list[str]:
    def key(document: Document) -> tuple[int, int, str]:
        if sort.startswith("report"):
            days = [document.report_date] if document.report_date else []
        else:
            days = [date.end if sort == "event_newest" else date.start for date in document.event_dates]
        if not days:
            return (1, 0, document.id)
        if sort.endswith("newest"):
            return (0, -max(days).toordinal(), document.id)
        return (0, min(days).toordinal(), document.id)

    return [document.id for document in sorted(engine.scan(), key=key)]


@pytest.mark.parametrize("sort", ["event_newest", "event_oldest", "report_newest", "report_oldest"])
@pytest.mark.parametrize("size", [1, 7, 50, 1000])
def test_sorting_by_date_puts_undated_last_and_ties_by_id(dated: Engine, sort: SortKey, size: int) -> None:
    assert pages(dated, size, BASE, sort=sort) == expected_order(dated, sort)


@pytest.mark.parametrize("sort", ["event_newest", "report_oldest"])
def test_sorting_goes_with_filters(dated: Engine, sort: SortKey) -> None:
    wanted = DateFilter("report", dt.date(2024, 1, 2), dt.date(2024, 1, 3))
    kept = {document.id for document in dated.scan() if document.report_date in {wanted.start, wanted.end}}
    order = [id_ for id_ in expected_order(dated, sort) if id_ in kept]
    assert pages(dated, 9, MatchAll(), filters=(wanted,), sort=sort) == order


def test_sorting_by_date_gives_no_scores(dated: Engine) -> None:
    hits = dated.search(Query(BASE, sort="report_newest")).hits
    assert {hit.score for hit in hits} == {0.0}


def test_pages_of_many_score_classes(filled: Fill, make: Make) -> None:
    generator = random.Random(3)
    words = ["base", "road", "rocket", "border"]
    engine = filled(
        make.document(f"d{number}", " ".join(generator.choices(words, k=generator.randrange(1, 9)))) for number in range(400)
    )
    clause = Bool(should=(BASE, Term("stem", "road", 0.5)))
    whole = engine.search(Query(clause, limit=1000))
    ranked = [(-hit.score, hit.document.id) for hit in whole.hits]
    assert ranked == sorted(ranked)
    for size in (3, 10, 37):
        assert pages(engine, size, clause) == [id_ for _, id_ in ranked]
    engine.close()
