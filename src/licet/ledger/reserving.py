"""Reservations and corrections: drafts that rest on an entry that stands in the ledger already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from licet.errors import Fault, InputError
from licet.ledger import kinds, limits
from licet.ledger.drafting import draft, effects, plain, said
from licet.ledger.drafts import Count, Draft, Guard, Hold, Latest, Mark, Move, Undo
from licet.ledger.effects import Known
from licet.ledger.fleet_guards import Allocation, Ratios, WasThere
from licet.ledger.guards import NotYetCorrected
from licet.ledger.history import Entry
from licet.ledger.texts import typed
from licet.ledger.writing import moment
from licet.words import _

OPEN = "reservation"
"""The key under which every open reservation holds its units."""


def reservation(
    kind: str, fields: Mapping[str, Any], expires: datetime, known: Known, **about: Any
) -> Draft:
    """A draft that holds what the entry would count, until it expires."""
    if kind not in kinds.RESERVABLE:
        sentence = _("only {kinds} can be reserved, not {kind}.")
        text = sentence.format(kinds=", ".join(kinds.RESERVABLE), kind=kind)
        raise InputError([Fault("kind", text)])
    if expires.tzinfo is None:
        raise InputError([Fault("expires", _("state the time zone of the moment."))])
    entry = said(kind, typed(kind, fields))
    made = effects(entry, known)
    assert isinstance(entry, kinds.Units)
    guarded = {key for guard in made.guards for key in guard.keys}
    held = [
        Hold(count.key, count.tpp // count.units, count.units)
        for count in made.counts
        if count.key in guarded
    ]
    return Draft(
        kind="reservation",
        day=entry.on,
        fields={"kind": kind, "entry": plain(entry)},
        holds=(Hold(OPEN, 0, entry.quantity), *held, *made.holds),
        expires=moment(lambda: expires),
        guards=tuple(made.guards),
        thresholds=tuple(each for each in made.thresholds if each.key is None),
        **about,
    )


def commitment(
    reserved: Entry, known: Known, on: date | None, quantity: int | None, **about: Any
) -> Draft:
    """The draft of what was reserved, or of part of it, as having happened."""
    _expect(reserved, "reservation")
    kind = reserved.fields["kind"]
    entry = said(kind, typed(kind, reserved.fields["entry"]))
    assert isinstance(entry, kinds.Units)
    entry.on = on or entry.on
    entry.quantity = quantity or entry.quantity
    about.setdefault("determination", reserved.determination)
    return replace(draft(kind, entry, known, **about), closes=(reserved.seq, quantity))


def release(entry: kinds.Release, reserved: Entry, **about: Any) -> Draft:
    """The draft that gives up a reservation, or part of it."""
    _expect(reserved, "reservation")
    return Draft(
        kind="release",
        day=entry.on,
        fields=plain(entry),
        closes=(reserved.seq, entry.quantity),
        **about,
    )


def correction(entry: kinds.Correction, wrong: Entry, known: Known, **about: Any) -> Draft:
    """The draft that takes an entry back, and says what it ought to have said."""
    if wrong.kind in ("reservation", "release"):
        sentence = _("entry {seq} is a {kind}: release what is held, or reserve anew.")
        raise InputError([Fault("entry", sentence.format(seq=wrong.seq, kind=wrong.kind))])
    kind = wrong.fields.get("kind", wrong.kind)
    about = {
        "day": entry.on,
        "fields": plain(entry) | {"kind": kind},
        "kind": "correction",
        **about,
    }
    undo = Undo(
        wrong.seq,
        tuple(Count(*c) for c in wrong.body.get("counts", ()) if not limits.is_stated(c[0])),
        tuple(Move(*each) for each in wrong.body.get("moves", ())),
        tuple(Mark(*each) for each in wrong.body.get("marks", ()) if each[0] != "corrected"),
    )
    marks: tuple[Mark, ...] = (Mark("corrected", str(wrong.seq), entry.on.isoformat()),)
    undone = tuple(move._replace(tpp=-move.tpp, units=-move.units) for move in undo.moves)
    guards: list[Guard] = [NotYetCorrected(wrong.seq)]
    unsaid = _unsaid(wrong, kind, known)
    if entry.instead is None:
        if undone:
            guards.append(WasThere((), undone))
        return Draft(undo=undo, marks=marks, states=unsaid, guards=tuple(guards), **about)
    right = said(kind, typed(kind, entry.instead))
    told = draft(kind, right, known, who="", why="")
    about["fields"]["instead"] = plain(right)
    guards += [_aware(guard, undone) for guard in told.guards]
    if undone and not any(isinstance(guard, WasThere) for guard in guards):
        guards.append(WasThere(told.moves, undone))
    says = tuple(each._replace(without=wrong.seq) for each in told.states)
    states = (*says, *(each for each in unsaid if each.key not in {s.key for s in says}))
    marks = (*marks, *told.marks)
    return replace(told, **about, undo=undo, marks=marks, states=states, guards=tuple(guards))


def _unsaid(wrong: Entry, kind: str, known: Known) -> tuple[Latest, ...]:
    """What the wrong entry stated and no longer does: an earlier or later paper counts instead."""
    if kind not in ("certificate", "allocation_published"):
        return ()
    if wrong.kind == "correction" and "instead" not in wrong.fields:
        return ()
    stated = draft(kind, said(kind, typed(kind, wrong.told)), known, who="", why="").states
    return tuple(each._replace(tpp=None, without=wrong.seq) for each in stated)


def _aware(guard: Guard, undone: tuple[Move, ...]) -> Guard:
    """The guard, told what the correction takes back of the installed base."""
    if isinstance(guard, WasThere | Allocation | Ratios):
        return replace(guard, undone=undone)
    return guard


def _expect(entry: Entry, kind: str) -> None:
    if entry.kind != kind:
        sentence = _("entry {seq} is a {kind}, not a reservation.")
        raise InputError([Fault("reservation", sentence.format(seq=entry.seq, kind=entry.kind))])
