"""The report's own date and country, where it says them itself."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import default_extractor
from extraction.origin import Origin

DAY = dt.date(2024, 2, 3)


def origin(title: str, text: str) -> Origin:
    return default_extractor().origins.find(title, text)


@pytest.mark.parametrize(
    ("text", "day", "country"),
    [
        ("بغداد – وكالة: أعلن الناطق بدء العملية", None, "IQ"),
        ("دمشق/ 3 شباط 2024", DAY, "SY"),
        ("دمشق/ 3 شباط 2024 قالت مصادر محلية إن الهدوء عاد", DAY, "SY"),
        ("صنعاء - السبت 3 فبراير 2024: شهدت المدينة", DAY, "YE"),
        ("عدن، 3 شباط 2024 (أ ف ب) - قتل خمسة جنود", DAY, "YE"),
        ("غزة - 3/2/2024: قصف مدفعي", DAY, "PS"),
        ("BAGHDAD, 3 February 2024 (AFP) - Two rockets fell", DAY, "IQ"),
        ("الخرطوم ـ وكالات: قال شهود", None, "SD"),
        ("أنقرة (الأناضول) قال الوزير", None, "TR"),
        # without a year it is no whole date
        ("بغداد، 3 شباط (رويترز) - قال مسؤول", None, "IQ"),
        # in Lebanon and in Libya
        ("طرابلس – مراسلنا: اشتباكات", None, ""),
        ("العراق – إيران: توتر على الحدود", None, ""),
    ],
)
def test_datelines(text: str, day: dt.date | None, country: str) -> None:
    assert origin("عنوان", text) == Origin(day, "dateline" if day else "", country)


@pytest.mark.parametrize(
    "text",
    [
        "قصفت طائرات بغداد في 3 شباط 2024",
        "بغداد عاصمة العراق منذ قرون",
        "السلام: كلمة تقال",
        "قال: بغداد، 3 شباط 2024",
        "",
        "\n\n",
        "!",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert origin("", text) == Origin()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("نشرة الرصد ليوم السبت 3 شباط 2024", "نص"),
        ("", "نشرة الرصد ليوم السبت 3 شباط 2024\nنص"),
        ("بيان", "التاريخ: 3 شباط 2024\nنص طويل"),
        ("بيان", "المكتب الإعلامي\nالسبت 3 شباط 2024 الساعة 12:30\nنص"),
        ("بيان", "نُشر في 2024-02-03\nوصل وفد في 5 آذار 2023"),
        ("", "صدر بتاريخ 3 شباط 2024\nأحداث:\nنص\n1 كانون الثاني 2024\nنص\n2 كانون الثاني 2024\nنص"),
        ("", "السبت 3 فبراير 2024 الموافق 22 رجب 1445 هـ\nنص"),
    ],
)
def test_dates_at_the_head(title: str, text: str) -> None:
    assert origin(title, text) == Origin(DAY, "head")


@pytest.mark.parametrize("foot", ["حرر في بغداد، 3/2/2024", "صنعاء\n3 شباط 2024", "المكتب الإعلامي - 3 شباط 2024 م"])
def test_dates_at_the_foot(foot: str) -> None:
    assert origin("بيان", f"نص أول\nنص ثان\nنص ثالث\nنص رابع\n{foot}\n") == Origin(DAY, "foot")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("ذكرى هجوم 11 أيلول 2001", "نص"),
        ("تقرير عن هجوم 11 أيلول 2001 ونتائجه", "نص"),
        # a chronicle has many days, and is of none
        ("", "1 آذار 2024\nحدث\n2 آذار 2024\nحدث"),
        ("", "1 آذار 2024\nحدث\nحدث\nحدث\nحدث\nحدث\nحدث\nحدث\n2 آذار 2024\nحدث\nحدث\nحدث\nحدث"),
        ("", "آذار 2024\nنص"),
        ("", "السبت\nنص"),
        ("", "وقعت في هذا اليوم 3 شباط 2024 معركة كبيرة\nنص"),
    ],
)
def test_dates_that_are_not_the_reports(title: str, text: str) -> None:
    assert origin(title, text).day is None


@given(st.text(), st.text())
def test_any_text_is_borne(title: str, text: str) -> None:
    found = origin(title, text)
    assert (found.day is None) == (found.day_found == "")


# ---- what extraction makes of the country


def test_the_dateline_decides_where_the_report_speaks_of_its_country() -> None:
    text = "دمشق – مراسلنا: بحثت واشنطن وموسكو وأنقرة الوضع، وقال الجيش إنه باق في حمص، وسط قلق في روسيا وتركيا والولايات المتحدة"
    found = default_extractor().extract("", text)
    assert (found.country, found.country_found) == ("SY", "dateline")
    assert "gov:SY-army" in {actor.id for actor in found.actors}


def test_a_dateline_abroad_decides_nothing() -> None:
    found = default_extractor().extract("", "بيروت – وكالة: قصف على حلب وإدلب وحماة وحمص")
    assert (found.country, found.country_found) == ("SY", "inferred")


def test_the_country_that_the_source_gives_wins() -> None:
    found = default_extractor().extract("", "دمشق – وكالة: قصف في حمص", country="IQ")
    assert (found.country, found.country_found) == ("IQ", "given")


def test_names_that_the_source_states_and_nobody_knows_are_listed() -> None:
    actors, locations = ["كتائب حزب الله", "جمعية الفلانيين", "grp:badr"], ["بغداد", "قرية لا يعرفها أحد", "cty:IQ"]
    found = default_extractor().extract("", "نص", actors=actors, locations=locations)
    assert found.unresolved == (("actor", "جمعية الفلانيين"), ("location", "قرية لا يعرفها أحد"))
    assert "x:جمعيه الفلانيين" in {actor.id for actor in found.actors}
