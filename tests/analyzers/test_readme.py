"""The examples of the package's README are true."""

import doctest
from pathlib import Path

README = Path(__file__).parents[2] / "analyzers" / "README.md"


def test_examples() -> None:
    result = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0
