from pathlib import Path

import pytest

from extraction.gazetteer import GazetteerError
from extraction.user_gazetteer import ActorChange, PlaceChange, Stated, UserGazetteer, parse_user_gazetteer, read_user_gazetteer

FILE = """\
country: IQ
type: armed_group
actors:
  - id: grp:mine
    label: {ar: كتائب الفلاني, en: Fulani Battalions}
places:
  - id: plc:IQ-mine
    level: base
    parent: adm:IQ-anbar
    label: {ar: قاعدة الفلاني, en: Fulani Base}
    weak: {ar: [الفلاني]}
    at: [33.1, 42.3]
    stands_alone: no
correct:
  - {id: grp:badr, label: {en: Badr}, short: {ar: [البدر]}, without: [فيلق بدر], parent: ""}
  - {id: cty:IQ, aliases: {ar: [بلاد الرافدين]}}
merge:
  "x:لواء الفلاني": grp:mine
forbid: [grp:badr, السلام]
"""


def test_a_file_is_read_into_values_with_their_lines() -> None:
    found = parse_user_gazetteer(FILE, "mine.yaml")
    (actor,) = found.actors
    assert (actor.id, actor.type, actor.country, actor.where) == ("grp:mine", "armed_group", "IQ", "mine.yaml:4")
    assert found.places == (
        PlaceChange(
            "plc:IQ-mine",
            "mine.yaml:7",
            {"ar": "قاعدة الفلاني", "en": "Fulani Base"},
            weak=("الفلاني",),
            level="base",
            parent="adm:IQ-anbar",
            at=(33.1, 42.3),
            stands_alone=False,
        ),
    )
    assert found.actor_corrections == (
        ActorChange("grp:badr", "mine.yaml:15", {"en": "Badr"}, (("البدر", "short"),), ("فيلق بدر",), parent=""),
    )
    assert found.place_corrections == (PlaceChange("cty:IQ", "mine.yaml:16", names=("بلاد الرافدين",)),)
    assert found.merges == (Stated("x:لواء الفلاني", "mine.yaml:18", "grp:mine"),)
    assert found.forbidden == (Stated("grp:badr", "mine.yaml:19"), Stated("السلام", "mine.yaml:19"))
    assert [item.is_id for item in found.forbidden] == [True, False]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "actors:\nplaces:\ncorrect:\nmerge:\nforbid:\n"])
def test_a_file_may_be_empty(text: str) -> None:
    assert parse_user_gazetteer(text, "x") == UserGazetteer()


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.yml").write_text("forbid: [ثان]", "utf-8")
    (tmp_path / "a.yaml").write_text("\ufeffforbid: [أول]", "utf-8")
    (tmp_path / "notes.txt").write_text("not: [yaml", "utf-8")
    found = read_user_gazetteer(tmp_path)
    assert [(item.text, item.where) for item in found.forbidden] == [
        ("أول", f"{tmp_path / 'a.yaml'}:1"),
        ("ثان", f"{tmp_path / 'b' / 'two.yml'}:1"),
    ]


def test_what_can_not_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"gone\.yaml: not there"):
        read_user_gazetteer(tmp_path / "gone.yaml")
    with pytest.raises(GazetteerError, match=r"no file in it ends in \.yaml"):
        read_user_gazetteer(tmp_path)
    (tmp_path / "old.yaml").write_bytes("forbid: [السلام]".encode("windows-1256"))
    with pytest.raises(GazetteerError, match=r"old\.yaml: not UTF-8"):
        read_user_gazetteer(tmp_path / "old.yaml")


PLACE = "places:\n  - {id: plc:x, level: base, label: {ar: أ, en: a}, at: [1, 2]"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("forbid: [", "x:2: not YAML: did not find expected node content; correct the file"),
        ("\nforbid:\n  - a: b\n", "x:3: no text"),
        ("forbid: السلام", "x:1: `forbid` is no list"),
        ('forbid: ["..."]', "has no word"),
        ("\nnames: [a]", "x:2: unknown: names"),
        ("forbid: [a]\nforbid: [b]", "x:2: forbid is there twice"),
        ("actors:\n  - {id: nothing}", "x:2: no valid id"),
        ("correct:\n  - {label: {en: a}}", "x:2: correct: '' is no id"),
        ("correct:\n  - {id: 'x:اسم'}", "is no id of the gazetteer"),
        ("correct:\n  - {id: grp:badr, at: [1, 2]}", "x:2: unknown field: at"),
        ("correct:\n  - {id: cty:IQ, short: {ar: [a]}}", "x:2: unknown field: short"),
        ("correct:\n  - {id: grp:badr, type: club}", "x:2: grp:badr: type is one of"),
        ("correct:\n  - {id: grp:badr, country: Iraq}", "country is two capitals"),
        ("correct:\n  - {id: grp:badr, without: فيلق بدر}", "x:2: without is no list"),
        ("correct:\n  - {id: grp:badr, aliases: {ar: اسم}}", "x:2: aliases is no list"),
        ("correct:\n  - {id: grp:badr, aliases: {fr: [a]}}", "x:2: aliases has 'fr'"),
        ("correct:\n  - {id: grp:badr, label: {ar: '!'}}", "a name without a word"),
        ("merge:\n  grp:a: كتائب", "x:2: merge: 'كتائب' is no id"),
        ("merge:\n  grp:a: 'x:كتائب'", "is made from a text"),
        ("places:\n  - {id: base}", "x:2: 'base' is no id of a place"),
        ("places:\n  - {id: plc:x, level: base}", "plc:x has no at, no label"),
        ("places:\n  - {id: plc:x, level: fort}", "level 'fort' is unknown"),
        (PLACE.replace("2]", "200]") + "}", "not on the earth"),
        (PLACE.replace("1, ", "") + "}", "latitude, longitude"),
        (PLACE + ", stands_alone: often}", "stands_alone is yes or no"),
    ],
)
def test_mistakes_are_told_with_file_and_line(text: str, says: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        parse_user_gazetteer(text, "x")
    assert says in str(caught.value)
    assert str(caught.value).startswith("x:")
