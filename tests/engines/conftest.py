"""What the contract suite needs: an engine of each kind, and documents with an analyzer of their own."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import uuid
from contextlib import closing
from typing import TYPE_CHECKING, TypeAlias

import pytest
from elasticsearch import Elasticsearch

from analyzers.analysis import GAP
from engines import open_engine
from engines.base import EMPTY, TITLE, Document, Entity, EventDate, IndexedDocument, Label, Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from engines.base import Clause, Engine

NewUrl: TypeAlias = "Callable[[], str]"
Ids: TypeAlias = "Callable[..., list[str]]"
Fill: TypeAlias = "Callable[[Iterable[IndexedDocument]], Engine]"

FINGERPRINT = "contract-1"
STOP_WORD = "the"
TITLE_GAP = 100


class Make:
    """Builds documents. Its analyzer: words are what spaces part.

    exact: the word; folded: lower case; stem: folded without a last s; root: its first two letters. "the" is left out of
    stem and root.
    """

    fingerprint = FINGERPRINT

    def document(self, id_: str, text: str = "", *, title: str = "", **fields: object) -> IndexedDocument:
        """A document with its terms."""
        entities = fields.pop("entities", ())
        dates = fields.pop("dates", ())
        stored = Document(id=id_, title=title, text=text, entities=tuple(entities), event_dates=tuple(dates), **fields)
        return IndexedDocument(stored, self.terms(title, text))

    def terms(self, title: str, text: str) -> dict[str, str]:
        """Terms of each level: title and text are one string."""
        levels = {}
        for level in ("exact", "folded", "stem", "root"):
            words = [self.form(word, level) for word in title.split()]
            if words and text:
                words += [GAP] * TITLE_GAP
            words += [self.form(word, level) for word in text.split()]
            levels[level] = " ".join(words) if any(word != GAP for word in words) else EMPTY
        stems = [self.form(word, "stem") for word in title.split()]
        levels[TITLE] = " ".join(stems) if any(word != GAP for word in stems) else EMPTY
        return levels

    @staticmethod
    def form(word: str, level: str) -> str:
        """A word at a level."""
        folded = word.lower()
        if level == "exact":
            return word
        if level == "folded":
            return folded
        if folded == STOP_WORD:
            return GAP
        stem = folded.removesuffix("s") or folded
        return stem if level == "stem" else stem[:2]

    @staticmethod
    def actor(id_: str, *ancestors: str) -> Entity:
        """An actor below its ancestors, outermost first."""
        return Entity("actor", id_, "armed_group", Label(id_, id_), (*ancestors, id_))

    @staticmethod
    def place(id_: str, *ancestors: str) -> Entity:
        """A location below its ancestors, outermost first."""
        return Entity("location", id_, "town", Label(id_, id_), (*ancestors, id_))

    @staticmethod
    def day(text: str) -> EventDate:
        """The date of one day."""
        return EventDate(dt.date.fromisoformat(text), dt.date.fromisoformat(text), "day")

    @staticmethod
    def month(text: str) -> EventDate:
        """The date of one month."""
        first = dt.date.fromisoformat(f"{text}-01")
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        return EventDate(first, last, "month")

    @staticmethod
    def year(number: int) -> EventDate:
        """The date of one year."""
        return EventDate(dt.date(number, 1, 1), dt.date(number, 12, 31), "year")

    @staticmethod
    def range(first: str, last: str) -> EventDate:
        """Several days."""
        return EventDate(dt.date.fromisoformat(first), dt.date.fromisoformat(last), "range")


def _ids(engine: Engine, clause: Clause, **rest: object) -> list[str]:
    """The ids of the hits, in their order; as many as there are, unless a limit is given."""
    rest.setdefault("limit", 1000)
    return [hit.document.id for hit in engine.search(Query(clause, **rest)).hits]


@pytest.fixture(scope="session")
def make() -> Make:
    return Make()


@pytest.fixture(scope="session")
def ids() -> Ids:
    return _ids


@pytest.fixture(scope="session", params=["embedded", "elastic"])
def engine_url(request: pytest.FixtureRequest) -> NewUrl:
    """Gives at each call the address of a place where an index can be made. Add an engine here to run the suite on it."""
    new_url: NewUrl = request.getfixturevalue(f"{request.param}_url")
    return new_url


@pytest.fixture(scope="session")
def embedded_url(tmp_path_factory: pytest.TempPathFactory) -> NewUrl:
    """Places in the file system."""
    numbers = itertools.count()
    return lambda: f"embedded:{tmp_path_factory.mktemp('engine')}/index-{next(numbers)}"


@pytest.fixture(scope="session")
def elastic_url() -> Iterator[NewUrl]:
    """Places in the cluster of KASHF_TEST_ELASTICSEARCH. What was made in them is removed."""
    cluster = os.environ.get("KASHF_TEST_ELASTICSEARCH", "").rstrip("/")
    if not cluster:
        pytest.skip("KASHF_TEST_ELASTICSEARCH names no Elasticsearch (http://127.0.0.1:9200)")
    session = f"kashf-test-{uuid.uuid4().hex[:8]}"
    numbers = itertools.count()
    yield lambda: f"{cluster}/{session}.{next(numbers)}"
    with Elasticsearch(cluster) as client:
        made = list(client.indices.get(index=f"{session}.*", features=["aliases"]).body)
        for start in range(0, len(made), 20):  # their names go into the address of the request
            client.indices.delete(index=made[start : start + 20])


@pytest.fixture(scope="session")
def filled(engine_url: NewUrl) -> Fill:
    """Makes an index of documents. Whoever calls it closes the engine."""

    def fill(documents: Iterable[IndexedDocument]) -> Engine:
        engine = open_engine(engine_url(), fingerprint=FINGERPRINT, create=True)
        with engine.writer() as writer:
            writer.put(documents)
            writer.commit()
        return engine

    return fill


@pytest.fixture
def engine(engine_url: NewUrl) -> Iterator[Engine]:
    """An empty index."""
    with closing(open_engine(engine_url(), fingerprint=FINGERPRINT, create=True)) as opened:
        yield opened
