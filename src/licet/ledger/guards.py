"""Guards: what must hold, while nobody else can write, for an entry to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from licet.errors import Fault, InputError
from licet.ledger.drafts import Names, Refusal
from licet.ledger.standing import Standing
from licet.words import _


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The sum under ``key`` may not exceed ``limit``.

    ``also`` are counters that count toward the same limit (what others certified). The entry adds
    ``units`` of ``each`` thousandths of a TPP. A new period begins on ``opens``.
    """

    key: str
    limit: int
    each: int
    units: int
    cite: str
    also: tuple[str, ...] = ()
    opens: str | None = None
    item: str = ""
    names: ClassVar[Names] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The counters that it reads."""
        return (self.key, *self.also)

    def check(self, standing: Standing) -> Refusal | None:
        """Refuse what does not fit beside what is counted and what is held."""
        used = sum(standing.counted(key)[0] for key in self.keys) + standing.held(self.key)[0]
        wanted = self.each * self.units
        room = max(0, self.limit - used)
        if used + wanted <= self.limit:
            return None
        held = [(expires, tpp) for expires, tpp, _units in standing.holders(self.key)]
        return Refusal(
            key=self.key,
            cite=self.cite,
            limit=self.limit,
            over=used + wanted - self.limit,
            room=room,
            fits=room // self.each if self.each else 0,
            more_from=_more_from(held, self.limit - used, self.each, self.opens),
            item=self.item,
        )


def _more_from(held: list[tuple[str, int]], left: int, each: int, opens: str | None) -> str | None:
    """When one more unit fits than fits now: as holds of others expire, or in the next period."""
    now = max(left, 0) // each if each else 0
    for expires, amount in held:
        left += amount
        if each and max(left, 0) // each > now:
            return min(expires, opens) if opens else expires
    return opens


@dataclass(frozen=True, slots=True)
class Within:
    """The units under ``key`` stay within those under ``of``: a license draws what it was issued for."""

    key: str
    of: str
    units: int
    cite: str
    names: ClassVar[Names] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The counters that it reads."""
        return (self.key, self.of)

    def check(self, standing: Standing) -> Refusal | None:
        """Refuse more units than there are."""
        limit = standing.counted(self.of)[1]
        used = standing.counted(self.key)[1] + standing.held(self.key)[1]
        if used + self.units <= limit:
            return None
        room = max(0, limit - used)
        holders = standing.holders(self.key)
        return Refusal(
            key=self.key,
            cite=self.cite,
            limit=limit,
            over=used + self.units - limit,
            room=room,
            fits=room,
            more_from=holders[0][0] if holders else None,
            measure="units",
            item=self.key.rpartition("|")[2],
        )


@dataclass(frozen=True, slots=True)
class NotYetCorrected:
    """An entry is corrected once; a second correction corrects the first one."""

    entry: int
    keys: ClassVar[tuple[str, ...]] = ()

    @property
    def names(self) -> Names:
        """What it looks up."""
        return (("corrected", str(self.entry)),)

    def check(self, standing: Standing) -> Refusal | None:
        """Raise `InputError` where another correction came first."""
        by = standing.marked("corrected", str(self.entry))
        if by is not None:
            sentence = _("entry {entry} was corrected by entry {by}; correct that one.")
            raise InputError([Fault("entry", sentence.format(entry=self.entry, by=by))])
        return None


@dataclass(frozen=True, slots=True)
class OnFile:
    """A certificate or another paper must be in the ledger before this is written."""

    register: str
    name: str
    day: str
    cite: str
    missing: str
    keys: ClassVar[tuple[str, ...]] = ()

    @property
    def names(self) -> Names:
        """What it looks up."""
        return ((self.register, self.name),)

    def check(self, standing: Standing) -> Refusal | None:
        """Refuse where it is not there on the day."""
        if standing.marked(self.register, self.name, self.day) is not None:
            return None
        return Refusal(self.name, self.cite, 0, 0, 0, 0, measure="paper", says=self.missing)


@dataclass(frozen=True, slots=True)
class InForce:
    """The license was issued by the day, and has not expired on it."""

    license: str
    day: str
    cite: str
    keys: ClassVar[tuple[str, ...]] = ()

    @property
    def names(self) -> Names:
        """What it looks up."""
        return (("license", self.license),)

    def check(self, standing: Standing) -> Refusal | None:
        """Refuse a day after the last one; raise `InputError` for a license that is not there."""
        seq = standing.marked("license", self.license, self.day)
        found = standing.entry(seq) if seq is not None else None
        if found is None:
            sentence = _("no license {number} was issued by {day}, as far as the ledger knows.")
            text = sentence.format(number=self.license, day=self.day)
            raise InputError([Fault("license", text)])
        fields = found[2]["fields"]
        last = fields.get("instead", fields)["expires"]
        if self.day <= last:
            return None
        says = _("License {number} was valid until {last}.").format(number=self.license, last=last)
        return Refusal(self.license, self.cite, 0, 0, 0, 0, measure="day", says=says)
