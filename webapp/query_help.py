"""The page on the query language: each line is an example that can be tried."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _

query_help = Blueprint("query_help", __name__)

EXAMPLES: Final = (
    ("قصف بغداد", _("both words, in any form; reports with one of them follow")),
    ('"عين الأسد"', _("these words beside each other")),
    ("=القصف", _("the word as written")),
    ("قصف -بغداد", _("without the word that has a minus before it")),
    ("(قصف | غارة) بغداد", _("either side of the bar; within brackets أو and OR part sides too")),
    ("صاروخ*", _("words that begin so")),
    ("قصفت~", _("words that one letter, or ~2 letters, part from it")),
    ('"قاعدة العراق"~5', _("at most so many words between them, in either order")),
    ("title:هجوم", _("in the title; the field words are Arabic or English: العنوان")),
    ('actor:"الحشد الشعبي"', _("an actor by its name: الفاعل")),
    ("location:العراق", _("a place by its name: المكان")),
    ("source:وكالة", _("a source: المصدر")),
    ("date:2024-01", _("a year, a month or a day that the reports speak of: التاريخ")),
    ("date:2023..2024-02", _("from and to; either may be left out")),
    ('date:"يناير 2024"', _("a date in words")),
)


@query_help.get("/<any(ar, en):language>/help/query")
def page() -> str:
    """How to write a query."""
    return render_template("query_help.html", examples=EXAMPLES)
