"""Why a stretch of a text is marked: the rule that found it, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engines.base import Document, Span

RULES: Final[Mapping[str, str]] = {
    "gazetteer": _("a name in the gazetteer"),
    "country": _("a short name, of the country that the report is about"),
    "short-form": _("a short form of a name that the report has in full"),
    "state:nationality": _("a body of a state, by its nationality"),
    "state:metonym": _("a state that acts or speaks"),
    "person": _("a person, by title, kunya or the form of the name"),
    "group": _("a group in no gazetteer, by the form of its name"),
    "organization": _("an organization in no gazetteer, by the form of its name"),
    "tribe": _("a tribe, by the word before it"),
    "unit": _("a numbered unit"),
    "local": _("a body of a place"),
    "place: tier 1": _("a known place"),
    "place: needs evidence": _("a place whose name needs a word beside it"),
    "place: in one list with": _("a place in one list with known ones"),
    "place: unlisted": _("a place in no gazetteer, by the word before it"),
    "place": _("a place, by the words around it"),
}
"""By how a rule begins, the longer before the shorter. What extraction calls by another name is shown as it is."""

_EVIDENCE: Final = (", after ", " with ")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a name is marked where it is: `text` as the report has it, `count` times; `evidence` is a word of the report."""

    text: str
    said: str
    evidence: str
    rule: str
    count: int


def reasons(mentions: Iterable[Span], document: Document) -> tuple[Reason, ...]:
    """The reasons of an entity's mentions, each once, in the order of the text."""
    found = Counter((slice_of(span, document), span.rule) for span in mentions if span.rule)
    return tuple(Reason(text, _said(rule), _evidence(rule), rule, count) for (text, rule), count in found.items())


def slice_of(span: Span, document: Document) -> str:
    """What stands at a place of a document."""
    return (document.title if span.field == "title" else document.text)[span.start : span.end]


def _said(rule: str) -> str:
    for beginning, said in RULES.items():
        if rule.startswith(beginning):
            return str(said)
    return str(gettext("a date, by its form"))


def _evidence(rule: str) -> str:
    return next((rule.partition(sign)[2] for sign in _EVIDENCE if sign in rule), "")
