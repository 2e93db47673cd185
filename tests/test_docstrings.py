"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

PACKAGES = ("analyzers", "extraction", "engines", "search", "indexer", "webapp", "cli")


def modules() -> list[str]:
    names = []
    for package in PACKAGES:
        imported = importlib.import_module(package)
        names.append(package)
        names += [module.name for module in pkgutil.walk_packages(imported.__path__, package + ".")]
    return [name for name in names if not name.endswith("__main__")]


@pytest.mark.parametrize("name", modules())
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
