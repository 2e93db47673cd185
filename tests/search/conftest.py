"""A small index of real Arabic, with the real analyzer and the embedded engine."""

import datetime as dt
import itertools
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from analyzers import GAP, LEVELS, kashf_analyzer
from engines import open_engine
from engines.base import EMPTY, TITLE, Document, Engine, Entity, EventDate, IndexedDocument, Label
from search.searching import Searcher
from search.values import KnownEntity

IRAQ = Entity("location", "cty:IQ", "country", Label("العراق", "Iraq"), ("cty:IQ",), country="IQ")
BABIL = Entity("location", "adm:IQ-babil", "governorate", Label("بابل", "Babil"), ("cty:IQ", "adm:IQ-babil"), country="IQ")
KATAIB = Entity("actor", "grp:kh", "armed_group", Label("كتائب حزب الله", "Kataib Hezbollah"), ("grp:kh",))
UNLISTED = Entity("actor", "x:لواء الفجر", "armed_group", Label("لواء الفجر", "لواء الفجر"), ("x:لواء الفجر",))


def day(text: str) -> EventDate:
    date = dt.date.fromisoformat(text)
    return EventDate(date, date, "day")


DOCUMENTS = (
    Document(
        "base",
        "هجوم على قاعدة عين الأسد",
        "قصفت طائرات مسيّرة قاعدةَ عين الأسد الجوية غربي العراق، وقالت القوات إن القصف لم يوقع ضحايا.",
        report_date=dt.date(2024, 1, 25),
        source="وكالة",
        language="ar",
        entities=(IRAQ, KATAIB),
        event_dates=(day("2024-01-20"), day("2024-01-24")),
    ),
    Document(
        "babil",
        "غارة في بابل",
        "استهدفت غارة جوية مقراً للحشد شمال محافظة بابل. وقع القصف فجراً.",
        report_date=dt.date(2024, 2, 3),
        source="وكالة",
        language="ar",
        entities=(BABIL, KATAIB, UNLISTED),
        event_dates=(day("2024-02-02"),),
    ),
    Document(
        "statement",
        "بيان",
        "دعا علي السيستاني إلى ضبط النفس. <script>alert(1)</script> من قبل الجميع & على الفور.",
        report_date=dt.date(2023, 5, 1),
        source="مكتب",
        language="ar",
    ),
    Document("english", "Airstrike near Jurf", "An airstrike hit a base near Jurf al-Sakhar in Babil.", language="en"),
)


def indexed(document: Document) -> IndexedDocument:
    """A document with its terms, as the indexer would put it in."""
    analyzer = kashf_analyzer()
    title, text = analyzer.terms(document.title), analyzer.terms(document.text)
    terms = {}
    for level in LEVELS:
        joined = [*title[level], *[GAP] * 100, *text[level]]
        terms[level] = " ".join(joined) if any(term != GAP for term in joined) else EMPTY
    terms[TITLE] = " ".join(title["stem"]) if any(term != GAP for term in title["stem"]) else EMPTY
    return IndexedDocument(document, terms)


@pytest.fixture
def make_searcher(tmp_path: Path) -> Iterator[Callable[[Sequence[Document]], Searcher]]:
    """Makes an index of documents in the embedded engine, and asks it."""
    numbers = itertools.count()
    yield from _making(lambda: f"embedded:{tmp_path / f'index-{next(numbers)}'}")


@pytest.fixture(params=["embedded", "elastic"])
def make_on_each(request: pytest.FixtureRequest) -> Callable[[Sequence[Document]], Searcher]:
    """The same on every engine."""
    make: Callable[[Sequence[Document]], Searcher] = request.getfixturevalue(
        "make_searcher" if request.param == "embedded" else "make_in_cluster"
    )
    return make


@pytest.fixture
def make_in_cluster() -> Iterator[Callable[[Sequence[Document]], Searcher]]:
    """The same in the cluster of KASHF_TEST_ELASTICSEARCH. What was made there is removed."""
    cluster = os.environ.get("KASHF_TEST_ELASTICSEARCH", "").rstrip("/")
    if not cluster:
        pytest.skip("KASHF_TEST_ELASTICSEARCH names no Elasticsearch (http://127.0.0.1:9200)")
    name, numbers = f"kashf-test-{uuid.uuid4().hex[:8]}", itertools.count()
    yield from _making(lambda: f"{cluster}/{name}.{next(numbers)}")
    with Elasticsearch(cluster) as client:
        if made := list(client.indices.get(index=f"{name}.*", features=["aliases"]).body):
            client.indices.delete(index=made)


def _making(new_url: Callable[[], str]) -> Iterator[Callable[[Sequence[Document]], Searcher]]:
    engines: list[Engine] = []

    def make(documents: Sequence[Document]) -> Searcher:
        analyzer = kashf_analyzer()
        engine = open_engine(new_url(), fingerprint=analyzer.fingerprint, create=True)
        engines.append(engine)
        with engine.writer() as writer:
            writer.put(indexed(document) for document in documents)
            writer.commit()
        known = {entity.id: KnownEntity("location", entity.id, entity.label, entity.path, entity.type) for entity in (IRAQ, BABIL)}
        return Searcher(engine, analyzer, known.get)

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture
def searcher(make_searcher: Callable[[Sequence[Document]], Searcher]) -> Searcher:
    return make_searcher(DOCUMENTS)
