from pathlib import Path

import pytest

from analyzers import fold, kashf_analyzer
from analyzers.arabic.lexicon import shipped_lexicon
from build_hook.names import build_names

KEPT = ["درعا", "طهران", "تكريت", "عرفات", "الحسكة", "البصرة", "الرقة", "القلمون", "جنين", "بنما"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("names") / "names.txt.gz"
    build_names(path)
    return path


def test_two_builds_are_the_same_bytes(made: Path, tmp_path: Path) -> None:
    build_names(tmp_path / "again.gz")
    assert (tmp_path / "again.gz").read_bytes() == made.read_bytes()


@pytest.mark.parametrize("name", KEPT)
def test_names_stay_whole_behind_article_and_proclitics(name: str) -> None:
    bare = name.removeprefix("ال")
    forms = [name, "و" + name, "ب" + name] + (["لل" + bare, "وبال" + bare] if bare != name else [])
    assert {kashf_analyzer().forms(form).stem for form in forms} == {fold(bare)}


@pytest.mark.parametrize("words", ["درعا درع", "طهران طهر", "الرقة رق", "البصرة بصر", "جنين جن", "بايدن ايدن", "الحديدة حديد"])
def test_names_are_not_taken_for_other_words(words: str) -> None:
    one, other = (kashf_analyzer().forms(word).stem for word in words.split())
    assert one != other


@pytest.mark.parametrize("word", ["القاعدة", "المدينة", "سنة", "معركة", "سوريا", "أمريكا", "الحوثيين", "آلان"])
def test_ordinary_words_countries_with_nisbas_and_plurals_are_no_such_names(word: str) -> None:
    assert not {fold(word), fold(word).removeprefix("ال")} & shipped_lexicon().names


def test_names_that_the_lexicon_lacks_are_known_words() -> None:
    names = shipped_lexicon().names
    assert names <= set(shipped_lexicon().ranks)
    assert kashf_analyzer().forms("وبالراموسة").stem == kashf_analyzer().forms("الراموسة").stem
