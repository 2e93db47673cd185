"""indexer.language: a guess from the script."""

from __future__ import annotations

import pytest

from indexer.language import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قصف على القاعدة", "ar"),
        ("قصف على Ain al-Asad غرب الأنبار فجر اليوم", "ar"),
        ("Rockets hit Ain al-Asad (عين الأسد)", "en"),
        ("Боевые действия", ""),
        ("2024-01-20 !", ""),
        ("", ""),
    ],
)
def test_the_script_of_most_letters_decides(text: str, language: str) -> None:
    assert guess_language(text) == language
