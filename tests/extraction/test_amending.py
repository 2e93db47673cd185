"""What a user's gazetteer changes: of a few entries, and of the shipped ones as `docs/gazetteer.md` shows it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction import Extractor, default_extractor, load_gazetteer
from extraction.amending import Amended, amended
from extraction.entries import reparented
from extraction.gazetteer import GazetteerError, KnownActor, Name, parse_actors
from extraction.matcher import name_key
from extraction.places import Place
from extraction.user_gazetteer import parse_user_gazetteer
from extraction.values import Label

DOCUMENT = (Path(__file__).parents[2] / "docs" / "gazetteer.md").read_text("utf-8")

ACTORS = parse_actors(
    """\
country: IQ
type: armed_group
actors:
  - {id: grp:front, label: {ar: جبهة الفلاني, en: Fulani Front}}
  - {id: grp:one, label: {ar: كتائب الأول, en: First Battalions}, aliases: {ar: [سرايا الأول]}, parent: grp:front}
  - {id: grp:two, label: {ar: كتائب الثاني, en: Second Battalions}, short: {ar: [الثاني]}, parent: grp:one}
""",
    "shipped.yaml",
)
PLACES = (
    Place("cty:IQ", "country", Label("العراق", "Iraq"), ("العراق", "Iraq"), 33, 44, ("cty:IQ",), "IQ"),
    Place("adm:IQ-a", "governorate", Label("الألفية", "A"), ("الألفية",), 33, 43, ("cty:IQ", "adm:IQ-a"), "IQ"),
    Place("plc:IQ-b", "town", Label("البائية", "B"), ("البائية",), 33, 43, ("cty:IQ", "adm:IQ-a", "plc:IQ-b"), "IQ", 7),
)


def change(text: str) -> Amended:
    return amended(ACTORS, PLACES, parse_user_gazetteer(text, "mine.yaml"))


def actor(found: Amended, id_: str) -> KnownActor:
    return next(one for one in found.actors if one.id == id_)


def place(found: Amended, id_: str) -> Place:
    return next(one for one in found.places if one.id == id_)


def names(found: Amended, id_: str) -> set[tuple[str, str]]:
    return {(name.text, name.use) for name in actor(found, id_).names if not name.text.isascii()}


def test_nothing_changes_without_a_word() -> None:
    found = change("")
    assert (found.actors, found.places) == (tuple(ACTORS), PLACES)


def test_a_correction_of_an_actor_changes_what_it_names() -> None:
    found = change(
        "correct:\n  - {id: grp:two, label: {ar: اللواء}, aliases: {ar: [الثاني]}, without: [كتائب الثاني],"
        ' type: state_force, country: SY, parent: ""}'
    )
    two = actor(found, "grp:two")
    assert (two.label, two.type, two.country, two.parent) == (Label("اللواء", "Second Battalions"), "state_force", "SY", "")
    assert names(found, "grp:two") == {("الثاني", "full")}
    assert two.where == "shipped.yaml:6, mine.yaml:2"


def test_a_correction_of_a_place_moves_all_that_lies_in_it() -> None:
    found = change('correct:\n  - {id: adm:IQ-a, parent: "", weak: {ar: [ألف]}, at: [1, 2], stands_alone: no, level: region}')
    unit = place(found, "adm:IQ-a")
    assert (unit.path, unit.country, unit.lat, unit.lon, unit.tier, unit.level) == (("adm:IQ-a",), "", 1, 2, 2, "region")
    assert (unit.names, unit.weak) == (("الألفية", "ألف"), (name_key("ألف"),))
    town = place(found, "plc:IQ-b")
    assert (town.path, town.country) == (("adm:IQ-a", "plc:IQ-b"), "")
    strong = change("correct:\n  - {id: adm:IQ-a, weak: {ar: [ألف]}}\n  - {id: adm:IQ-a, aliases: {ar: [ألف]}}")
    assert place(strong, "adm:IQ-a").weak == ()


def test_a_new_place_lies_where_it_is_said_to() -> None:
    new = "places:\n  - {id: plc:IQ-c, level: base, parent: plc:IQ-b, label: {ar: الجيمية, en: C}, at: [33, 43]}"
    base = place(change(new), "plc:IQ-c")
    assert (base.path, base.country, base.names) == (("cty:IQ", "adm:IQ-a", "plc:IQ-b", "plc:IQ-c"), "IQ", ("الجيمية", "C"))
    assert (base.tier, base.where) == (1, "mine.yaml:2")


def test_merged_actors_are_one_and_what_was_below_follows() -> None:
    found = change('merge:\n  grp:one: grp:front\n  "x:لواء الفلاني": grp:one')
    assert [one.id for one in found.actors] == ["grp:front", "grp:two"]
    assert actor(found, "grp:two").parent == "grp:front"
    assert {"كتائب الأول", "سرايا الأول", "لواء الفلاني"} < {text for text, _ in names(found, "grp:front")}
    assert all(name.actor == "grp:front" for name in actor(found, "grp:front").names)
    assert found.amendments.merged == {"grp:one": "grp:front", "x:لواء الفلاني": "grp:front"}


def test_a_place_that_was_in_no_gazetteer_may_be_merged_and_needs_evidence_as_before() -> None:
    town = place(change('merge: {"x:IQ السده": plc:IQ-b}'), "plc:IQ-b")
    assert (town.names, town.weak) == (("البائية", "السده"), (name_key("السدة"),))


def test_a_parent_may_be_merged_into_its_child() -> None:
    found = change("merge:\n  grp:one: grp:two\n  adm:IQ-a: plc:IQ-b")
    assert actor(found, "grp:two").parent == "grp:front"
    town = place(found, "plc:IQ-b")
    assert (town.path, town.names, town.population) == (("cty:IQ", "plc:IQ-b"), ("البائية", "الألفية"), 7)


def test_a_forbidden_id_goes_and_hides_its_names() -> None:
    found = change("forbid: [grp:one, adm:IQ-a]")
    assert [one.id for one in found.actors] == ["grp:front", "grp:two"]
    assert actor(found, "grp:two").parent == "grp:front"
    assert place(found, "plc:IQ-b").path == ("cty:IQ", "plc:IQ-b")
    assert set(found.amendments.hidden) == {"كتائب الأول", "سرايا الأول", "First Battalions", "الألفية"}
    assert f"x:{name_key('كتائب الأول')}" in found.amendments.ids


def test_a_forbidden_name_is_no_entrys() -> None:
    found = change("forbid: [الثاني, البائية]")
    assert ("الثاني", "short") not in names(found, "grp:two")
    assert place(found, "plc:IQ-b").names == ()
    assert found.amendments.names == {name_key("الثاني"), name_key("البائية")}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "actors:\n  - {id: grp:one, type: armed_group, label: {ar: أ, en: a}}",
            "mine.yaml:2: the id grp:one is there already (shipped.yaml:5); to change",
        ),
        ("correct:\n  - {id: grp:onne}", "mine.yaml:2: the id grp:onne is not in the gazetteer; did you mean grp:one"),
        ("correct:\n  - {id: per:someone-else}", "kashf gazetteer show NAME"),
        ("correct:\n  - {id: grp:one, parent: grp:zero}", "mine.yaml:2: the id grp:zero is not"),
        ("correct:\n  - {id: grp:one, without: [اسم]}", "mine.yaml:2: without: grp:one has no name 'اسم'"),
        ("correct:\n  - {id: plc:IQ-b, at: [43, 33]}", "mine.yaml:2: 43.0, 33.0 of plc:IQ-b is not in IQ"),
        ("correct:\n  - {id: adm:IQ-a, parent: plc:IQ-b}", "lies in itself"),
        ("merge:\n  grp:one: plc:IQ-b", "mine.yaml:2: merge: grp:one is an actor and plc:IQ-b is none"),
        ("merge:\n  plc:IQ-b: grp:one", "plc:IQ-b is a place and grp:one is none"),
        ("merge:\n  grp:one: grp:two\n  grp:two: grp:one", "leads back to"),
        ("merge:\n  grp:one: grp:one", "leads back to grp:one"),
        ("merge:\n  grp:none: grp:one", "mine.yaml:2: the id grp:none"),
        ("forbid:\n  - grp:onne", "mine.yaml:2: the id grp:onne"),
    ],
)
def test_what_does_not_fit_the_entries_is_told(text: str, says: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        change(text)
    assert says in str(caught.value)


def test_reparenting_climbs_over_all_that_went() -> None:
    assert reparented({"a": "", "b": "a", "c": "b", "d": "c"}, {"b": "a", "c": "b"}) == {"a": "", "d": "a"}


# ---- with the shipped gazetteer


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gazetteer") / "mine.yaml"
    example = re.search(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
    assert example is not None
    path.write_text(example[1], "utf-8")
    return path


@pytest.fixture(scope="module")
def extractor(mine: Path) -> Extractor:
    return Extractor(load_gazetteer(mine))


def examples() -> Iterator[tuple[str, str, str]]:
    for line in DOCUMENT.splitlines():
        if line.startswith("| ") and "not found" not in line:
            text, found, missing = (cell.strip() for cell in line.strip("|").split("|"))
            yield text, found, missing


@pytest.mark.parametrize(("text", "found", "missing"), list(examples()))
def test_the_example_of_the_documentation(extractor: Extractor, text: str, found: str, missing: str) -> None:
    extraction = extractor.extract("", text, country="IQ")
    ids = {entity.id for entity in (*extraction.actors, *extraction.locations)}
    assert {id_.strip() for id_ in found.split(",") if id_} <= ids
    assert not {id_.strip() for id_ in missing.split(",") if id_} & ids


def test_labels_and_lines_follow_the_users_file(extractor: Extractor) -> None:
    badr = extractor.known("grp:badr")
    assert badr is not None
    assert badr.label == Label("منظمة بدر", "Badr")
    assert re.fullmatch(r"iraq\.yaml:\d+, .*mine\.yaml:\d+", f"{badr.where.replace('actors/', '')}")
    assert extractor.known("per:muqtada-sadr") is None


def test_names_and_ids_of_the_source_resolve_to_what_the_user_made_of_them(extractor: Extractor) -> None:
    stated = ["x:لواء رماح الهضبه", "grp:badr", "مقتدى الصدر", "لواء السراب"]
    found = extractor.extract("", "نص", actors=stated, locations=["plc:IQ-wadi-al-sidr-camp", "السدر"])
    assert [actor.id for actor in found.actors] == ["grp:badiya-falcons", "grp:badr"]
    assert [location.id for location in found.locations] == ["plc:IQ-wadi-al-sidr-camp"]


def test_a_stated_actor_stays_when_all_its_mentions_are_forbidden(extractor: Extractor) -> None:
    found = extractor.extract("", "اتهم لواء السراب خصومه", actors=["grp:badr"])
    assert [(actor.id, actor.mentions) for actor in found.actors] == [("grp:badr", ())]


def test_the_fingerprint_tells_of_the_users_file(extractor: Extractor, mine: Path) -> None:
    assert extractor.fingerprint != default_extractor().fingerprint
    assert Extractor(load_gazetteer(mine)).fingerprint == extractor.fingerprint


def test_a_name_that_two_actors_would_have_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("actors:\n  - {id: grp:x, type: armed_group, label: {ar: كتائب حزب الله, en: X Y}}", "utf-8")
    with pytest.raises(GazetteerError, match=r"mine\.yaml:2: .* names grp:x and grp:kataib-hezbollah|names grp:kataib"):
        load_gazetteer(path)


def test_a_name_stands_for_its_actor_alone() -> None:
    assert Name("", "اسم", "never").accepts("اسم")
