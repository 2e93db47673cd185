"""What documents can be narrowed by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from engines.base import DATE_FIELDS, FIELDS, NONE, QUALITY
from engines.values import VALUE_FIELDS, check, field_values, storable_length

if TYPE_CHECKING:
    from tests.engines.conftest import Make


def test_the_fields_are_those_of_the_seam() -> None:
    assert (*VALUE_FIELDS, *DATE_FIELDS) == FIELDS


def test_entities_count_under_their_ancestors_once(make: Make) -> None:
    document = make.document(
        "d", entities=[make.place("ramadi", "iq", "anbar"), make.place("anbar", "iq"), make.actor("b", "a")]
    ).document
    assert field_values(document, "location") == ("iq", "anbar", "ramadi")
    assert field_values(document, "actor") == ("a", "b")


def test_none_stands_for_no_value(make: Make) -> None:
    document = make.document("d", source="s").document
    assert {field: field_values(document, field) for field in VALUE_FIELDS} == {
        "actor": (NONE,), "location": (NONE,), "source": ("s",), "language": (NONE,), "type": (NONE,),
        "quality": (NONE,),
    }  # fmt: skip


def test_quality_is_in_the_metadata(make: Make) -> None:
    document = replace(make.document("d").document, metadata={QUALITY: "doubtful"})
    assert field_values(document, "quality") == ("doubtful",)


def test_a_fit_document_passes(make: Make) -> None:
    check(make.document("d", "base", source="s", entities=[make.actor("a")]))


def test_the_message_names_document_field_and_value(make: Make) -> None:
    with pytest.raises(ValueError, match=r"document 'd': its source .* is not valid Unicode"):
        check(make.document("d", source="\ud800"))
    with pytest.raises(ValueError, match=r"document 'd': its source is 8001 bytes long, 8000 is the most"):
        check(make.document("d", source="x" * 8001))
    with pytest.raises(ValueError, match=r"without an id .*'a title'"):
        check(make.document("", title="a title"))


def test_lengths_are_in_bytes() -> None:
    assert storable_length("قصف") == 6
    assert storable_length("\ud800") is None
