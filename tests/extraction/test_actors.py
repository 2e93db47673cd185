"""Rules over the whole document, with a gazetteer of a few entries."""

import pytest

from extraction.extractor import Extractor, Gazetteer
from extraction.gazetteer import actor_table, parse_actors
from extraction.places import Place
from extraction.rules import read_words
from extraction.states import read_bodies, read_states, with_states
from extraction.values import Actor, Label

ACTORS = """\
type: armed_group
actors:
  - id: grp:hezbollah
    country: LB
    label: {ar: حزب الله, en: Hezbollah}
    short: {ar: [الحزب]}
  - id: grp:kataib-hezbollah
    country: IQ
    label: {ar: كتائب حزب الله, en: Kataib Hezbollah}
    aliases: {ar: [ميليشيا كتائب حزب الله], en: [KH]}
  - id: gov:IQ-pmf
    type: state_force
    country: IQ
    label: {ar: الحشد الشعبي, en: Popular Mobilization Forces}
    local: {ar: [الحشد]}
  - id: per:soleimani
    type: person
    country: IR
    label: {ar: قاسم سليماني, en: Qasem Soleimani}
"""
PLACES = (
    ("cty:IQ", "country", "العراق", "IQ", 33.0, 44.0),
    ("cty:LB", "country", "لبنان", "LB", 33.9, 35.8),
    ("cty:IR", "country", "إيران", "IR", 32.5, 53.5),
    ("cty:PS", "country", "فلسطين", "PS", 31.9, 35.2),
    ("plc:IL-tel-aviv", "city", "تل أبيب", "IL", 32.1, 34.8),
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    words = read_words()
    listed = with_states(parse_actors(ACTORS, "test.yaml"), read_states(), read_bodies())
    places = tuple(
        Place(id_, level, Label(name, name), (name,), lat, lon, (id_,), country)  # type: ignore[arg-type]  # levels all
        for id_, level, name, country, lat, lon in PLACES
    )
    return Extractor(Gazetteer(actor_table(listed, common=words.not_names()), places, words))


def actors(extractor: Extractor, text: str, *, country: str = "", title: str = "") -> dict[str, list[str]]:
    found = extractor.extract(title, text, country=country)
    return {actor.id: [mention.text for mention in actor.mentions] for actor in found.actors}


def rules(actor: Actor) -> list[str]:
    return [mention.rule for mention in actor.mentions]


def test_the_longest_name_masks_the_shorter(extractor: Extractor) -> None:
    text = "قصفت ميليشيا كتائب حزب الله وحزب الله"
    assert actors(extractor, text) == {"grp:kataib-hezbollah": ["ميليشيا كتائب حزب الله"], "grp:hezbollah": ["حزب الله"]}


def test_proclitics_are_no_part_of_a_mention(extractor: Extractor) -> None:
    (actor,) = extractor.extract("", "وبحزب الله ولحزب الله").actors
    assert [mention.text for mention in actor.mentions] == ["حزب الله", "حزب الله"]
    assert rules(actor) == ["gazetteer:grp:hezbollah"] * 2


def test_a_short_form_needs_the_full_one(extractor: Extractor) -> None:
    assert actors(extractor, "قال الحزب في بيان") == {}
    assert actors(extractor, "قال الحزب في بيان إن حزب الله") == {"grp:hezbollah": ["الحزب", "حزب الله"]}
    assert actors(extractor, "قال الحزب في بيان", title="حزب الله ينفي") == {"grp:hezbollah": ["حزب الله", "الحزب"]}


def test_family_names_join_the_full_name(extractor: Extractor) -> None:
    assert actors(extractor, "ظهر سليماني في صورة") == {}
    text = "ظهر قاسم سليماني. وكان سليماني، ولسليماني"
    assert actors(extractor, text) == {"per:soleimani": ["قاسم سليماني", "سليماني", "سليماني"]}
    unlisted = "قال العميد ناصر الشهراني إن. وأكد الشهراني"
    assert list(actors(extractor, unlisted).values()) == [["ناصر الشهراني", "الشهراني"]]


def test_a_family_name_of_two_persons_is_neither(extractor: Extractor) -> None:
    text = "قال العميد ناصر الشهراني والعميد خالد الشهراني. وأكد الشهراني"
    assert [len(mentions) for mentions in actors(extractor, text).values()] == [1, 1]


def test_local_names_follow_the_reports_country(extractor: Extractor) -> None:
    assert actors(extractor, "قال مصدر في الحشد", country="IQ") == {"gov:IQ-pmf": ["الحشد"]}
    assert actors(extractor, "قال مصدر في الحشد", country="YE") == {}
    assert actors(extractor, "قال مصدر في الحشد في لبنان") == {}
    assert "gov:IQ-pmf" in actors(extractor, "قال مصدر في الحشد في العراق")


def test_the_army_is_the_countrys_own(extractor: Extractor) -> None:
    assert actors(extractor, "قصف الجيش الإسرائيلي القرية. وانتشر الجيش", country="LB") == {
        "gov:IL-army": ["الجيش الإسرائيلي"],
        "gov:LB-army": ["الجيش"],
    }
    assert actors(extractor, "قصف الجيش الإسرائيلي القرية. وانسحب الجيش", country="PS") == {
        "gov:IL-army": ["الجيش الإسرائيلي", "الجيش"]
    }
    assert actors(extractor, "انتشر الجيش") == {}


def test_state_actors_in_both_spellings(extractor: Extractor) -> None:
    assert set(actors(extractor, "القوات الأمريكية والقوات الأميركية والجيش الأميركي")) == {"gov:US-army"}


@pytest.mark.parametrize(
    ("text", "government"),
    [
        ("ونفت إيران الاتهامات", "IR"),
        ("وأكدت طهران ذلك", "IR"),
        ("الفصائل المدعومة من إيران", "IR"),
        ("مليشيات موالية لإيران", "IR"),
        ("وقال إن إيران ستتحمل المسؤولية", "IR"),
        ("اتفاق رعته إيران", "IR"),
        ("قتل جندي وفق طهران", "IR"),
        ("وطالبت الحكومة العراقية طهران بالانسحاب", "IR"),
    ],
)
def test_states_that_act(extractor: Extractor, text: str, government: str) -> None:
    assert f"gov:{government}-government" in actors(extractor, text)


@pytest.mark.parametrize("text", ["سافر إلى إيران", "في طهران", "قصفت تل أبيب فجرا", "حدود إيران مع العراق", "وفاة في إيران"])
def test_places_that_do_not_act(extractor: Extractor, text: str) -> None:
    assert actors(extractor, text) == {}


def test_states_in_a_list_act_together(extractor: Extractor) -> None:
    assert set(actors(extractor, "وأدانت إيران والعراق الهجوم")) == {"gov:IR-government", "gov:IQ-government"}


def test_names_that_need_no_listing_get_provisional_ids(extractor: Extractor) -> None:
    found = extractor.extract("", "أعلنت كتيبة شهداء الغوطة. وقال قائدها أبو فلاح العفجي. وكتيبة شُهداء الغوطه")
    assert [(actor.id, actor.type, len(actor.mentions)) for actor in found.actors] == [
        ("x:كتيبه شهداء الغوطه", "armed_group", 2),
        ("x:ابوفلاح العفجي", "person", 1),
    ]
    assert all(extractor.known(actor.id) is None and actor.path == (actor.id,) for actor in found.actors)


def test_a_source_names_actors(extractor: Extractor) -> None:
    found = extractor.extract("", "بيان حزب الله", actors=("Kataib Hezbollah", "حزب الله", "لجنة القرية", " "))
    assert [(actor.id, len(actor.mentions)) for actor in found.actors] == [
        ("grp:kataib-hezbollah", 0),
        ("grp:hezbollah", 1),
        ("x:لجنه القريه", 0),
    ]


def test_latin_names_keep_their_capitals(extractor: Extractor) -> None:
    assert actors(extractor, "KH said") == {"grp:kataib-hezbollah": ["KH"]}
    assert actors(extractor, "kh said") == {}


def test_a_known_person_of_the_country_may_speak_by_the_family_name(extractor: Extractor) -> None:
    assert actors(extractor, "وقال سليماني إن", country="IR") == {"per:soleimani": ["سليماني"]}
    assert actors(extractor, "وقال سليماني إن", country="IQ") == {}
    assert actors(extractor, "وصل سليماني", country="IR") == {}


LOCAL = """\
type: state_force
actors:
  - {id: gov:SY-div4, country: SY, label: {ar: الفرقة الرابعة السورية, en: Syrian 4th Division}, local: {ar: [الفرقة الرابعة]}}
  - {id: per:trump, type: person, country: US, label: {ar: دونالد ترامب, en: Donald Trump}, aliases: {ar: [ترامب]}}
"""


@pytest.fixture(scope="module")
def listed() -> Extractor:
    entries = parse_actors(LOCAL, "test.yaml")
    return Extractor(Gazetteer(actor_table(entries, common=read_words().not_names()), (), read_words()))


def test_a_unit_that_a_country_has_comes_before_one_by_its_form(listed: Extractor) -> None:
    text = "انتشرت الفرقة الرابعة في البلدة"

    assert actors(listed, text, country="SY") == {"gov:SY-div4": ["الفرقة الرابعة"]}
    assert actors(listed, text, country="SD") == {"x:الفرقه الرابعه": ["الفرقة الرابعة"]}


def test_the_article_that_lam_swallows_belongs_to_a_units_name(listed: Extractor) -> None:
    (actor,) = listed.extract("", "دعم للفرقة السابعة").actors

    assert (actor.id, actor.label.ar, actor.mentions[0].text) == ("x:الفرقه السابعه", "الفرقة السابعة", "لفرقة السابعة")


def test_a_known_surname_behind_another_given_name_is_another_person(listed: Extractor) -> None:
    assert actors(listed, "قال ترامب إن الاتفاق قريب") == {"per:trump": ["ترامب"]}
    assert "per:trump" not in actors(listed, "قال محمد ترامب إن الاتفاق قريب")


@pytest.mark.parametrize(
    ("text", "named"), [("أمطار في مدينة دونالد ترامب", False), ("وقرب مستشفى ترامب", False), ("سقط نظام ترامب", True)]
)
def test_what_is_named_for_a_known_person_is_not_the_person(listed: Extractor, text: str, named: bool) -> None:
    assert ("per:trump" in actors(listed, text)) is named
