import itertools

import pytest

from analyzers import fold, kashf_analyzer
from analyzers.arabic.lexicon import parse_lexicon, shipped_lexicon
from analyzers.arabic.stemmer import LightStemmer, root_of, shipped_affixes

TOGETHER = [
    "أخبار الأخبار وأخبارهم",
    "ضربة ضربات الضربات بضرباتها",
    "ميليشيا الميليشيا الميليشيات",
    "قصف القصف وقصفت بالقصف سيقصف",
    "كثير الكثير",
    "أغراض وأغراضها",
    "أمريكا امريكية الأمريكيين أمريكي",
    "مسؤول مسئول المسؤولون",
    "مقاتلو مقاتلي المقاتلين مقاتل",
    "لبنان ولبنان",
    "اللبنانيين لبناني لبنانية",
    "مدينة مدينتهم المدينة",
    "الحوثيون الحوثيين للحوثيين",
]
TOGETHER_AT_THE_ROOT = ["قاعدة قواعد القواعد", "مسؤول المسؤولية", "العراق العراقية", "ميليشيا مليشيات"]
APART = [
    "وزير زير",
    "الأسد سد",
    "بلد لد",
    "ألبانيا بانيا",
    "كتاب تاب",
    "والد د",
    "بيروت يروت",
    "ألعاب عاب",
    "تعاون تعا",
    "العراق العراقية",
]


def stems(words: str) -> list[str | None]:
    return [token.forms.stem for token in kashf_analyzer().tokens(words)]


@pytest.mark.parametrize("words", TOGETHER)
def test_forms_of_one_word_share_a_stem(words: str) -> None:
    assert len(set(stems(words))) == 1, stems(words)


@pytest.mark.parametrize("words", APART)
def test_different_words_do_not(words: str) -> None:
    assert len(set(stems(words))) == 2, stems(words)


@pytest.mark.parametrize("words", TOGETHER_AT_THE_ROOT)
def test_broken_plurals_and_nisbas_meet_their_nouns_at_the_root(words: str) -> None:
    tokens = kashf_analyzer().tokens(words)
    assert len({token.forms.stem for token in tokens}) > 1
    assert len({token.forms.root for token in tokens}) == 1


def test_without_a_lexicon_only_what_is_certain_is_cut() -> None:
    stemmer = LightStemmer(parse_lexicon(""), shipped_affixes())
    assert stemmer("القصف") == "قصف"
    assert stemmer("وقصف") == "وقصف"


def test_steps_explain_the_stem() -> None:
    stemmer = LightStemmer(shipped_lexicon(), shipped_affixes())
    steps = list(stemmer.steps(fold("وأخبارهم")))
    assert [(step.rule, step.affix) for step in steps] == [("proclitic", "و"), ("pronoun", "هم")]
    assert steps[-1].result == stemmer(fold("وأخبارهم"))


def test_every_step_changes_the_word() -> None:
    stemmer = LightStemmer(shipped_lexicon(), shipped_affixes())
    for word in itertools.islice(shipped_lexicon().ranks, 5_000):
        before = word
        for step in stemmer.steps(word):
            assert step.result != before
            assert step.result
            before = step.result


def test_root_keeps_a_stem_of_weak_letters() -> None:
    assert root_of("واي") == "واي"
