"""Why a document is a hit: the parts add up to its score, on every engine."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, TypeAlias

import pytest

from engines.base import Document
from search.values import SearchRequest
from search.wire import why_to_json
from tests.search.conftest import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from search.searching import Searcher

Make: TypeAlias = "Callable[[Sequence[Document]], Searcher]"

QUERIES = (
    "القصف", "قصف بابل", "للقصف السيستاني", '"عين الأسد" القاعدة', "قصف -بابل", "على", "airstrikes بابل", "قصوف", "من قبل",
    "base Jurf", "قص* بابل", "(بابل | السيستاني) قصف", '"قصف بابل"~9',
)  # fmt: skip


@pytest.fixture
def searcher(make_on_each: Make) -> Searcher:
    return make_on_each(DOCUMENTS)


def test_clauses_add_up_to_the_score_of_each_hit(searcher: Searcher) -> None:
    explained = 0
    for text in QUERIES:
        request = SearchRequest(text)
        for hit in searcher.search(request).hits:
            why = searcher.why(hit.document.id, request)
            assert why is not None
            scoring = why.scoring
            assert (scoring.group, scoring.passes) == (hit.group, True), text
            assert scoring.score == pytest.approx(hit.score, abs=1e-3)
            assert sum(clause.score for clause in scoring.clauses) == pytest.approx(hit.score, abs=1e-3), text
            assert scoring.reranking is not None
            assert {(match.field, match.start, match.end) for match in why.matches}
            explained += 1
    assert explained > len(QUERIES)


def test_which_form_matched_where(searcher: Searcher) -> None:
    why = searcher.why("babil", SearchRequest("للقصف بابل"))
    assert why is not None
    assert [(m.field, m.text, m.words, m.how) for m in why.matches] == [
        ("title", "بابل", ("بابل",), "exact"),
        ("text", "بابل", ("بابل",), "exact"),
        ("text", "القصف", ("للقصف",), "stem"),
    ]
    assert {(c.level, c.terms) for c in why.scoring.clauses if "للقصف" in c.words} == {("stem", ("قصف",))}
    assert {c.level for c in why.scoring.clauses if "بابل" in c.words} == {"stem", "folded", "exact"}
    wire = json.loads(json.dumps(why_to_json(why)))
    assert wire["matches"][0]["text"] == "بابل"
    assert wire["clauses"][0]["score"] > 0


def test_what_is_no_hit(searcher: Searcher) -> None:
    assert searcher.why("nowhere", SearchRequest("قصف")) is None
    other = searcher.why("statement", SearchRequest("قصف"))
    assert other is not None
    assert (other.scoring.group, other.scoring.clauses, other.matches) == (None, (), ())
    filtered = searcher.why("base", SearchRequest("القصف", any_of={"source": ("مكتب",)}))
    assert filtered is not None
    assert (filtered.scoring.group, filtered.scoring.passes, filtered.scoring.reranking) == (1, False, None)


def test_new_reports_do_not_gain_by_being_new(make_on_each: Make) -> None:
    """Freshness never changes relevance: with the same words, reports of all days score the same, and come by their ids."""
    reports = [
        Document(str(9 - year), "قصف", "قصف على بابل", report_date=day) for year, day in enumerate(map(date_of, range(2016, 2025)))
    ]
    searcher = make_on_each(reports)
    hits = searcher.search(SearchRequest("قصف")).hits
    assert len({round(hit.score, 6) for hit in hits}) == 1
    assert [hit.document.id for hit in hits] == sorted(hit.document.id for hit in hits)
    newest = searcher.search(SearchRequest("قصف", sort="report_newest")).hits
    assert [hit.document.report_date for hit in newest] == sorted((report.report_date for report in reports), reverse=True)


def date_of(year: int) -> dt.date:
    return dt.date(year, 1, 1)
