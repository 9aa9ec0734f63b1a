"""What is about to be written: an entry with what it counts, holds and closes, and who guards it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from licet.ledger.standing import Standing


class Count(NamedTuple):
    """So many thousandths of a TPP, in so many units, under a key."""

    key: str
    tpp: int
    units: int


class Latest(NamedTuple):
    """The amount that a paper of a day states under a key: the latest paper of a name counts.

    None states nothing (any more). ``without`` is an entry that no longer stands.
    """

    key: str
    tpp: int | None
    register: str
    name: str
    day: str
    without: int | None = None


class Hold(NamedTuple):
    """So many units held under a key, each of so many thousandths of a TPP."""

    key: str
    each: int
    units: int


class Move(NamedTuple):
    """Units that come to (or, negative, leave) an owner's site on a day."""

    owner: str
    country: str
    site: str
    item: str
    level: str
    day: str
    tpp: int
    units: int


class Mark(NamedTuple):
    """An entry says something of a name from a day on."""

    register: str
    name: str
    since: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an amount does not fit. Amounts are thousandths of a TPP, or units for a license.

    ``over`` is by how much it exceeds ``limit``; ``room`` is what is left and ``fits`` how many
    units of the ``item`` that is; ``more_from`` is the day or moment from which more of it fits.
    """

    key: str
    cite: str
    limit: int
    over: int
    room: int
    fits: int
    more_from: str | None = None
    measure: str = "tpp"
    says: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """An amount from which the law asks for something. Amounts are thousandths of a TPP.

    ``key`` is the counter that reaches it; None: the entry itself does, with ``amount``.
    """

    limit: int
    cite: str
    says: str
    key: str | None = None
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Undo:
    """The effects of an earlier entry that a correction takes back."""

    entry: int
    counts: tuple[Count, ...] = ()
    moves: tuple[Move, ...] = ()
    marks: tuple[Mark, ...] = ()


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not an error of the program)
    """The amount would exceed a limit. Nothing was written; ``where`` says which of several it was."""

    def __init__(self, refusals: list[Refusal], where: str = "") -> None:
        self.refusals, self.where = refusals, where
        super().__init__("; ".join(f"{each.key}: {each.over} over" for each in refusals))


class Stale(Exception):  # noqa: N818 (nothing is wrong: the draft is made anew)
    """A company was entered after the draft was made that rests on what was known before."""


Names = tuple[tuple[str, str], ...]
"""Registers, each with a name in it."""


class Guard(Protocol):
    """Sees, while nobody else can write, whether a draft may be written."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The counters that it reads."""

    @property
    def names(self) -> Names:
        """What it looks up in registers."""

    def check(self, standing: Standing) -> Refusal | None:
        """Why not, or None. Raises `InputError` where the draft makes no sense as things stand."""


@dataclass(slots=True)
class Draft:
    """An entry that has not been written yet.

    ``closes`` names a reservation and how many of its units are no longer held (None: all that are
    left). ``happened`` records the entry even where a limit does not allow it: the law was broken,
    and the book says so. ``parties`` is the stamp of the companies that it rests on; None: on none.
    """

    kind: str
    day: date
    who: str
    why: str
    fields: Mapping[str, Any]
    determination: str | None = None
    idempotency: str | None = None
    counts: tuple[Count, ...] = ()
    states: tuple[Latest, ...] = ()
    moves: tuple[Move, ...] = ()
    holds: tuple[Hold, ...] = ()
    expires: str | None = None
    closes: tuple[int, int | None] | None = None
    marks: tuple[Mark, ...] = ()
    undo: Undo | None = None
    guards: tuple[Guard, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    happened: bool = False
    where: str = ""
    parties: int | None = None

    @property
    def names(self) -> set[tuple[str, str]]:
        """What is looked up in registers to decide about it."""
        stated = {(latest.register, latest.name) for latest in self.states}
        return stated.union(*[guard.names for guard in self.guards])

    @property
    def speaks_of_a_company(self) -> bool:
        """Whether it changes what is known of companies."""
        marks = (*self.marks, *(self.undo.marks if self.undo else ()))
        return any(mark.register == "party" for mark in marks)

    @property
    def keys(self) -> set[str]:
        """The counters that it changes or whose amount decides about it."""
        read = {count.key for count in (*self.counts, *self.taken_back)}
        read.update([latest.key for latest in self.states])
        read.update([each.key for each in self.thresholds if each.key])
        return read.union(*[guard.keys for guard in self.guards])

    @property
    def does_more_than_count(self) -> bool:
        """Whether it moves, holds, closes, marks or undoes something."""
        return bool(self.moves or self.holds or self.marks or self.closes or self.undo)

    @property
    def counts_under_one_key(self) -> bool:
        """Whether it counts under one key, and does nothing else."""
        one = len({count.key for count in self.counts}) == 1
        return one and not self.states and not self.does_more_than_count

    @property
    def taken_back(self) -> list[Count]:
        """What a correction takes back of what the earlier entry counted."""
        taken = self.undo.counts if self.undo else ()
        return [Count(key, -tpp, -units) for key, tpp, units in taken]

    @property
    def all_moves(self) -> list[Move]:
        """What moves, and what a correction moves back."""
        taken = self.undo.moves if self.undo else ()
        return [*(m._replace(tpp=-m.tpp, units=-m.units) for m in taken), *self.moves]

    def body(self, over: list[Refusal]) -> dict[str, Any]:
        """What the entry's hash covers beside its columns."""
        body: dict[str, Any] = {"fields": self.fields}
        for name in ("counts", "moves", "holds", "marks"):
            if getattr(self, name):
                body[name] = getattr(self, name)
        if self.undo:
            body["undo"] = asdict(self.undo)
        if self.expires:
            body["expires"] = self.expires
        if self.closes:
            body["closes"] = self.closes
        if over:
            body["over"] = [[each.key, each.cite, each.over, each.measure] for each in over]
        return body


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands in the ledger, or stood there already (``again``)."""

    seq: int
    hash: str
    at: str
    over: tuple[Refusal, ...] = ()
    reached: tuple[Threshold, ...] = ()
    again: bool = False
