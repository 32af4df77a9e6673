"""Fair hand-out: open tasks given to people so that nobody has more than their minutes while others have room.

Rostered minutes are what people have; a task may go to those only whom a shop's roster names for it.  Nothing is decided here:
what comes out is a proposal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daybook.rulebook.reading import load

RULE = "W-FAIR"


@dataclass(frozen=True)
class Piece:
    """One open task: its minutes, who holds it (a person, or a role that nobody fills yet), and who may do it."""

    key: int
    holder: str
    minutes: int
    who: tuple[str, ...]


@dataclass(frozen=True)
class Handing:
    """A task that goes from somebody (or from nobody in particular) to a person.  `nobody`: no person held it before."""

    key: int
    from_: str
    to: str
    nobody: bool


def fair_hand_out(pieces: Sequence[Piece], minutes: Mapping[str, int], busy: Mapping[str, int]) -> tuple[Handing, ...]:
    """Who should have which task; `minutes` are a person's of the day, `busy` those used or held beside the pieces.

    First what nobody holds, the longest task first, goes to whom it leaves least full.  Then whoever has more than their
    minutes gives away, one task at a time, the one that brings the fuller of both down most; it stops when nobody is over
    or nothing helps, or a step would help less than W-FAIR says.  A task moves at most once.

    >>> fair_hand_out([Piece(1, "Bo", 60, ("Bo", "Lin")), Piece(2, "Bo", 30, ("Bo", "Lin"))], {"Bo": 60, "Lin": 60}, {})
    (Handing(key=2, from_='Bo', to='Lin', nobody=False),)
    """
    load_of = {person: busy.get(person, 0) for person in minutes}
    held: dict[str, list[Piece]] = {person: [] for person in minutes}
    for piece in pieces:
        if piece.holder in held:
            held[piece.holder].append(piece)
            load_of[piece.holder] += piece.minutes
    made = []
    for piece in sorted((p for p in pieces if p.holder not in held), key=lambda p: (-p.minutes, p.key)):
        able = [p for p in piece.who if minutes.get(p)]
        if able:
            to = min(able, key=lambda p: ((load_of[p] + piece.minutes) / minutes[p], p))
            load_of[to] += piece.minutes
            made.append(Handing(piece.key, piece.holder, to, True))
    while (step := _best_step(held, minutes, load_of)) is not None:
        piece, giver, to = step
        held[giver].remove(piece)
        load_of[giver] -= piece.minutes
        load_of[to] += piece.minutes
        made.append(Handing(piece.key, giver, to, False))
    return tuple(made)


def _best_step(held: Mapping[str, Sequence[Piece]], minutes: Mapping[str, int],
               load_of: Mapping[str, int]) -> tuple[Piece, str, str] | None:
    """The task that the fullest of those who are over can give away with most relief; None where nothing helps enough."""
    least = float(load().value(RULE, "relief"))
    full = {p: load_of[p] / minutes[p] if minutes[p] else float("inf") if load_of[p] else 0.0 for p in minutes}
    over = sorted((p for p in minutes if full[p] > 1 and held[p]), key=lambda p: (-full[p], p))
    for giver in over:
        steps = [(max((load_of[giver] - piece.minutes) / (minutes[giver] or 1), (load_of[to] + piece.minutes) / minutes[to]),
                  piece.minutes, piece.key, to, piece)
                 for piece in held[giver] for to in piece.who if to != giver and minutes.get(to)]
        if steps:
            after, _minutes, _key, to, piece = min(steps, key=lambda s: s[:4])
            if full[giver] - after >= least:
                return piece, giver, to
    return None
