"""Places that no gazetteer lists: which names are found, how far they go, where they are put."""

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


def found(text: str, *, title: str = "", country: str = "IQ", taken: frozenset[int] = frozenset()) -> dict[str, Location]:
    """The locations of a text by their Arabic labels; `taken`: words of the text that name something else."""
    passages = []
    for field, content in (("title", title), ("text", text)):
        parts = words(content)
        inside = taken if field == "text" else frozenset()
        name = "title" if field == "title" else "text"
        passages.append(Passage(name, content, parts, MATCHER.matches(parts), inside))  # type: ignore[arg-type]  # a literal
    return {location.label.ar: location for location in RESOLVER.resolve(passages, country=country)}


@pytest.mark.parametrize(
    ("text", "country", "label", "mention"),
    [
        ("اقتحام حي الغدير", "SY", "حي الغدير", "حي الغدير"),
        ("وصلوا إلى قرية قزقوزان", "SY", "قزقوزان", "قزقوزان"),  # the noun of a unit is no part of the name
        ("قصف قرية عين الدلبوت", "SY", "عين الدلبوت", "عين الدلبوت"),
        ("دخلوا حي 23 أيلول ليلا", "SY", "حي 23 أيلول", "حي 23 أيلول"),
        ("سقطت قذيفة قرب تلة المنشار الشرقية", "LB", "تلة المنشار الشرقية", "تلة المنشار الشرقية"),
        ("هاجموا معسكر اللواء 45 مشاة", "YE", "معسكر اللواء 45 مشاة", "معسكر اللواء 45 مشاة"),
        ("دفنوا في مقبرة النبي سالم الكبرى", "IQ", "مقبرة النبي سالم الكبرى", "مقبرة النبي سالم الكبرى"),
    ],
)
def test_a_noun_and_a_name_make_a_place(text: str, country: str, label: str, mention: str) -> None:
    locations = found(text, country=country)
    assert label in locations
    location = locations[label]
    assert location.mentions[0].text == mention
    assert location.id.startswith(f"x:{country} ")
    assert location.country == country
    assert location.path[0] == f"cty:{country}"
    assert location.path[-1] == location.id
    assert location.confidence < 0.9


@pytest.mark.parametrize(
    "text",
    [
        "تضررت قرية صغيرة وقرية أخرى",
        "نقلوا إلى مستشفى المدينة ومستشفى ميداني",
        "استشهد في ميدان المعركة",
        "درس في جامعة الزيتون ثم التحق بكلية الهندسة",
        "سجن الصحفي عامين",
        "العمل على إحياء التراث",  # revival, not neighbourhoods
        "وسعوا قاعدة المقرضين في حقل الاقتصاد",
        "حي سكني وشارع رئيسي ومدرسة ابتدائية",
        "من ناحية أخرى",
        "أعلن المتحف الوطني الكندي",
        "قرية قتل فيها خمسة",
    ],
)
def test_common_nouns_are_no_names(text: str) -> None:
    assert found(f"بغداد. {text}").keys() == {"بغداد"}


def test_only_countries_whose_units_are_listed_have_provisional_places() -> None:
    assert not found("انفجار في حي قزقوزان", country="FR")
    assert not found("انفجار في حي قزقوزان", country="")


def test_a_noun_means_a_place_only_where_it_is_used_so() -> None:
    assert "الغيدوس" in found("سيطروا على مديرية الغيدوس", country="YE")
    assert not found("قالت مديرية الغيدوس", country="IQ")


def test_what_names_something_else_is_left_alone() -> None:
    text = "قرب مستشفى الشيخ سالم"
    assert found(f"{text} في الرمادي")
    assert set(found(f"{text} في الرمادي", taken=frozenset({2, 3}))) == {"الرمادي"}


def test_names_that_recur_in_every_town_are_shown_with_theirs() -> None:
    street = found("قصف شارع الجمهورية بالموصل")["شارع الجمهورية (الموصل)"]
    assert street.mentions[0].text == "شارع الجمهورية"
    assert "plc:IQ-mosul" in street.path
    assert (street.lat, street.lon) == (found("الموصل")["الموصل"].lat, found("الموصل")["الموصل"].lon)


def test_a_part_of_a_town_that_is_called_like_another_place_is_shown_with_its_town() -> None:
    assert "حي القادسية (تكريت)" in found("اشتباكات في حي القادسية بتكريت")


def test_a_generic_name_needs_its_town() -> None:
    assert "المستشفى الجنوبي (الموصل)" in found("قصف المستشفى الجنوبي في الموصل")
    assert not found("قصف المستشفى الجنوبي")


def test_the_town_is_the_one_that_the_document_is_about() -> None:
    locations = found("قصف شارع الوحدة مساء. ومر رتل من الرمادي", title="معارك الموصل")
    assert "شارع الوحدة (الموصل)" in locations


def test_a_dateline_is_where_the_reporter_is() -> None:
    assert "شارع الوحدة (الموصل)" in found("بغداد - تقدمت القوات في الموصل. وقصف شارع الوحدة مساء")


def test_of_two_towns_the_nearer_is_meant() -> None:
    text = "تقدمت القوات في الموصل. " + "وقال ناطق إن العملية مستمرة منذ أيام طويلة. " * 30 + "وفي الرمادي قصف شارع الوحدة"
    assert "شارع الوحدة (الرمادي)" in found(text)


def test_a_village_lies_in_the_unit_behind_it_and_has_no_point() -> None:
    village = found("قتل راع في قرية قزقوزان بقضاء سنجار")["قزقوزان"]
    assert village.path[:3] == ("cty:IQ", "adm:IQ-nineveh", "dis:IQ-sinjar")
    assert (village.lat, village.lon) == (None, None)


def test_what_lies_aside_of_a_town_is_only_in_its_governorate() -> None:
    assert found("قتل راع في قرية قزقوزان شمال سنجار")["قزقوزان"].path[:-1] == ("cty:IQ", "adm:IQ-nineveh")


def test_a_bridge_is_in_the_town_that_it_is_named_for_but_a_street_is_not() -> None:
    bridge = found("دمروا جسر الرستن قرب دمشق", country="SY")["جسر الرستن"]
    assert "dis:SY-al-rastan" in bridge.path
    street = found("رتل في شارع حيفا. دخلوا جنين", country="PS")["شارع حيفا (جنين)"]
    assert "plc:PS-jenin" in street.path


def test_a_noun_in_the_plural_reaches_over_its_list() -> None:
    locations = found("تحرير أحياء الملاعين والسمان وقزقوزان ورفع العلم في الموصل")
    assert {"حي الملاعين", "حي السمان", "حي قزقوزان"} <= set(locations)
    assert locations["حي السمان"].mentions[0].text == "السمان"
    assert not any("رفع" in label for label in locations)


def test_a_plural_finds_what_is_listed_under_the_full_name() -> None:
    locations = found("تعرضت حقول العمر والتنك وكونيكو لهجوم", country="SY")
    assert {"حقل العمر", "حقل التنك"} <= set(locations)
    assert locations["حقل العمر"].id == "plc:SY-al-omar-oil-field"


def test_a_list_has_the_unit_behind_its_last_name() -> None:
    village = found("نزح أهالي قرى قزقوزان وغرانيج والكشكية بريف دير الزور", country="SY")["قزقوزان"]
    assert village.path[:-1] == ("cty:SY", "adm:SY-deir-ez-zor-governorate")


@pytest.mark.parametrize(
    "text",
    [
        "قصف تل رفعت وعفرين وقزقوزان شمال حلب",
        "معارك في قزقوزان وعفرين",
        "سقطت قذيفة قرب قزقوزان جنوب حلب",
        "انتشروا بين عفرين وقزقوزان",
    ],
)
def test_a_word_of_no_language_beside_known_places_is_one(text: str) -> None:
    assert "قزقوزان" in found(text, country="SY")


@pytest.mark.parametrize("text", ["قصف عفرين وقزقوزان", "وصل قزقوزان إلى حلب", "معارك في حلب وانسحبت القوات"])
def test_beside_one_place_alone_it_is_not(text: str) -> None:
    assert "قزقوزان" not in found(text, country="SY")
    assert "انسحبت" not in found(text, country="SY")


def test_one_name_is_one_place_in_a_document() -> None:
    locations = found("قصفوا شارع الوحدة في الموصل", title="غارات على شارع الوحدة")
    assert [mention.field for mention in locations["شارع الوحدة (الموصل)"].mentions] == ["title", "text"]


def test_the_rule_names_the_noun() -> None:
    assert found("قصف حي الغدير")["حي الغدير"].mentions[0].rule == "place: unlisted, after حي"


@given(st.lists(st.sampled_from(
    ["حي", "أحياء", "قرية", "وقرى", "بمستشفى", "المستشفى", "الجنوبي", "شارع", "17", "تموز", "معسكر", "اللواء", "الموصل", "والموصل",
     "قزقوزان", "وقزقوزان", "بين", "شمال", "عين", "أبو", "عبد", "محمد", "الملك", ".", "،", "\n", "و", "إلى", "سِنجار", "حقولـ"]
), max_size=14).map(" ".join))  # fmt: skip
def test_any_row_of_words_gives_spans_that_slice_it(text: str) -> None:
    for location in found(text).values():
        assert 0 < location.confidence <= 1
        assert location.label.ar.strip()
        for mention in location.mentions:
            assert text[mention.start : mention.end] == mention.text != ""


def test_an_airport_that_no_gazetteer_lists_is_abroad_unless_a_town_is_named_with_it() -> None:
    assert not {label for label in found("حولت الطائرات إلى مطار لارنكا", country="LB") if "لارنكا" in label}
    assert "مطار القزقوز" in found("قصفوا مطار القزقوز في حلب", country="SY")
