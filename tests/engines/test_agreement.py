"""What all engines give for the same question: on a fresh index the same hits, totals, facets and scores."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from engines import ElasticSettings, open_engine
from engines.base import Bool, FacetRequest, MatchAll, Phrase, Query, Term, ValueFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Clause, Engine, Filter, IndexedDocument
    from tests.engines.conftest import Make, NewUrl

TOLERANCE = 5e-6
"""Of scores, relative: single precision, added up in another order."""

WORDS = [f"word{number}" for number in range(60)] + ["the"]
FACETS = (
    FacetRequest("actor", size=5, include=("grp:1", "grp:none-such")),
    FacetRequest("location", size=100),
    FacetRequest("source", size=3),
    FacetRequest("event", granularity="month"),
    FacetRequest("report", granularity="day"),
)


def corpus(make: Make) -> Iterator[IndexedDocument]:
    """500 documents of 0 to 80 words, common and rare, on actors, places and days."""
    chance = random.Random(11)
    weights = [1 / (rank + 1) for rank in range(len(WORDS))]
    for number in range(500):
        day = dt.date(2023, 1, 1) + dt.timedelta(days=chance.randrange(900))
        yield make.document(
            f"d{number}",
            " ".join(chance.choices(WORDS, weights, k=chance.randrange(80))),
            title=" ".join(chance.choices(WORDS, weights, k=chance.randrange(6))),
            source=f"agency {chance.randrange(9)}",
            report_date=day if chance.random() < 0.8 else None,
            dates=[make.day(day.isoformat()), make.month(f"{day:%Y-%m}")][: chance.randrange(3)],
            entities=[make.actor(f"grp:{int(chance.paretovariate(1)) % 40}"), make.place(f"town{chance.randrange(30)}", "iq")],
        )


def questions() -> Iterator[tuple[Clause, tuple[Filter, ...]]]:
    """Words, phrases with and without gaps, and what is built of them; some narrowed."""
    chance = random.Random(5)
    yield MatchAll(), ()
    for number in range(40):
        words = [word for word in chance.sample(WORDS, 4) if word != "the"]
        stems = tuple(Term(level, word, weight) for word in words for level, weight in (("stem", 1.0), ("folded", 2.5)))
        phrase = Phrase("stem", ((0, words[0]), (1 + number % 2, words[1])), 1.5)
        clauses: tuple[Clause, ...] = (
            Bool(should=stems),
            Bool(must=tuple(Bool(should=stems[at : at + 2]) for at in range(0, 4, 2))),
            Bool(must=stems[:2], should=(phrase, *stems[4:])),
            Bool(should=stems, minimum=3),
            phrase,
            Bool(must=(Bool(should=stems),), must_not=(Term("stem", words[2]),)),
        )
        filters: tuple[Filter, ...] = (ValueFilter("actor", ("grp:1", "grp:2")),) if number % 3 == 0 else ()
        yield clauses[number % len(clauses)], filters


@pytest.fixture
def reference(embedded_url: NewUrl, make: Make) -> Iterator[Engine]:
    with closing(open_engine(embedded_url(), fingerprint=make.fingerprint, create=True)) as engine:
        fill(engine, make)
        yield engine


@pytest.fixture(params=[1, 3], ids=["one shard", "three shards"])
def other(request: pytest.FixtureRequest, elastic_url: NewUrl, make: Make) -> Iterator[Engine]:
    settings = ElasticSettings(shards=request.param)
    with closing(open_engine(elastic_url(), fingerprint=make.fingerprint, create=True, settings=settings)) as engine:
        fill(engine, make)
        yield engine


def fill(engine: Engine, make: Make) -> None:
    with engine.writer() as writer:
        writer.put(corpus(make))
        writer.commit()


def test_the_engines_agree(reference: Engine, other: Engine) -> None:
    for clause, filters in questions():
        query = Query(clause, filters, FACETS, limit=1000)
        ours, theirs = reference.search(query), other.search(query)
        assert ours.total == theirs.total, clause
        assert ours.facets == theirs.facets, clause
        scores = {hit.document.id: hit.score for hit in ours.hits}
        assert {hit.document.id: hit.score for hit in theirs.hits} == pytest.approx(scores, rel=TOLERANCE)
        assert {hit.document.id: hit.document for hit in theirs.hits} == {hit.document.id: hit.document for hit in ours.hits}
        # Hits whose scores tie in one engine may differ by the last bit in the other: their order by our scores never rises.
        ordered = [scores[hit.document.id] for hit in theirs.hits]
        assert all(later <= earlier * (1 + TOLERANCE) for earlier, later in pairwise(ordered))


def test_the_engines_agree_after_changes_on_what_is_found(reference: Engine, other: Engine, make: Make) -> None:
    for engine in (reference, other):
        with engine.writer() as writer:
            writer.delete(f"d{number}" for number in range(0, 500, 5))
            writer.put(make.document(f"d{number}", "word1 word2 word3") for number in range(1, 500, 10))
            writer.commit()
    for clause, filters in questions():
        query = Query(clause, filters, FACETS, limit=1000)
        ours, theirs = reference.search(query), other.search(query)
        assert ours.total == theirs.total, clause
        assert ours.facets == theirs.facets, clause
        assert {hit.document.id for hit in ours.hits} == {hit.document.id for hit in theirs.hits}
