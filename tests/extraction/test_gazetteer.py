from pathlib import Path

import pytest

from extraction.extractor import load_gazetteer
from extraction.gazetteer import ActorTable, GazetteerError, KnownActor, Name, actor_table, parse_actors, read_actors
from extraction.matcher import name_key
from extraction.rules import read_words

FILE = """\
country: IQ
type: armed_group
actors:
  - id: grp:badr
    label: {ar: منظمة بدر, en: Badr Organization}
    aliases: {ar: [فيلق بدر], en: [Badr Corps]}
    short: {ar: [بدر]}
    parent: gov:IQ-pmf
  - id: gov:IQ-pmf
    type: state_force
    label: {ar: الحشد الشعبي, en: Popular Mobilization Forces}
    local: {ar: [الحشد]}
"""


def table(text: str, *, common: frozenset[str] = frozenset()) -> ActorTable:
    return actor_table(parse_actors(text, "iraq.yaml"), common=common)


def entry(fields: str) -> str:
    return f"actors:\n  - {{{fields}}}\n"


def test_entries_take_the_files_defaults() -> None:
    badr, pmf = parse_actors(FILE, "iraq.yaml")
    assert (badr.type, badr.country, badr.where) == ("armed_group", "IQ", "iraq.yaml:4")
    assert (pmf.type, pmf.country, pmf.where) == ("state_force", "IQ", "iraq.yaml:9")
    assert badr.names == (
        Name("grp:badr", "منظمة بدر"),
        Name("grp:badr", "Badr Organization"),
        Name("grp:badr", "فيلق بدر"),
        Name("grp:badr", "Badr Corps"),
        Name("grp:badr", "بدر", "short"),
    )
    assert pmf.names[-1] == Name("gov:IQ-pmf", "الحشد", "local")


def test_paths_run_from_the_outermost_parent() -> None:
    assert table(FILE).paths["grp:badr"] == ("gov:IQ-pmf", "grp:badr")


def test_norway_is_a_country() -> None:
    assert parse_actors(entry("id: gov:x, type: government, country: NO, label: {ar: أ, en: a}"), "x")[0].country == "NO"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("actors: [", "not YAML"),
        ("- a", "no mapping"),
        ("country: IQ", "no list `actors`"),
        ("colour: red\nactors: []", "unknown fields: colour"),
        (entry("id: badr, type: person, label: {ar: أ, en: a}"), "no valid id: 'badr'"),
        (entry("id: grp:a, type: gang, label: {ar: أ, en: a}"), "no valid type: 'gang'"),
        (entry("id: grp:a, label: {ar: أ, en: a}"), "no valid type: None"),
        (entry("id: grp:a, type: person, country: Iraq, label: {ar: أ, en: a}"), "no valid country: 'Iraq'"),
        (entry("id: grp:a, type: person, label: {ar: أ}"), "no label in both languages"),
        (entry("id: grp:a, type: person, label: {ar: أ, en: a}, alias: x"), "unknown fields: alias"),
        (entry("id: grp:a, type: person, label: {ar: أ, en: a}, aliases: {fr: [x]}"), "has 'fr'"),
        (entry("id: grp:a, type: person, label: {ar: أ, en: a}, aliases: {ar: x}"), "is no list"),
        (entry("id: grp:a, type: person, label: {ar: أ, en: a}, parent: grp:b"), "parent grp:b of grp:a does not exist"),
        (entry("id: grp:a, type: person, label: {ar: أ, en: a}, parent: grp:a"), "its own ancestor"),
        (entry("id: grp:a, type: person, label: {ar: '…', en: a}"), "a name without a word"),
    ],
)
def test_errors_name_file_and_cause(text: str, says: str) -> None:
    with pytest.raises(GazetteerError, match=r"iraq\.yaml") as caught:
        table(text)
    assert says in str(caught.value)


def test_an_error_names_the_line() -> None:
    with pytest.raises(GazetteerError, match=r"^iraq\.yaml:7: "):
        table("type: person\nactors:\n  - id: grp:a\n    label:\n      ar: أ\n      en: a\n  - id: b\n")


def test_no_name_and_no_id_is_there_twice() -> None:
    one = "  - {id: grp:a, type: armed_group, label: {ar: لواء القدس, en: Quds Brigade}}\n"
    other = "  - {id: grp:b, type: armed_group, label: {ar: لواء ٱلقُدس, en: Jerusalem Brigade}}\n"
    with pytest.raises(GazetteerError, match=r"iraq\.yaml:3: .* names grp:b and grp:a \(iraq\.yaml:2\)"):
        table("actors:\n" + one + other)
    with pytest.raises(GazetteerError, match="the id grp:a is there twice"):
        table("actors:\n" + one + one)


def test_a_common_word_is_no_name_by_itself() -> None:
    text = entry("id: gov:TR-afad, type: government, label: {ar: آفاد, en: AFAD}")
    with pytest.raises(GazetteerError, match="is a common word"):
        table(text, common=read_words().not_names())
    short = entry("id: gov:TR-afad, type: government, label: {ar: إدارة الكوارث, en: AFAD}, short: {ar: [آفاد]}")
    assert "gov:TR-afad" in table(short, common=read_words().not_names()).actors


@pytest.mark.parametrize(
    ("name", "surface", "accepted"),
    [
        ("IS", "IS", True), ("IS", "is", False), ("Amal", "Amal", True), ("Amal", "AMAL", True),
        ("Amal", "amal", False), ("al-Shabaab", "al-shabaab", True), ("أمل", "أمل", True),
    ],
)  # fmt: skip
def test_capitals_tell_names_from_words(name: str, surface: str, accepted: bool) -> None:
    assert Name("grp:x", name).accepts(surface) is accepted


def test_folders_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.yaml").write_text(entry("id: grp:two, type: person, label: {ar: ب, en: b}"), encoding="utf-8")
    (tmp_path / "a.yaml").write_text(entry("id: grp:one, type: person, label: {ar: أ, en: a}"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no gazetteer", encoding="utf-8")
    assert [actor.id for actor in read_actors(tmp_path)] == ["grp:one", "grp:two"]


@pytest.fixture(scope="module")
def shipped() -> ActorTable:
    return load_gazetteer().actors


def test_shipped_actors_are_enough(shipped: ActorTable) -> None:
    listed = [actor for actor in shipped.actors.values() if actor.where != "states.yaml"]
    assert len(listed) >= 450


def test_shipped_labels_are_in_both_scripts(shipped: ActorTable) -> None:
    def wrong(actor: KnownActor) -> bool:
        return not any("ء" <= letter <= "ي" for letter in actor.label.ar) or any("ء" <= letter <= "ي" for letter in actor.label.en)

    assert [actor.id for actor in shipped.actors.values() if wrong(actor)] == []


def test_no_shipped_name_means_two_actors(shipped: ActorTable) -> None:
    owners: dict[str, set[str]] = {}
    for actor in shipped.actors.values():
        for name in actor.names:
            if name.use == "full":
                owners.setdefault(name_key(name.text), set()).add(actor.id)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_shipped_parents_exist_and_ids_say_the_kind(shipped: ActorTable) -> None:
    assert [id_ for id_, path in shipped.paths.items() if not set(path) <= shipped.actors.keys()] == []
    persons = {actor.id for actor in shipped.actors.values() if actor.type == "person"}
    assert persons == {id_ for id_ in shipped.actors if id_.startswith("per:")}
