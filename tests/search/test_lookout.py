"""The first look over a long text loses no word that the analyzer would find."""

from __future__ import annotations

import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from analyzers.arabic.lexicon import shipped_lexicon
from analyzers.tokenizer import WORD
from search.lookout import LONG, Lookout, lookout
from search.occurrences import OccurrenceFinder
from search.planning import plan_query
from search.query_language import parse_query

ANALYZER = kashf_analyzer()
FILLER = "وهو كان قد\n"
SPELLINGS = (
    "القصف", "والقصفُ", "قَصْفها", "ﻗﺼﻒ", "قـصـف", "ڨصف", "للغارات", "غارة", "ضربته", "ضربات", "مسؤول", "مسئولين", "ولله",
    "الله", "ﷲ", "على", "علي", "گوگل", "كوكل", "پایگاه",
    "Airstrikes", "ａｉｒ", "airstrike’s", "dying", "die", "Kata'ib", "kataib", "café", "cafe\u0301", "ﬁre", "fires",
    "٢٠٢٤", "2024", "١٬٥٠٠", "1500", "F16",
)  # fmt: skip


def look(word: str) -> Lookout | None:
    return lookout([ANALYZER.forms(word)], [])


def agree(one: str, other: str) -> bool:
    """Whether two words agree at any level, which is that they do at the coarsest."""
    first, second = ANALYZER.forms(one), ANALYZER.forms(other)
    if first.exact == second.exact:
        return True
    return first.root == second.root if first.root else first.folded == second.folded and second.root is None


def held(lookout_: Lookout, text: str) -> list[str]:
    return [word for start, end in lookout_.windows(text) for word in WORD.findall(text[start:end])]


@pytest.mark.parametrize("asked", SPELLINGS)
def test_every_spelling_is_seen(asked: str) -> None:
    looking = look(asked)
    for found in SPELLINGS:
        if agree(asked, found) and looking is not None:
            for text in (found, FILLER + found, f"{FILLER}«{found}»/{found} {FILLER}", unicodedata.normalize("NFD", found)):
                assert found in held(looking, text) or unicodedata.normalize("NFD", found) in held(looking, text)


def test_all_known_words_of_one_root_are_seen() -> None:
    roots: dict[str, list[str]] = {}
    for word in shipped_lexicon().ranks:
        forms = ANALYZER.forms(word)
        roots.setdefault(forms.root or forms.folded, []).append(word)
    for words in random.Random(1).sample(sorted(roots.values()), 2_000):
        looking = look(words[0])
        if looking is not None:
            assert all(looking.windows(word) for word in words), words


@given(st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=30), st.integers(0, 4))
def test_windows_are_apart_and_hold_words_with_what_stands_around(words: list[str], context: int) -> None:
    text = " ".join(words)
    looking = lookout([], [([ANALYZER.forms("القصف")], context)])
    assert looking is not None
    windows = looking.windows(text)
    assert all(before[1] < after[0] for before, after in pairwise(windows))
    spans = [match.span() for match in WORD.finditer(text)]
    for index, (start, end) in enumerate(spans):
        if agree("القصف", text[start:end]):
            around = spans[max(0, index - context) : index + context + 1]
            assert any(low <= around[0][0] and around[-1][1] <= high for low, high in windows)
    for low, high in windows:
        inside = [(match.start() + low, match.end() + low) for match in WORD.finditer(text[low:high])]
        assert inside == [span for span in spans if low <= span[0] and span[1] <= high]


def test_a_phrase_is_looked_for_by_its_most_telling_word() -> None:
    phrase = [ANALYZER.forms(word) for word in ("من", "كتائب", "حزب")]
    looking = lookout([], [(phrase, 3)])
    assert looking is not None
    assert looking.windows("لا شيء هنا") == []
    assert held(looking, FILLER * 50 + "من كتائب حزب الله" + FILLER * 50).count("كتائب") == 1


@pytest.mark.parametrize("word", ["هي", "و", "أو", "中文", "дом"])
def test_words_without_letters_to_look_for_are_left_to_the_analyzer(word: str) -> None:
    assert look(word) is None
    assert lookout([ANALYZER.forms("القصف"), ANALYZER.forms(word)], []) is None


QUERIES = (
    "القصف",
    "غارة على حلب",
    '"عين الأسد"',
    '"من قبل القوات"',
    '"قصف حلب"~3',
    "قصف* airstrikes",
    "2024 على",
    'title:القصف "كتائب حزب الله"',
)
WORDS = (*SPELLINGS, "عين", "الأسد", "عين-الأسد", "من", "قبل", "القوات", "حلب", "لحلب", "كتائب", "حزب", "،", "\n\n", "<b>")


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(QUERIES))
def test_long_texts_are_marked_as_short_ones(words: list[str], query: str) -> None:
    text = " ".join(words)
    finder = OccurrenceFinder(plan_query(parse_query(query, ANALYZER)), ANALYZER, weakest="root")
    whole = finder._find(text, "text")
    assert finder.find(f"{text}\n{'و ' * LONG}") == whole
