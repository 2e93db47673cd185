"""The contract of every engine: what clauses match, and how they score."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from analyzers.analysis import GAP
from engines.base import Bool, Document, MatchAll, Phrase, Query, Term, Unscored

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
