import itertools

import pytest

from analyzers import fold, kashf_analyzer
from analyzers.arabic.affixes import shipped_affixes
from analyzers.arabic.lexicon import parse_lexicon, shipped_lexicon
from analyzers.arabic.rules import Reason, Refusal, Step
from analyzers.arabic.stemmer import MIN_STEM, LightStemmer, root_of, shipped_stemmer

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
    "نهاية النهاية",
    "مدينتان مدينتين المدينتين مدينة",
    "غارة غارتين الغارتان",
    "قصف قصفوها قصفوا",
    "سيقصفون قصف",
    "وزير وزيرهم ووزيرها",
    "كتاب كتابكم",
    "قصف وسيقصف سيقصف",
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
    stemmer = shipped_stemmer()
    steps = list(stemmer.steps(fold("وأخبارهم")))
    assert [(step.rule, step.affix) for step in steps] == [("proclitic", "و"), ("pronoun", "هم")]
    assert steps[-1].result == stemmer(fold("وأخبارهم"))


REFUSED = [
    ("وزير", "و", Reason.NOUN, "الوزير"),
    ("بيروت", "ب", Reason.UNKNOWN, "يروت"),
    ("لبنان", "ل", Reason.RARER, "بنان"),
    ("لبنان", "ان", Reason.NISBA, "لبناني"),
    ("البانيا", "ال", Reason.HAMZA, "البانيا"),
    ("تعاون", "ون", Reason.WHOLE, "التعاون"),
    ("الف", "ال", Reason.SHORT, ""),
    ("والد", "وال", Reason.SHORT, ""),
    ("البانيا", "ي", Reason.NO_PLURAL, "البان"),
]


@pytest.mark.parametrize(("word", "affix", "reason", "evidence"), REFUSED)
def test_refusals_explain_what_stays(word: str, affix: str, reason: Reason, evidence: str) -> None:
    refusals = [outcome for outcome in shipped_stemmer().trace(word) if isinstance(outcome, Refusal)]
    assert (affix, reason, evidence) in [(refusal.affix, refusal.reason, refusal.evidence) for refusal in refusals]
    assert all(refusal.evidence in str(refusal) for refusal in refusals)


def test_the_trace_has_the_steps_and_nothing_that_looks_like_an_affix_goes_unexplained() -> None:
    stemmer = shipped_stemmer()
    for word in itertools.islice(shipped_lexicon().ranks, 0, 20_000, 4):
        trace = list(stemmer.trace(word))
        assert [outcome for outcome in trace if isinstance(outcome, Step)] == list(stemmer.steps(word))
        if len(word) > MIN_STEM and word.startswith(shipped_affixes().proclitics) and not trace:
            assert word in shipped_affixes().irregular


def test_every_step_changes_the_word() -> None:
    stemmer = shipped_stemmer()
    for word in itertools.islice(shipped_lexicon().ranks, 5_000):
        before = word
        for step in stemmer.steps(word):
            assert step.result != before
            assert step.result
            before = step.result


def test_root_keeps_a_stem_of_weak_letters() -> None:
    assert root_of("واي") == "واي"
