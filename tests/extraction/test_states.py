from pathlib import Path

import pytest

from extraction.gazetteer import GazetteerError, KnownActor, parse_actors
from extraction.matcher import name_key
from extraction.states import Body, State, read_bodies, read_states, with_states

STATES = "US: {ar: الولايات المتحدة, en: the United States, nisba: [أمريكي, أميركي], adjective: [US], capital: {ar: [واشنطن]}}\n"
BODIES = """\
government:
  type: government
  label: {ar: "الحكومة {f}", en: "Government of {country}"}
  names: {ar: ["الحكومة {f}", "حكومة {state}"]}
army:
  type: state_force
  label: {ar: "الجيش {m}", en: "{adjective} Armed Forces"}
  names: {ar: ["الجيش {m}"], en: ["{adjective} army"]}
  bare: {ar: [الجيش]}
forces:
  joins: army
  type: state_force
  label: {ar: "القوات {f}", en: "{adjective} Forces"}
  names: {ar: ["القوات {f}"]}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def states(text: str = STATES) -> tuple[State, ...]:
    return read_states(written("states.yaml", text))


def bodies(text: str = BODIES) -> tuple[Body, ...]:
    return read_bodies(written("bodies.yaml", text))


def written(name: str, text: str) -> Path:
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    return file


def made(*, listed: str = "actors: []", of: str = STATES) -> dict[str, KnownActor]:
    return {actor.id: actor for actor in with_states(parse_actors(listed, "us.yaml"), states(of), bodies())}


def names(actor: KnownActor, use: str = "full") -> set[str]:
    return {name.text for name in actor.names if name.use == use}


def test_each_state_gets_each_body() -> None:
    actors = made()
    assert set(actors) == {"gov:US-government", "gov:US-army"}
    army = actors["gov:US-army"]
    assert (army.label.ar, army.label.en, army.type, army.country) == ("الجيش الأمريكي", "US Armed Forces", "state_force", "US")
    assert names(army) == {"الجيش الأمريكي", "US army", "القوات الأمريكية"}
    assert names(army, "bare") == {"الجيش"}


def test_spellings_that_fold_alike_are_one_name() -> None:
    government = made()["gov:US-government"]
    assert len({name_key(name) for name in names(government)}) == len(names(government))


def test_state_and_capital_stand_for_the_government() -> None:
    government = made()["gov:US-government"]
    assert government.label.en == "Government of the United States"
    assert names(government, "state") == {"الولايات المتحدة", "United States"}
    assert names(government, "capital") == {"واشنطن"}


def test_a_listed_actor_takes_the_names_of_its_bodies() -> None:
    label = "label: {ar: القوات الأمريكية, en: United States forces}"
    listed = f"actors: [{{id: gov:US-forces, type: state_force, country: US, {label}, bodies: [army]}}]"
    actors = made(listed=listed)
    assert set(actors) == {"gov:US-government", "gov:US-forces"}
    assert names(actors["gov:US-forces"]) >= {"الجيش الأمريكي", "القوات الأمريكية", "United States forces"}


def test_a_listed_name_is_not_made_again() -> None:
    listed = "actors: [{id: grp:us, type: armed_group, country: US, label: {ar: الجيش الأمريكي, en: Those}}]"
    assert "الجيش الأمريكي" not in names(made(listed=listed)["gov:US-army"])


def test_a_state_can_lack_a_body() -> None:
    assert set(made(of=STATES.replace("adjective: [US]", "adjective: [US], lacks: [army, forces]"))) == {"gov:US-government"}


@pytest.mark.parametrize(
    ("text", "says"), [("US: {ar: أ, en: a, nisba: []}", "the state US has no 'adjective'"), ("US: x", "no mapping")]
)
def test_errors_of_states(text: str, says: str) -> None:
    with pytest.raises(GazetteerError, match=says):
        states(text)


def test_errors_of_bodies() -> None:
    with pytest.raises(GazetteerError, match="the body army has no valid"):
        bodies("army: {type: army, label: {ar: أ, en: a}, names: {ar: []}}")


def test_shipped_tables_name_the_states_of_the_region() -> None:
    codes = {state.code for state in read_states()}
    assert codes >= {
        "IQ",
        "SY",
        "YE",
        "LB",
        "PS",
        "IL",
        "LY",
        "SD",
        "IR",
        "EG",
        "JO",
        "SA",
        "AE",
        "QA",
        "KW",
        "BH",
        "OM",
        "TR",
        "US",
        "RU",
        "NO",
    }
    body_names = {body.name for body in read_bodies()}
    assert all(body.joins in {"", *body_names} and body.parent in {"", *body_names} for body in read_bodies())
    assert all(state.lacks <= body_names for state in read_states())
