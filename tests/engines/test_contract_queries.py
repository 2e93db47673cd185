"""The contract of every engine: what clauses match, and how they score."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from analyzers.analysis import GAP
from engines.base import Bool, Dated, Document, Fuzzy, IdFilter, MatchAll, Phrase, Prefix, Query, Tagged, Term, Unscored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzers.analysis import Level
    from engines.base import Clause, Engine
    from tests.engines.conftest import Fill, Ids, Make

TEXTS = {
    "d1": "rockets hit the base near Ramadi",
    "d2": "base base base attacked by rockets",
    "d3": "the militia denied the attack on the base and on the road to the border",
    "d4": "road reopened",
    "d5": "rockets rockets rockets rockets near the border road and the base of the militia",
    "d6": "quiet night",
}


@pytest.fixture(scope="module")
def corpus(filled: Fill, make: Make) -> Iterator[Engine]:
    engine = filled(make.document(id_, text) for id_, text in TEXTS.items())
    yield engine
    engine.close()


def stem(word: str, weight: float = 1.0) -> Term:
    return Term("stem", word, weight)


def phrase(*words: str | None, level: Level = "stem", weight: float = 1.0) -> Phrase:
    """Words at their places; None leaves a gap."""
    return Phrase(level, tuple((place, word) for place, word in enumerate(words) if word is not None), weight)


class Reference:
    """BM25 by the book, over the terms that the engine was given."""

    k1, b = 1.2, 0.75

    def __init__(self, make: Make) -> None:
        self.words = {id_: make.terms("", text)["stem"].split(" ") for id_, text in TEXTS.items()}
        self.lengths = {id_: sum(word != GAP for word in words) for id_, words in self.words.items()}
        self.mean = sum(self.lengths.values()) / len(self.lengths)

    def term(self, word: str) -> dict[str, float]:
        counts = {id_: Counter(words)[word] for id_, words in self.words.items()}
        return self._scores(counts, self._idf(word))

    def phrase(self, *words: str | None) -> dict[str, float]:
        """Adjacent words; a phrase's idf is the sum of its words'."""
        counts = {
            id_: sum(tuple(held[at : at + len(words)]) == words for at in range(len(held))) for id_, held in self.words.items()
        }
        return self._scores(counts, sum(self._idf(word) for word in words))

    def _idf(self, word: str) -> float:
        df = sum(word in words for words in self.words.values())
        return math.log(1 + (len(self.words) - df + 0.5) / (df + 0.5))

    def _scores(self, counts: dict[str, int], idf: float) -> dict[str, float]:
        return {
            id_: idf * tf * (self.k1 + 1) / (tf + self.k1 * (1 - self.b + self.b * self.lengths[id_] / self.mean))
            for id_, tf in counts.items()
            if tf
        }


def added(*scores: dict[str, float]) -> dict[str, float]:
    total = Counter()
    for part in scores:
        total.update(part)
    return dict(total)


def assert_scores(engine: Engine, clause: Clause, expected: set[str]) -> None:
    result = engine.search(Query(clause, limit=100))
    assert {hit.document.id: hit.score for hit in result.hits} == pytest.approx(expected, rel=5e-6)
    assert result.total == len(expected)
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)


def test_scores_of_a_term_are_bm25(corpus: Engine, make: Make) -> None:
    reference = Reference(make)
    for word in ("base", "rocket", "road", "militia", "quiet"):
        assert_scores(corpus, stem(word), reference.term(word))


def test_scores_of_a_phrase_are_bm25(corpus: Engine, make: Make) -> None:
    reference = Reference(make)
    assert_scores(corpus, phrase("rocket", "rocket"), reference.phrase("rocket", "rocket"))
    assert_scores(corpus, phrase("base", "attacked"), reference.phrase("base", "attacked"))


def test_weights_multiply_and_scores_add_up(corpus: Engine, make: Make) -> None:
    reference = Reference(make)
    doubled = {id_: 2.5 * score for id_, score in reference.term("base").items()}
    assert_scores(corpus, stem("base", 2.5), doubled)
    either = Bool(should=(stem("base", 2.5), stem("road")))
    assert_scores(corpus, either, added(doubled, reference.term("road")))


def test_hits_can_carry_texts_alone(corpus: Engine) -> None:
    whole = corpus.search(Query(MatchAll(), limit=100)).hits
    texts = corpus.search(Query(MatchAll(), limit=100, texts_only=True)).hits
    assert [hit.document for hit in texts] == [Document(hit.document.id, hit.document.title, hit.document.text) for hit in whole]
    assert [hit.score for hit in texts] == [hit.score for hit in whole]


def test_hits_carry_the_whole_document(corpus: Engine) -> None:
    (hit,) = corpus.search(Query(stem("quiet"))).hits
    assert hit.document.id == "d6"
    assert hit.document.text == TEXTS["d6"]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (stem("rocket"), {"d1", "d2", "d5"}),
        (Term("exact", "rocket"), set()),
        (Term("exact", "Ramadi"), {"d1"}),
        (Term("folded", "ramadi"), {"d1"}),
        (Term("root", "ro"), {"d1", "d2", "d3", "d4", "d5"}),
        (Bool(must=(stem("rocket"), stem("near"))), {"d1", "d5"}),
        (Bool(must=(stem("rocket"),), should=(stem("near"), stem("quiet"))), {"d1", "d2", "d5"}),
        (Bool(must=(stem("rocket"),), should=(stem("near"), stem("ramadi")), minimum=1), {"d1", "d5"}),
        (Bool(must=(stem("rocket"),), should=(stem("near"), stem("ramadi")), minimum=2), {"d1"}),
        (Bool(should=(stem("quiet"), stem("reopened"))), {"d4", "d6"}),
        (Bool(should=(stem("road"), stem("border"), stem("rocket")), minimum=2), {"d3", "d5"}),
        (Bool(should=(stem("road"),), minimum=2), set()),
        (Bool(must=(stem("road"),), minimum=1), set()),
        (Bool(must=(stem("road"),), must_not=(stem("border"),)), {"d4"}),
        (Bool(should=(stem("road"),), must_not=(stem("border"),)), {"d4"}),
        (Bool(must_not=(stem("base"),)), {"d4", "d6"}),
        (Bool(must=(stem("base"), Bool(must_not=(stem("rocket"),)))), {"d3"}),
        (Bool(should=(Bool(must=(stem("quiet"), stem("night"))), phrase("road", "reopened"))), {"d4", "d6"}),
        (Bool(), set(TEXTS)),
        (MatchAll(), set(TEXTS)),
        (Unscored(stem("road")), {"d3", "d4", "d5"}),
        (Term("exact", "the"), {"d1", "d3", "d5"}),
        (stem("the"), set()),
        (stem(GAP), set()),
        (stem("no-such-word"), set()),
        (stem("two words"), set()),
        (stem(""), set()),
        (stem("\ud800"), set()),
        (Phrase("stem", ((0, "base"), (1, "\ud800"))), set()),
    ],
)
def test_what_matches(corpus: Engine, ids: Ids, clause: Clause, expected: set[str]) -> None:
    assert set(ids(corpus, clause)) == expected
    assert corpus.search(Query(clause, limit=0)).total == len(expected)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (phrase("rocket", "near"), {"d5"}),
        (phrase("near", "rocket"), set()),
        (phrase("near", "border"), set()),
        (phrase("near", None, "border"), {"d5"}),
        (phrase("near", "the", "border", level="folded"), {"d5"}),
        (phrase("border", "road", None, None, "base", None, None, "militia"), {"d5"}),
        (phrase("militia", "denied", None, "attack"), {"d3"}),
        (phrase("base"), {"d1", "d2", "d3", "d5"}),
        (Phrase("stem", ()), set()),
        (Phrase("stem", ((3, "base"),)), {"d1", "d2", "d3", "d5"}),
    ],
)
def test_phrases(corpus: Engine, ids: Ids, clause: Clause, expected: set[str]) -> None:
    assert set(ids(corpus, clause)) == expected


def test_phrases_keep_their_gaps_at_the_ends_of_a_field(filled: Fill, make: Make, ids: Ids) -> None:
    engine = filled([make.document("a", "the base burns the"), make.document("b", "burns the base")])
    assert ids(engine, phrase("base", "burn")) == ["a"]
    engine.close()


def test_no_phrase_matches_over_the_border_of_title_and_text(filled: Fill, make: Make, ids: Ids) -> None:
    engine = filled([make.document("a", "south falls", title="road north"), make.document("b", "road north south")])
    assert ids(engine, phrase("north", "south")) == ["b"]
    assert ids(engine, phrase("north", None, "south")) == []
    assert sorted(ids(engine, Bool(must=(stem("road"), stem("south"))))) == ["a", "b"]
    engine.close()


def test_what_is_not_scored_has_score_0(corpus: Engine) -> None:
    for clause in (MatchAll(), Bool(), Bool(must_not=(stem("quiet"),)), Unscored(stem("road")), stem("road", 0.0)):
        assert {hit.score for hit in corpus.search(Query(clause)).hits} == {0.0}


def test_the_score_of_one_document_is_that_among_all(corpus: Engine, ids: Ids) -> None:
    clause = Term("stem", "rocket")
    for hit in corpus.search(Query(clause, limit=3)).hits:
        (alone,) = corpus.search(Query(clause, filters=(IdFilter((hit.document.id, "nowhere", "\ud800")),))).hits
        assert (alone.document.id, alone.score) == (hit.document.id, pytest.approx(hit.score))
    assert ids(corpus, clause, filters=(IdFilter(()),)) == []


def test_unscored_parts_add_nothing(corpus: Engine, make: Make) -> None:
    clause = Bool(must=(stem("rocket"), Unscored(stem("base")), MatchAll()))
    assert_scores(corpus, clause, Reference(make).term("rocket"))


def test_empty_fields_hold_the_sentinel_and_count_as_one_word(filled: Fill, make: Make) -> None:
    engine = filled([make.document("a", "base"), make.document("b", ""), make.document("c", "the")])
    (hit,) = engine.search(Query(stem("base"))).hits
    assert hit.score == pytest.approx(math.log(1 + 2.5 / 1.5), rel=5e-6)
    engine.close()


def test_unknown_levels_are_refused(corpus: Engine) -> None:
    for clause in (Term("stemm", "base"), Phrase("stemm", ((0, "a"), (1, "b"))), Phrase("stemm", ())):
        with pytest.raises(ValueError, match="stemm"):
            corpus.search(Query(clause))


def test_an_empty_index_answers(engine: Engine) -> None:
    for clause in (MatchAll(), stem("base"), phrase("a", "b"), Bool(must_not=(stem("base"),))):
        result = engine.search(Query(clause, offset=5))
        assert (result.total, result.hits) == (0, ())


# ---- terms that are not written out


SPELLINGS = {
    "p1": "قصف القصف مقصوف",
    "p2": "قصفوا قلعة",
    "p3": "خصف 1.5 kata'ib",
    "p4": "فصق abcde",
    "p5": "abdce abxdexyz",
}


@pytest.fixture(scope="module")
def spellings(filled: Fill, make: Make) -> Iterator[Engine]:
    engine = filled(make.document(id_, text, title="عنوان") for id_, text in SPELLINGS.items())
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Prefix("folded", "قص"), {"p1", "p2"}),
        (Prefix("folded", "قصفوا"), {"p2"}),
        (Prefix("folded", "1."), {"p3"}),
        (Prefix("folded", "1x"), set()),
        (Prefix("folded", ".*"), set()),
        (Prefix("folded", "kata'"), {"p3"}),
        (Prefix("folded", "(a|b)[c]{2}^$?+\\"), set()),
        (Prefix("folded", "a b"), set()),
        (Prefix("folded", ""), set()),
        (Prefix("folded", "\ud800"), set()),
        (Prefix("folded", "ق" * 255), set()),
        (Prefix("title", "عن"), set(SPELLINGS)),
        (Fuzzy("folded", "قصف"), {"p1", "p3"}),
        (Fuzzy("folded", "قفص"), {"p1"}),
        (Fuzzy("folded", "abcde"), {"p4", "p5"}),
        (Fuzzy("folded", "abcdf", 2), {"p4", "p5"}),
        (Fuzzy("folded", "قصفوا", 2), {"p1", "p2"}),
        (Fuzzy("folded", "قل"), set()),
        (Fuzzy("folded", "abc", 2), set()),
        (Fuzzy("folded", "\ud800" * 9), set()),
        (Fuzzy("folded", "ق" * 255, 2), set()),
        (Fuzzy("folded", GAP * 3), set()),
    ],
)
def test_terms_that_are_not_written_out(spellings: Engine, ids: Ids, clause: Clause, expected: set[str]) -> None:
    assert set(ids(spellings, clause)) == expected
    assert {hit.score for hit in spellings.search(Query(clause)).hits} <= {1.0}


@pytest.mark.parametrize("clause", [Prefix("folded", "قص", 2.5), Fuzzy("folded", "قصف", 1, 2.5), Tagged("source", ("none",), 2.5)])
def test_constant_scores_are_the_weight_and_add_up(spellings: Engine, clause: Clause) -> None:
    alone = spellings.search(Query(clause)).hits
    assert {hit.score for hit in alone} == {2.5}
    twice = spellings.search(Query(Bool(must=(clause,), should=(clause,)))).hits
    assert {hit.score for hit in twice} == {5.0}
    nothing = Bool(should=(replace(clause, weight=0.0),))
    assert {hit.score for hit in spellings.search(Query(nothing)).hits} == {0.0}


@pytest.mark.parametrize(
    ("words", "slop", "expected"),
    [
        (("rocket", "border"), 1, set()),
        (("rocket", "border"), 2, {"d5"}),
        (("rocket", "base"), 1, set()),
        (("base", "rocket"), 3, {"d2"}),
        (("rocket", "base"), 3, {"d1"}),
        (("rocket", "base"), 4, {"d1", "d2"}),
        (("base", "attacked"), 1, {"d2"}),
        (("attacked", "base"), 1, set()),
        (("attacked", "base"), 2, {"d2"}),
        (("the", "border"), 1, set()),
    ],
)
def test_two_words_near_each_other(corpus: Engine, ids: Ids, words: tuple[str, str], slop: int, expected: set[str]) -> None:
    near = replace(phrase(*words, weight=3.0), slop=slop)
    assert set(ids(corpus, near)) == expected
    assert {hit.score for hit in corpus.search(Query(near)).hits} <= {3.0}


def test_what_engines_would_not_agree_on_is_refused(corpus: Engine) -> None:
    for clause, word in (
        (replace(phrase("a", "b", "c"), slop=1), "slop"),
        (replace(phrase("a"), slop=1), "slop"),
        (replace(phrase("a", "b"), slop=-1), "slop"),
        (Fuzzy("stem", "rocket", 0), "distance"),
        (Fuzzy("stem", "rocket", 3), "distance"),
        (Prefix("stemm", "a"), "stemm"),
        (Fuzzy("stemm", "rocket"), "stemm"),
    ):
        with pytest.raises(ValueError, match=word):
            corpus.search(Query(clause))


def test_documents_by_value_and_by_date_within_clauses(filled: Fill, make: Make, ids: Ids) -> None:
    documents = [
        make.document("a", "base", entities=[make.actor("grp:1", "side")], dates=[make.day("2024-01-20")]),
        make.document("b", "road", source="agency", dates=[make.month("2024-01")]),
        make.document("c", "base road", dates=[make.range("2024-01-30", "2024-02-02")]),
    ]
    with closing(filled(documents)) as engine:
        for clause, expected in (
            (Tagged("actor", ("side",)), {"a"}),
            (Tagged("actor", ("grp:1", "grp:2")), {"a"}),
            (Tagged("actor", ("none",)), {"b", "c"}),
            (Tagged("actor", ()), set()),
            (Tagged("event", ("2024-02",)), {"c"}),
            (Dated("event", dt.date(2024, 1, 1), dt.date(2024, 1, 31)), {"a", "b"}),
            (Dated("event", dt.date(2024, 1, 2)), {"a", "c"}),
            (Dated("event", dt.date(2024, 2, 1), dt.date(2024, 1, 1)), set()),
            (Dated("report"), set()),
            (Bool(should=(Tagged("source", ("agency",)), stem("base"))), {"a", "b", "c"}),
            (Bool(must=(stem("road"),), must_not=(Dated("event", None, dt.date(2024, 1, 31)),)), {"c"}),
        ):
            assert set(ids(engine, clause)) == expected, clause
        assert {hit.score for hit in engine.search(Query(Dated("event"))).hits} == {0.0}


def test_the_title_has_terms_of_its_own(filled: Fill, make: Make, ids: Ids) -> None:
    with closing(filled([make.document("a", "bases", title="road"), make.document("b", "road", title="The Bases")])) as engine:
        assert ids(engine, Term("title", "base")) == ["b"]
        assert ids(engine, Phrase("title", ((0, "base"), (1, "road")))) == []
        assert sorted(ids(engine, stem("base"))) == ["a", "b"]


def test_frequencies(corpus: Engine) -> None:
    asked = ["base", "rocket", "no-such-word", "", "two words", "\ud800", "base"]
    counts = {"base": 4, "rocket": 3, "no-such-word": 0, "": 0, "two words": 0, "\ud800": 0}
    assert corpus.frequencies("stem", asked) == counts
    assert corpus.frequencies("folded", ["rockets", "ramadi"]) == {"rockets": 3, "ramadi": 1}
    assert corpus.frequencies("stem", []) == {}
    many = [f"word{number}" for number in range(1_200)] + ["quiet"]
    assert sum(corpus.frequencies("stem", many).values()) == 1
    with pytest.raises(ValueError, match="stemm"):
        corpus.frequencies("stemm", ["base"])


def test_completions_where_the_engine_has_them(corpus: Engine) -> None:
    if corpus.completions("folded", "ro", 2) is None:
        assert corpus.completions("folded", "", 2) is None
        return
    assert corpus.completions("folded", "ro", 2) == (("road", 3), ("rockets", 3))
    assert corpus.completions("folded", "ro", 1) == (("road", 3),)
    assert corpus.completions("folded", "", 5) == ()
    assert corpus.completions("folded", "ro", 0) == ()
    assert corpus.completions("folded", "\ud800", 5) == ()
    assert corpus.completions("folded", "xyz", 5) == ()
