"""Which words find each other through a real search at its default level, and which do not."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from analyzers import kashf_analyzer
from engines import open_engine
from indexer.pipeline import Pipeline, to_document
from indexer.values import SourceDocument
from search.searching import Searcher
from search.values import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzers import Level

TOGETHER = [
    "أخبار الأخبار وأخبارهم",
    "ضربة ضربات الضربات بضرباتها",
    "قصف القصف وقصفت بالقصف",
    "أمريكا امريكية الأمريكيين",
    "مسؤول مسئول",
    "ميليشيا الميليشيات",
    "درعا ودرعا بدرعا",
    "F16 الـF16",
    "CNN الـCNN",
]
TOGETHER_AT_THE_ROOT = ["قاعدة قواعد", "ميليشيا مليشيات", "مسؤول المسؤولية"]
APART = ["وزير زير", "الأسد سد", "بلد لد", "ألبانيا بانيا", "كتاب تاب", "درعا درع", "طهران طهر", "بيروت يروت"]
WORDS = sorted({word for group in TOGETHER + TOGETHER_AT_THE_ROOT + APART + ["على علي"] for word in group.split()})


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A document for each word, with nothing else in it."""
    url = f"embedded:{tmp_path_factory.mktemp('finding') / 'index'}"
    pipeline = Pipeline(kashf_analyzer(), None)
    engine = open_engine(url, fingerprint=kashf_analyzer().fingerprint, create=True)
    with engine.writer() as writer:
        sources = (SourceDocument(title="", text=word) for word in WORDS)
        writer.put(pipeline.analyze(to_document(source.text, source, pipeline.extract(source))) for source in sources)
        writer.commit()
    yield Searcher(engine, kashf_analyzer(), lambda _: None)
    engine.close()


def found(searcher: Searcher, word: str, level: Level | None = None) -> set[str]:
    """What is found at a level or closer; by default in the first group, or the second where the first is empty."""
    answer = searcher.search(SearchRequest(text=word, level=level, size=100))
    return {hit.document.id for hit in answer.hits}


def in_first_group(searcher: Searcher, word: str) -> set[str]:
    answer = searcher.search(SearchRequest(text=word, size=100))
    return {hit.document.id for hit in answer.hits[: answer.total]}


@pytest.mark.parametrize(("one", "other"), [pair for group in TOGETHER for pair in itertools.permutations(group.split(), 2)])
def test_forms_of_a_word_find_each_other(searcher: Searcher, one: str, other: str) -> None:
    assert other in in_first_group(searcher, one)


@pytest.mark.parametrize(
    ("one", "other"), [pair for group in TOGETHER_AT_THE_ROOT for pair in itertools.permutations(group.split(), 2)]
)
def test_forms_of_a_root_find_each_other_in_the_second_group(searcher: Searcher, one: str, other: str) -> None:
    assert other in found(searcher, one) - in_first_group(searcher, one)


@pytest.mark.parametrize(("one", "other"), [pair for group in APART for pair in itertools.permutations(group.split(), 2)])
def test_words_that_only_look_alike_do_not(searcher: Searcher, one: str, other: str) -> None:
    assert one in in_first_group(searcher, one)
    assert other not in in_first_group(searcher, one)


@pytest.mark.parametrize(("one", "other"), [("على", "علي"), ("علي", "على")])
def test_the_preposition_and_the_name_are_told_apart_at_the_exact_level(searcher: Searcher, one: str, other: str) -> None:
    assert found(searcher, one, "exact") == {one}
