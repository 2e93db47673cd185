import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.arabic.lexicon import shipped_lexicon
from extraction.persons import PersonFinder
from extraction.reading import Reading
from extraction.rules import read_words
from extraction.words import words

FINDER = PersonFinder(read_words(), shipped_lexicon().ranks)


def found(text: str) -> list[tuple[str, str]]:
    reading = Reading("text", text, words(text), [])
    return [
        (text[reading.letter(name.first, name.cut) : reading.words.ends[name.last]], name.rule) for name in FINDER.find(reading)
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("وقال العميد سعد معن إن القوات تقدمت", ["سعد معن"]),
        ("والتقى قائد الشرطة اللواء محمد خالد الدليمي وفدا", ["محمد خالد الدليمي"]),
        ("قال رئيس مجلس المحافظة أحمد الكريم الخميس", ["أحمد الكريم"]),
        ("وصرح المتحدث باسم الهيئة عبد الله الجبوري", ["عبد الله الجبوري"]),
        ("وقالت المتحدثة باسمها باسم الشمري", ["باسم الشمري"]),
        ("الشيخ عبدالرحمن بن حمود التميمي", ["عبدالرحمن بن حمود التميمي"]),
        ("واستقبل وزير الخارجية الهولندي كاسبر فيلدكامب نظيره", ["كاسبر فيلدكامب"]),
        ("وزار المبعوث الأممي ستافان دي ميستورا دمشق", ["ستافان دي ميستورا"]),
        ("دعا الملك عبد الله بن عبد العزيز إلى", ["عبد الله بن عبد العزيز"]),
        ("بقيادة أبي حسين الراوي", ["أبي حسين الراوي"]),
        ("قتل أبو طلحة العراقي في الغارة", ["أبو طلحة العراقي"]),
        ("التقت أبو عبد الله التركي أحد", ["أبو عبد الله التركي"]),
        ("المعروف بأبي محمد الراوي قتل", ["أبي محمد الراوي"]),
        ("وبايع لفتحي العلواني كثيرون", ["فتحي العلواني"]),
        ("أحمد سعيد عثمان من المدينة", ["أحمد سعيد عثمان"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [name for name, _ in found(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "نقل إلى مستشفى كمال العدواني",  # a hospital
        "في شارع جمال العاني",
        "قرب معسكر أبو ناجي",
        "مدينة أبو غريب غرب العاصمة",
        "وقال الناطق باسم القوات إن الهجوم",
        "زار وزير الدفاع التركي هاتفيا طارئا",
        "على الحدود السورية",
        "قال محمد إن",  # one name alone
        "عمر الطفل خمسة أعوام",  # his age
        "منى وعرفات",
        "بيان القيادة العامة",
    ],
)
def test_no_names(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قال العقيد يوسف جربوع فيما رفض آخرون", "يوسف جربوع"),
        ("قال الرئيس منصور هادي الموجود في المدينة", "منصور هادي"),
        ("دعا السفير توم باراك الأطراف إلى الهدوء", "توم باراك"),
        ("أعلن العميد نبيل عبد الله السيطرة على المصفاة", "نبيل عبد الله"),
        ("قوات العميد عصام زهر الدين تتحصن", "عصام زهر الدين"),
        ("قال اللواء قاسم المحمدي، علي موجود", "قاسم المحمدي"),
        ("قال المقدم سالم راضي\nوأحمد كذلك", "سالم راضي"),
    ],
)
def test_where_names_end(text: str, name: str) -> None:
    assert found(text)[0][0] == name


def test_rules_are_named() -> None:
    text = "اللواء سعد معن. بزعامة هادي العامري. أبو فلاح العفجي. الجنرال كاسبر فيلدكامب. توقيف عماد جمعة قائد اللواء"
    assert [rule for _, rule in found(text)] == [
        "person:title+name", "person:verb+name", "person:kunya", "person:title+foreign", "person:name",
    ]  # fmt: skip


def test_nicknames() -> None:
    text = "القائد محمد جابر (أبو شجاع) قتل"
    reading = Reading("text", text, words(text), [])
    (name,) = FINDER.find(reading)
    last = FINDER.nickname(reading, name.last)
    assert last is not None
    assert text[reading.words.starts[name.last + 1] : reading.words.ends[last]] == "أبو شجاع"
    assert FINDER.nickname(reading, last) is None


WORD = st.sampled_from([
    "اللواء", "قال", "أبو", "محمد", "علي", "على", "بن", "عبد", "الله", "خالد", "العامري", "قائد", "باسم", "و،", ".",
    "(", ")", "الكولونيل", "دي", "بقيادة", "هاكان",
])  # fmt: skip


@given(st.lists(WORD).map(" ".join) | st.text())
def test_any_text_is_read(text: str) -> None:
    reading = Reading("text", text, words(text), [])
    free = 0
    for name in FINDER.find(reading):
        assert free <= name.first <= name.last < len(reading.words)
        free = name.last + 1
