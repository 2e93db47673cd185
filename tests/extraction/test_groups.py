import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.groups import GroupFinder
from extraction.local_bodies import LocalBodyFinder
from extraction.matcher import Matcher
from extraction.places import Place
from extraction.reading import Reading
from extraction.rules import read_words
from extraction.values import Label
from extraction.words import words

GROUPS = GroupFinder(read_words())
BODIES = LocalBodyFinder(read_words())
PLACES = {"البصرة": "governorate", "مصراتة": "city", "إيران": "country", "صلاح الدين": "governorate", "دير الزور": "city"}
MATCHER: Matcher[Place] = Matcher(
    (name, Place(f"adm:{name}", level, Label(name, name), (name,), 0.0, 0.0, (f"adm:{name}",)))  # type: ignore[arg-type]  # levels all
    for name, level in PLACES.items()
)


def read(text: str) -> Reading:
    found = words(text)
    return Reading("text", text, found, MATCHER.matches(found))  # type: ignore[arg-type]  # matches of places alone


def groups(text: str) -> list[tuple[str, str]]:
    reading = read(text)
    return [
        (text[reading.letter(name.first, name.cut) : reading.words.ends[name.last]], name.rule) for name in GROUPS.find(reading)
    ]


def bodies(text: str) -> list[tuple[str, str]]:
    reading = read(text)
    return [
        (text[reading.letter(body.first, body.cut) : reading.words.ends[body.last]], body.type) for body in BODIES.find(reading)
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("وأعلنت كتيبة شهداء الغوطة مسؤوليتها", "كتيبة شهداء الغوطة"),
        ("انضم للواء فجر الأمة", "لواء فجر الأمة"),
        ("حركة النهضة الإسلامية تنفي", "حركة النهضة الإسلامية"),
        ("وتحاصر كتائب مصراتة الحي", "كتائب مصراتة"),
        ("أعلنت قوة حماية المدينة انسحابها", None),  # a town's, any town's
        ("أعلنت قوة إسناد المرابطين انسحابها", "قوة إسناد المرابطين"),
        ("تبنت حركة «رجال الفجر» الهجوم", "حركة «رجال الفجر"),
        ("بيان باسم «سرايا رعد الوادي»", "سرايا رعد الوادي"),
        ("انشق لواء أبو الفضل العباس", "لواء أبو الفضل العباس"),
    ],
)
def test_groups_by_head(text: str, name: str | None) -> None:
    found = [surface for surface, rule in groups(text) if rule == "group:head+name"]
    assert found == ([] if name is None else [name])


def test_groups_by_their_own_word() -> None:
    assert groups("مجموعة تطلق على نفسها «أحرار الوادي» تبنت") == [("أحرار الوادي", "group:named")]
    assert groups("عملية تسمى «أحرار الوادي» بدأت") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قصف مقر اللواء 35 مدرع", "اللواء 35 مدرع"),
        ("من الفرقة المدرعة التاسعة", "الفرقة المدرعة التاسعة"),
        ("الفرقة الأولى مشاة تقدمت", "الفرقة الأولى مشاة"),
        ("طوق فوج الطوارئ السادس الحي", "فوج الطوارئ السادس"),
        ("والكتيبة 777 انسحبت", "الكتيبة 777"),
        ("فوج الطوارىء السادس", "فوج الطوارىء السادس"),
        ("في المنطقة العسكرية الثالثة", "المنطقة العسكرية الثالثة"),
    ],
)
def test_units(text: str, name: str) -> None:
    assert groups(text) == [(name, "unit:numbered")]


@pytest.mark.parametrize(
    "text",
    [
        "حركة السير في المدينة",
        "مليشيات موالية لإيران احتجزت قافلة",
        "كتائب المعارضة تتقدم",
        "جيش النظام",
        "حركة نزوح كبيرة",
        "مجموعة حاولت الاقتراب من الحاجز",
        "ضابط في جبهة الكسارة",
        "في القطاع 28 قتيلا",
        "عملية «درع الربيع»",
        "اللواء محمد قال",
        "الفرقة 2024",
        "في المنطقة الثالثة",
        "كتيبة",
        "لواء.\nالقدس",
    ],
)
def test_no_groups(text: str) -> None:
    assert groups(text) == []


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("وذكر مصدر بقيادة شرطة البصرة ان", ("قيادة شرطة البصرة", "state_force")),
        ("واستهدفوا دورية لشرطة البصرة", ("شرطة البصرة", "state_force")),
        ("قيادة عمليات صلاح الدين", ("قيادة عمليات صلاح الدين", "state_force")),
        ("مجلس محافظة البصرة صوت", ("مجلس محافظة البصرة", "government")),
        ("يتقدم مجلس دير الزور العسكري شرقا", ("مجلس دير الزور العسكري", "armed_group")),
        ("وطالبت عشيرة الجبور بالثأر", ("عشيرة الجبور", "organization")),
        ("شيخ قبيلة بني هاشم", ("قبيلة بني هاشم", "organization")),
        ("وثق مرصد الوادي لحقوق الإنسان", ("مرصد الوادي لحقوق الإنسان", "organization")),
        ("أعلنت نقابة أطباء البصرة", ("نقابة أطباء البصرة", "organization")),
    ],
)
def test_local_bodies(text: str, body: tuple[str, str]) -> None:
    assert bodies(text) == [body]


@pytest.mark.parametrize(
    "text",
    [
        "قيادة البصرة", "مجلس البصرة", "عشائر صلاح الدين", "عشائر المنطقة", "قبائل الشمال", "منظمة إنسانية",
        "شبكة الكهرباء", "شرطة المرور", "رابطة قوية",
    ],
)  # fmt: skip
def test_no_local_bodies(text: str) -> None:
    assert bodies(text) == []


WORD = st.sampled_from([
    "كتيبة", "لواء", "اللواء", "35", "شهداء", "الغوطة", "«أحرار", "»", "\"", "تسمي", "نفسها", "مجموعة", "شرطة",
    "البصرة", "قبيلة", "بني", "منظمة", "لحقوق", "،", "إيران",
])  # fmt: skip


@given(st.lists(WORD).map(" ".join) | st.text())
def test_any_text_is_read(text: str) -> None:
    reading = read(text)
    for finder in (GROUPS, BODIES):
        free = 0
        for name in finder.find(reading):
            assert free <= name.first <= name.last < len(reading.words)
            free = name.last + 1


def test_two_tribes() -> None:
    assert [name for name, _ in bodies("بين عشيرتي آل بو جابر وبيت سعدون في الناحية")] == ["آل بو جابر", "بيت سعدون"]
    assert [name for name, _ in bodies("مع قبائل مراد وعبيدة ومقاتلين")] == ["قبائل مراد", "عبيدة"]
    assert [name for name, _ in bodies("مع قبيلة مراد وعبيدة")] == ["قبيلة مراد"]
