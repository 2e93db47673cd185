"""Which place names are accepted, and what they are resolved to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.locations import LocationResolver, Passage
from extraction.matcher import Matcher
from extraction.places import Place, load_places
from extraction.words import words

if TYPE_CHECKING:
    from extraction.values import Location

PLACES = load_places()
SHORT = [name for place in PLACES if place.curated for name in place.names if len(name) <= 4]
MATCHER: Matcher[Place] = Matcher(((name, place) for place in PLACES for name in place.names), short=SHORT)
RESOLVER = LocationResolver(PLACES)


def found(text: str, *, title: str = "", country: str = "") -> dict[str, Location]:
    """The locations of a text by their Arabic labels."""
    passages = []
    for field, content in (("title", title), ("text", text)):
        parts = words(content)
        passages.append(Passage("title" if field == "title" else "text", content, parts, MATCHER.matches(parts)))
    return {location.label.ar: location for location in RESOLVER.resolve(passages, country=country)}


def test_a_strike_in_babil() -> None:
    text = (
        "استهدفت طائرة مقرا ضمن قضاء جرف النصر شمال محافظة بابل في العراق، ردا على هجوم على قاعدة الأسد الجوية "
        "وقاعدة عين الأسد، في ظل العدوان على غزّة"
    )
    locations = found(text)
    assert set(locations) == {"جرف النصر", "بابل", "العراق", "قاعدة عين الأسد", "قطاع غزة"}
    assert locations["جرف النصر"].path[:2] == ("cty:IQ", "adm:IQ-babil")
    assert locations["بابل"].path == ("cty:IQ", "adm:IQ-babil")
    assert locations["بابل"].level == "governorate"
    assert locations["قاعدة عين الأسد"].path[:2] == ("cty:IQ", "adm:IQ-anbar")
    assert len(locations["قاعدة عين الأسد"].mentions) == 2
    assert locations["قطاع غزة"].country == "PS"


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("رفع العلم العراقي فوق المبنى في تكريت", "IQ", {"تكريت"}),  # the flag
        ("دخلت القوة ناحية العلم شرق تكريت", "IQ", {"العلم", "تكريت"}),
        ("دعم السلم والسلام والنصر", "IQ", set()),
        ("قال الرئيس الأسد وبشار الأسد", "SY", set()),
        ("اغتيل اللواء علي صالح", "YE", set()),
        ("نشر صور القتلى", "LB", set()),
        ("قصف مدينة صور جنوب لبنان", "LB", {"صور", "جنوب لبنان"}),
        ("في مسقط رأسه", "OM", set()),
        ("سافر للحج", "YE", set()),  # for the pilgrimage, not for Lahij
        ("تقديم دعم مالي", "IQ", set()),
        ("انقلاب في مالي", "IQ", {"مالي"}),
        ("انفجار في حي عدن شرقي الموصل", "IQ", {"حي عدن (الموصل)", "الموصل"}),  # a part of Mosul, not Aden
        ("اشتباك في شارع الزاوية بطرابلس", "LY", {"شارع الزاوية (طرابلس)", "طرابلس"}),
        ("القوات العراقية والطائرات الأمريكية", "IQ", set()),  # adjectives are no places
        ("وصلت لواء القدس إلى حلب", "SY", {"حلب"}),  # a group
        ("قتل جنديا تركيا في عفرين", "SY", {"عفرين"}),  # a Turkish soldier
        ("قالت صحيفة « الشرق الأوسط » أمس", "SA", set()),
        ("نص اتفاق الطائف على نزع السلاح", "LB", set()),
        ("اتفاق إيران والسعودية", "IQ", {"إيران", "السعودية"}),
        ("يعد ابادة جماعية", "IR", set()),
        ("سنة جديدة في سنة", "IR", set()),
        ("نزحوا في الخيام", "PS", set()),  # in the tents
    ],
)
def test_only_what_names_a_place_is_accepted(text: str, country: str, expected: set[str]) -> None:
    assert set(found(text, country=country)) == expected


def test_a_namesake_goes_to_the_country_of_the_report() -> None:
    assert found("اشتباكات في طرابلس", country="LY")["طرابلس"].country == "LY"
    lebanese = found("اشتباكات في طرابلس", country="LB")["طرابلس"]
    assert lebanese.country == "LB"
    assert "plc:LY-tripoli-libya" in lebanese.alternatives
    assert lebanese.confidence < 1


def test_the_country_is_told_by_the_names_where_the_source_does_not() -> None:
    assert found("تحرك رتل من بنغازي وسرت نحو طرابلس")["طرابلس"].id == "plc:LY-tripoli-libya"


def test_the_title_and_the_text_are_resolved_together() -> None:
    locations = found("اشتباكات في طرابلس", title="مقتل جندي في ليبيا")
    assert locations["ليبيا"].mentions[0].field == "title"
    assert locations["طرابلس"].mentions[0].field == "text"


def test_the_noun_of_a_unit_tells_the_level_and_is_no_part_of_the_mention() -> None:
    unit = found("قصف محافظة حلب", country="SY")["محافظة حلب"]
    assert (unit.level, unit.mentions[0].text) == ("governorate", "حلب")
    assert found("قصف مدينة حلب", country="SY")["حلب"].level == "city"
    assert found("قصف حلب", country="SY")["حلب"].level == "city"


def test_a_head_that_belongs_to_the_name_stays_in_the_mention() -> None:
    assert found("اقتحام مخيم جنين", country="PS")["مخيم جنين"].mentions[0].text == "مخيم جنين"


def test_a_list_shares_its_evidence() -> None:
    assert {"تكريت", "العلم"} <= set(found("سيطرت القوات على تكريت والعلم", country="IQ"))
    assert "العلم" not in found("رفع العلم في بغداد", country="IQ")


def test_a_name_that_is_also_a_word_counts_behind_a_direction_near_another_place() -> None:
    assert "الكسوة" in found("انسحبت من دمشق نحو الكسوة", country="SY")
    assert "الكسوة" not in found("وزعت الكسوة في دمشق", country="SY")
    assert "الخيام" in found("امتد القصف من مرجعيون إلى الخيام", country="LB")


def test_a_city_that_is_also_a_word_counts_behind_a_direction_at_home() -> None:
    assert "معان" in found("احتجاجات في معان", country="JO")
    assert "معان" not in found("كلمات ذات معان", country="JO")


def test_short_names_that_are_words_stand_in_lists() -> None:
    locations = found("غارات على صنعاء وتعز وحجة وصعدة", country="YE")
    assert any(location.id == "adm:YE-hajjah" or location.label.ar.endswith("حجة") for location in locations.values())


def test_the_unit_of_the_same_governorate_vouches() -> None:
    assert "العمود" in found("صاروخ على العمود بمديرية الجوبة", country="YE")
    assert "العمود" not in found("انكسر العمود في صنعاء", country="YE")


def test_a_place_close_to_another_of_the_sentence_is_meant() -> None:
    syrian = found("قصفت طائرات قاعدة الإمام علي قرب البوكمال. وقالت بغداد", country="IQ")
    assert "plc:SY-imam-ali-base-al-bukamal" in {location.id for location in syrian.values()}
    iraqi = found("أقلعت طائرة من قاعدة الإمام علي قرب الناصرية", country="IQ")
    assert "plc:IQ-imam-ali-air-base" in {location.id for location in iraqi.values()}


def test_behind_a_part_of_it_a_town_is_the_town() -> None:
    assert found("غارة على حي الرمال في غزة", country="PS")["مدينة غزة"].level == "city"
    assert found("العدوان على غزة", country="PS")["قطاع غزة"].level == "region"


def test_any_town_of_the_country_is_found_behind_its_noun() -> None:
    towns = [place for place in PLACES if not place.curated and place.country == "SY" and " " in place.names[0] and not place.weak]
    missed = [
        town.id for town in towns if town.id not in {one.id for one in found(f"قصف بلدة {town.names[0]}", country="SY").values()}
    ]
    assert len(missed) <= len(towns) // 25  # the rest are namesakes of larger ones


def test_english_names_are_found() -> None:
    assert set(found("Rockets hit Ain al-Asad and Aleppo")) == {"قاعدة عين الأسد", "حلب"}


def test_names_behind_proclitics_are_found() -> None:
    location = found("وبالموصل قتل شخصان", country="IQ")["الموصل"]
    assert location.mentions[0].text == "الموصل"


def test_the_rule_says_what_vouched() -> None:
    assert found("قضاء سنجار", country="IQ")["سنجار"].mentions[0].rule == "place: tier 1, after قضاء"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200) | st.lists(st.sampled_from(
    ["قضاء", "العلم", "وحلب", "بابل،", "قرية", "للعراق", "الموصـل", "و", "غزّة", "\n", "Tyre", "حي عدن", "صور"]
), max_size=12).map(" ".join))  # fmt: skip
def test_any_text_gives_spans_that_slice_it(text: str) -> None:
    for location in found(text).values():
        assert 0 < location.confidence <= 1
        for mention in location.mentions:
            assert text[mention.start : mention.end] == mention.text != ""
