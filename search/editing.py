"""How many letters part two words: put in, taken out, changed, or two neighbours exchanged, as engines count it."""

from __future__ import annotations


def within_edits(one: str, other: str, most: int) -> bool:
    """Whether at most so many edits part two words, none of them within what another one changed.

    >>> within_edits("قصف", "قفص", 1), within_edits("قصف", "القصف", 1)
    (True, False)
    """
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, above = row, before
        row = [place]
        for at, theirs in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != theirs))
            if at > 1 and place > 1 and letter == other[at - 2] and one[place - 2] == theirs:
                cost = min(cost, above[at - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most
