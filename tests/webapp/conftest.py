"""A small collection answered by a fake searcher, so that pages are tested without an index."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analyzers import kashf_analyzer
from engines import open_engine
from engines.base import (
    Document,
    Entity,
    EventDate,
    IndexInfo,
    Label,
    Span,
)
from indexer.pipeline import Pipeline
from search.folding import fold
from search.similar import SimilarHit
from search.suggesting import Suggestion
from search.values import (
    AnswerBucket,
    AnswerFacet,
    AnswerHit,
    KnownEntity,
    SearchAnswer,
    SearchRequest,
    Snippet,
    UnderstoodWord,
)
from webapp.app import create_app, create_app_over
from webapp.collection import OpenIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from flask import Flask
    from flask.testing import FlaskClient

    from engines.base import EngineError, EntityKind, Field

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).parent))  # `asked`, for the tests beside it


def load_build_catalogs() -> ModuleType:
    """The part of the build hook that compiles catalogs: no package of the product."""
    spec = importlib.util.spec_from_file_location("build_hook_catalogs", ROOT / "build_hook/catalogs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def build_catalogs() -> ModuleType:
    """The build script that compiles catalogs."""
    return load_build_catalogs()


@pytest.fixture(scope="session", autouse=True)
def catalogs() -> None:
    """The catalogs as the build hook makes them, where it has not run."""
    compiled = ROOT / "webapp/translations/ar/LC_MESSAGES/messages.mo"
    source = compiled.with_suffix(".po")
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        load_build_catalogs().build_catalogs(ROOT / "webapp/translations")


# ---- documents

IRAQ = Label("العراق", "Iraq")
BABIL = Label("بابل", "Babil")
JURF = Label("جرف النصر", "Jurf al-Nasr")
KATAIB = Label("كتائب حزب الله", "Kataib Hezbollah")
KNOWN = {
    "IQ": KnownEntity("location", "IQ", IRAQ, ("IQ",), "country", "IQ", 33.0, 44.0),
    "IQ-BB": KnownEntity("location", "IQ-BB", BABIL, ("IQ", "IQ-BB"), "governorate", "IQ", 32.5, 44.5),
    "jurf": KnownEntity("location", "jurf", JURF, ("IQ", "IQ-BB", "jurf"), "town", "IQ", 32.88, 44.2),
    "grp:kataib": KnownEntity("actor", "grp:kataib", KATAIB, ("grp:kataib",), "armed_group", "IQ"),
}


def find(text: str, words: str, within: str = "text") -> tuple[Span, ...]:
    """Where `words` stand first in a text."""
    start = text.find(words)
    return (Span(start, start + len(words), "title" if within == "title" else "text"),) if start >= 0 else ()


def entity(known_id: str, text: str) -> Entity:
    """A known entity with its first mention in a text."""
    known = KNOWN[known_id]
    mentions = find(text, known.label.ar) or find(text, known.label.en)
    return Entity(known.kind, known_id, known.type, known.label, known.path, mentions, known.country, known.lat, known.lon)


ARABIC_TEXT = (
    "استهدف القصف مواقع كتائب حزب الله في جرف النصر شمالي محافظة بابل في العراق يوم 24 كانون الثاني 2024.\n\n"
    "وقال شهود إن القصف استمر ساعة، ثم عاد الهدوء إلى المنطقة."
)
ENGLISH_TEXT = "Shelling was reported near Jurf al-Nasr in Babil, Iraq, according to a monitoring group."

DOCUMENTS = (
    Document(
        id="reports/a 1.txt",
        title="القصف على جرف النصر",
        text=ARABIC_TEXT,
        report_date=dt.date(2024, 1, 25),
        source="وكالة الرافدين",
        url="https://example.org/1",
        language="ar",
        type="news",
        entities=tuple(entity(key, ARABIC_TEXT) for key in ("grp:kataib", "jurf", "IQ-BB", "IQ")),
        event_dates=(
            EventDate(dt.date(2024, 1, 24), dt.date(2024, 1, 24), "day", mentions=find(ARABIC_TEXT, "24 كانون الثاني 2024")),
        ),
        metadata={"quality": "good"},
    ),
    Document(
        id="b",
        title="Shelling in Babil",
        text=ENGLISH_TEXT,
        report_date=dt.date(2023, 5, 2),
        source="Monitor",
        url="javascript:alert(1)",
        language="en",
        type="monitoring",
        entities=tuple(entity(key, ENGLISH_TEXT) for key in ("jurf", "IQ-BB", "IQ")),
    ),
    Document(id="title-alone", title="بيان بلا نص", text=""),
)


# ---- the searcher


@dataclass
class FakeSearcher:
    """Finds documents whose text holds any word of the query; filters by actor and place."""

    documents: tuple[Document, ...] = DOCUMENTS
    asked: list[SearchRequest] = field(default_factory=list)

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Both groups, facets of everything, selected values kept."""
        self.asked.append(request)
        words = request.text.split()
        scored = [(sum(word in f"{d.title} {d.text}" for word in words), d) for d in self.documents]
        kept = [(score, d) for score, d in scored if (score or not words) and self._passes(d, request)]
        hits = [self._hit(d, request, 1 if score == len(words) else 2) for score, d in kept]
        hits.sort(key=lambda hit: hit.group)
        first = [hit for hit in hits if hit.group == 1]
        start = (request.page - 1) * request.size
        return SearchAnswer(
            request=request,
            total=len(first) or len(hits),
            more=len(hits) - len(first) if first else 0,
            group=1 if first or not hits else 2,
            took_ms=1.5,
            words=tuple(self._word(word) for word in words),
            hits=tuple(fold(hits[start : start + request.size]) if request.fold else hits[start : start + request.size]),
            facets=self._facets([hit.document for hit in hits], request),
            sort=request.sort if words or request.sort != "relevance" else "report_newest",
        )

    def count(self, request: SearchRequest) -> int:
        """Both groups."""
        answer = self.search(request)
        return answer.total + answer.more

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        return (Suggestion("term", text + "…", text, 1),)[:limit]

    def known(self, kind: EntityKind, entity_id: str) -> KnownEntity | None:
        """From the table above."""
        known = KNOWN.get(entity_id)
        return known if known and known.kind == kind else None

    def document(self, document_id: str) -> Document | None:
        """By id."""
        return next((document for document in self.documents if document.id == document_id), None)

    def matching(self, request: SearchRequest) -> Iterator[str]:
        """The first group."""
        answer = self.search(replace(request, size=100))
        yield from (hit.document.id for hit in answer.hits if hit.group == 1)

    def similar(self, document_id: str, request: SearchRequest, *, duplicates: bool = False) -> tuple[SimilarHit, ...]:
        """All others, or none where near-duplicates are not asked for."""
        others = [document for document in self.documents if document.id != document_id and duplicates]
        return tuple(SimilarHit(document, 1.0, Snippet("", ()), (), ()) for document in others[: request.size])

    def occurrences(self, document: Document, request: SearchRequest) -> tuple[Span, ...]:
        """The first occurrence of each word, in title and text."""
        return tuple(
            span for word in request.text.split() for span in (*find(document.title, word, "title"), *find(document.text, word))
        )

    @staticmethod
    def _passes(document: Document, request: SearchRequest) -> bool:
        reached = {above for entity in document.entities for above in entity.path}
        return set(request.all_of.get("actor", ())) <= reached and all(
            reached & set(request.any_of.get(name, reached | {""})) or name not in request.any_of for name in ("actor", "location")
        )

    @staticmethod
    def _hit(document: Document, request: SearchRequest, group: int) -> AnswerHit:
        excerpt = document.text[:160]
        spans = tuple((s.start, s.end) for word in request.text.split() for s in find(excerpt, word))
        titled = tuple((s.start, s.end) for word in request.text.split() for s in find(document.title, word))
        return AnswerHit(
            document=document,
            score=1.0,
            group=1 if group == 1 else 2,
            level="stem" if request.text else None,
            title=Snippet(document.title, titled),
            snippet=Snippet(excerpt, spans),
        )

    @staticmethod
    def _word(word: str) -> UnderstoodWord:
        return UnderstoodWord("word", (word,), ({"exact": word, "folded": word, "stem": word, "root": word},))

    @staticmethod
    def _facets(documents: list[Document], request: SearchRequest) -> dict[Field, AnswerFacet]:
        values: dict[Field, dict[str, int]] = {"actor": {}, "location": {}, "source": {}, "event": {}, "report": {}}
        for document in documents:
            pairs = {(e.kind, above) for e in document.entities for above in e.path}
            for kind, above in sorted(pairs):
                values[kind][above] = values[kind].get(above, 0) + 1
            if document.source:
                values["source"][document.source] = values["source"].get(document.source, 0) + 1
            dates = {value for date in document.event_dates for value in _values(date.start)} or {"none"}
            for value in sorted(dates):
                values["event"][value] = values["event"].get(value, 0) + 1
            for value in _values(document.report_date) if document.report_date else ("none",):
                values["report"][value] = values["report"].get(value, 0) + 1
        for name, selected in (*request.any_of.items(), *request.all_of.items()):
            for value in selected:
                values.setdefault(name, {}).setdefault(value, 0)
        return {name: _facet(name, counts, request) for name, counts in values.items()}


def _values(day: dt.date) -> tuple[str, ...]:
    return day.isoformat()[:4], day.isoformat()[:7]


def _facet(name: Field, counts: dict[str, int], request: SearchRequest) -> AnswerFacet:
    buckets = tuple(
        AnswerBucket(
            value=value,
            label=KNOWN[value].label if value in KNOWN else Label(value, value),
            count=count,
            selected=value in (*request.any_of.get(name, ()), *request.all_of.get(name, ())),
            excluded=value in request.none_of.get(name, ()),
            path=KNOWN[value].path if value in KNOWN else (value,),
        )
        for value, count in counts.items()
    )
    return AnswerFacet(name, buckets, len(buckets))


INFO = IndexInfo("fake:", len(DOCUMENTS), 1000, 1, "fingerprint-1", "generation-1")


def app_over(searcher: FakeSearcher, info: IndexInfo = INFO) -> Flask:
    """The application over a fake searcher."""
    app = create_app_over(lambda: OpenIndex(searcher, lambda: info))
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False  # error pages are tested as a visitor sees them
    return app


def failing_app(error: EngineError) -> Flask:
    """The application over an index that can not be opened."""

    def opener() -> OpenIndex:
        raise error

    return create_app_over(opener)


@pytest.fixture
def searcher() -> FakeSearcher:
    """Answers over three documents, and remembers what it was asked."""
    return FakeSearcher()


@pytest.fixture
def app(searcher: FakeSearcher) -> Flask:
    """The application over the fake searcher."""
    return app_over(searcher)


@pytest.fixture
def opener(searcher: FakeSearcher) -> Callable[[], OpenIndex]:
    """Opens the collection of the fake searcher."""
    return lambda: OpenIndex(searcher, lambda: INFO)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """A browser without JavaScript."""
    with app.test_client() as client:
        yield client


@pytest.fixture
def empty_client() -> FlaskClient:
    """A browser in front of an index without documents."""
    return app_over(FakeSearcher(()), replace(INFO, documents=0)).test_client()


@pytest.fixture(scope="module")
def real_client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A browser in front of a real index of the three documents and twelve plain ones."""
    url = f"embedded:{tmp_path_factory.mktemp('index')}"
    analyzer = kashf_analyzer()
    pipeline = Pipeline(analyzer, None)
    plain = [
        Document(f"plain-{month}", "تقرير يومي", f"سُمع والقصفُ مستمر في الليلة {month}", dt.date(2022, month, 3), "وكالة الرافدين")
        for month in range(1, 13)
    ]
    engine = open_engine(url, fingerprint=analyzer.fingerprint, create=True)
    with engine.writer() as writer:
        writer.put(pipeline.analyze(document) for document in (*DOCUMENTS, *plain))
        writer.commit()
    engine.close()
    return create_app(url, known=KNOWN.get).test_client()


@pytest.fixture(scope="module")
def shared_app() -> Flask:
    """The application over the fake searcher, for all tests of a module."""
    return app_over(FakeSearcher())


@pytest.fixture
def app_over_documents() -> Callable[..., Flask]:
    """Makes an application over other documents."""
    return lambda *documents: app_over(FakeSearcher(documents))


@pytest.fixture
def failing_client() -> Callable[[EngineError], FlaskClient]:
    """A browser in front of an index that can not be opened."""
    return lambda error: failing_app(error).test_client()
