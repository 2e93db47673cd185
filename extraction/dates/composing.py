"""Neighbouring atoms: years that one lends the other, and ranges of two of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from extraction.dates.specs import Atom, Interval, Moment, Weekday
from extraction.dates.symbols import SYMBOLS, expand

if TYPE_CHECKING:
    from extraction.dates.lexer import Lexed
    from extraction.dates.specs import Spec

_LISTED: Final = re.compile(expand("<comma>?<and>?(?:<in>|<day_word>|<weekday>|<to>|<dash>){0,3}"))
"""What may stand between the items of a list."""

_RANGED: Final = re.compile(expand("(?:<and>?<to>|<dash>)(?:<day_word>|<month_word>)?"))
_BETWEEN: Final = re.compile(expand("<and>(?:<between>|<day_word>|<month_word>)?"))


def compose(lexed: Lexed, atoms: list[Atom]) -> list[Atom]:
    """Atoms with the years of their lists, ranges joined."""
    return _join(lexed, _lend_years(lexed, atoms))


def _lend_years(lexed: Lexed, atoms: list[Atom]) -> list[Atom]:
    """A year said once goes for the whole list: leftwards (`20 يناير و5 فبراير 2024`), then rightwards."""
    lent = list(atoms)
    for at in range(len(lent) - 2, -1, -1):
        if _is_listed(lexed, lent[at], lent[at + 1]):
            lent[at] = _lend(lent[at], lent[at + 1], earlier=True)
    for at in range(1, len(lent)):
        if _is_listed(lexed, lent[at - 1], lent[at]):
            lent[at] = _lend(lent[at], lent[at - 1], earlier=False)
    return lent


def _is_listed(lexed: Lexed, left: Atom, right: Atom) -> bool:
    between = lexed.symbols[left.last + 1 : right.first]
    overlapping = right.first <= left.last  # days of one list share their month
    return not overlapping and bool(between) and _LISTED.fullmatch(between) is not None


def _lend(to: Atom, source: Atom, *, earlier: bool) -> Atom:
    """The atom with the year of the other one; over the turn of a year, the neighbouring year."""
    one, other = to.spec, _edge(source, earlier=earlier)
    if not (isinstance(one, Moment) and isinstance(other, Moment) and one.month and other.month and other.year):
        return to
    said = one.year is not None or one.year_shift is not None or one.direction is not None or one.follows
    if said or one.calendar != other.calendar:
        return to
    turned = one.month > other.month if earlier else one.month < other.month
    year = other.year + ((-1 if earlier else 1) if turned else 0)
    return to._replace(spec=one._replace(year=year))


def _edge(atom: Atom, *, earlier: bool) -> Spec:
    if isinstance(atom.spec, Interval):
        return atom.spec.start if earlier else atom.spec.end
    return atom.spec


def _join(lexed: Lexed, atoms: list[Atom]) -> list[Atom]:
    joined: list[Atom] = []
    for atom in atoms:
        checked = 1 if joined and isinstance(joined[-1].spec, Weekday) and joined[-1].last + 1 == atom.first else 0
        left = joined[-1 - checked] if len(joined) > checked else None
        ranged = _ranged(lexed, left, atom, joined[-1].first if checked else atom.first) if left else None
        if ranged:
            joined[-1 - checked :] = [ranged]
        else:
            joined.append(atom)
    return joined


def _ranged(lexed: Lexed, left: Atom, right: Atom, begin: int) -> Atom | None:
    """`من 28 فبراير إلى 3 مارس`, `20 يناير - 5 فبراير`, `بين مارس ومايو`; `begin`: of the right one, its weekday counted in."""
    one, other = left.spec, right.spec
    if not (isinstance(one, Moment) and isinstance(other, Moment)) or right.first <= left.last:
        return None
    if other.follows and one.day and other.day:  # من 1 يناير حتى 15 منه
        other = one._replace(day=other.day)
    same_precision = bool(one.day) == bool(other.day) and bool(one.month) == bool(other.month)
    if not same_precision or one == other or one.calendar != other.calendar:
        return None
    link = lexed.symbols[left.last + 1 : begin]
    lead = lexed.before(left.first)
    opened = lead in {SYMBOLS["between"], SYMBOLS["of"]}
    if not (_RANGED.fullmatch(link) or (lead == SYMBOLS["between"] and _BETWEEN.fullmatch(link))):
        return None
    return Atom(Interval(one, other), left.first - opened, right.last, f"{right.rule}-range")
