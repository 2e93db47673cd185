import pytest

from analyzers import kashf_analyzer
from engines.base import Document, Hit
from search.planning import plan_query
from search.query_language import parse_query
from search.reranking import WEIGHT, Reranker, grams


def hits(*texts: str, scores: tuple[float, ...] = ()) -> list[Hit]:
    return [Hit(Document(str(number), "", text), scores[number] if scores else 1.0) for number, text in enumerate(texts)]


def order(query: str, found: list[Hit]) -> list[str]:
    analyzer = kashf_analyzer()
    plan = plan_query(parse_query(query, analyzer))
    return [hit.document.id for hit in Reranker(analyzer).rerank(found, plan)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("الأسد", ["الا", "لاس", "اسد"]), ("دم", ["دم"]), ("على", []), ("F16", ["f16"])],
)
def test_grams_of_a_word(word: str, expected: list[str]) -> None:
    assert grams(kashf_analyzer().forms(word)) == expected


def test_a_misspelt_name_gains() -> None:
    assert order("المليشيات", hits("مظاهرة في الساحة", "ميليشياوية في الساحة")) == ["1", "0"]


def test_the_engines_score_still_counts() -> None:
    assert order("قصف", hits("قصف عنيف", "هدوء حذر", scores=(1.0, 1.0 + WEIGHT * 100))) == ["1", "0"]


def test_equal_hits_keep_their_order_and_scores() -> None:
    found = hits("قصف", "قصف", "قصف")
    assert order("قصف", found) == ["0", "1", "2"]
    assert order("على", found) == ["0", "1", "2"]
    assert order("قصف", []) == []
