"""From what a person says to a draft: what it counts, under which key, and which limit guards it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

import msgspec

from licet.errors import Fault, InputError
from licet.facts.reading import Facts, read
from licet.ledger import kinds, limits
from licet.ledger.amounts import stored
from licet.ledger.drafts import Count, Draft, Guard, Latest, Mark, Move, Threshold
from licet.ledger.guards import Ceiling, InForce, OnFile, Within
from licet.ledger.items import Counted, counted
from licet.ledger.licenses import expiry
from licet.words import _

Parent = Callable[[str, datetime.date], str | None]
"""The ultimate parent of a company on a day, where the ledger knows it."""


@dataclass(slots=True)
class Effects:
    """What an entry does beside being there."""

    counts: list[Count] = field(default_factory=list)
    states: list[Latest] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    papers: list[Guard] = field(default_factory=list)
    """What must be on file when it happens, though not when it is reserved."""
    thresholds: list[Threshold] = field(default_factory=list)

    def count(self, name: str, item: Counted, tpp: int | None = None) -> None:
        """Count the item under the key."""
        self.counts.append(Count(name, item.counting if tpp is None else tpp, item.units))


def said(kind: str, fields: Mapping[str, Any]) -> kinds.Said:
    """The entry in ``fields``. Raises `InputError` with every fault, and for an unknown kind."""
    if kind not in kinds.KINDS:
        near = get_close_matches(kind, kinds.KINDS, 1)
        meant = _(" Did you mean {near}?").format(near=near[0]) if near else ""
        sentence = _("{kind} is no kind of entry; the kinds are {kinds}.")
        text = sentence.format(kind=kind, kinds=", ".join(kinds.KINDS))
        raise InputError([Fault("kind", text + meant)])
    return read(kinds.KINDS[kind], dict(fields))


def plain(facts: Facts) -> dict[str, Any]:
    """The stated fields as JSON holds them, exact: a number that is not whole is text."""
    stated = msgspec.structs.asdict(facts).items()
    return {name: _plain(value) for name, value in stated if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return format(Decimal(value.numerator) / value.denominator, "f")
    return value.isoformat() if isinstance(value, datetime.date) else value


def effects(entry: kinds.Said, parent: Parent) -> Effects:
    """What the entry counts, moves and says, and what guards it."""
    made = Effects()
    _EFFECTS[type(entry)](entry, made, parent)
    return made


def draft(kind: str, entry: kinds.Said, parent: Parent, **about: Any) -> Draft:
    """The draft of an entry that happened. ``about`` is who, why and so on."""
    made = effects(entry, parent)
    return Draft(
        kind=kind,
        day=entry.on,
        fields=plain(entry),
        counts=tuple(made.counts),
        states=tuple(made.states),
        moves=tuple(made.moves),
        marks=tuple(made.marks),
        guards=(*made.papers, *made.guards),
        thresholds=tuple(made.thresholds),
        **about,
    )


# -- kind by kind ---------------------------------------------------------------------------------


def _shipment(entry: kinds.Shipment, made: Effects, parent: Parent) -> None:
    item = counted(entry)
    if entry.under == "LPP":
        _lpp(entry, item, made, parent)
    elif entry.under == "AIA":
        name = limits.aia(entry.ultimate_consignee)
        made.count(name, item)
        threshold = limits.aia_certification(entry.on)
        says = _("Send the consignee's certification to BIS, subject AIA Certification.")
        made.thresholds.append(Threshold(threshold, limits.AIA, says, name))
        missing = _("{name} has given no AIA certification (15 CFR 740.27(b)(2)).")
        _paper(made, "AIA", (entry.ultimate_consignee,), missing, entry)
    elif entry.under == "license":
        _draw(entry.license, entry, item, made)
    _facility(entry, item, made)


def _lpp(entry: kinds.Shipment, item: Counted, made: Effects, parent: Parent) -> None:
    if entry.action not in ("export", "reexport"):
        sentence = _("LPP covers exports and reexports, not {action} (15 CFR 740.29(a)).")
        raise InputError([Fault("action", sentence.format(action=entry.action))])
    owner = _whose_limit(entry, parent)
    year = entry.on.year
    name, others = limits.lpp(owner, year), limits.lpp_others(owner, year)
    limit = limits.lpp_limit(entry.on)
    made.count(name, item)
    made.guards.append(
        Ceiling(
            name, limit, _each(item), item.units, limits.LPP, (others,), limits.next_year(entry.on)
        )
    )
    missing = _("{name} has given no LPP statement for {year} (15 CFR 740.29(f)).")
    _paper(made, "LPP", (owner, year), missing, entry)
    says = _("Notify BIS before the shipment, subject LPP Shipment.")
    if entry.shipment:
        together = limits.key("LPP shipment", entry.shipment)
        made.count(together, item)
        notice = Threshold(limits.lpp_notice(entry.on), limits.LPP_NOTICE, says, together)
    else:
        amount = limits.lpp_notice(entry.on)
        notice = Threshold(amount, limits.LPP_NOTICE, says, amount=item.counting)
    reached = _("The consignee notifies BIS that the limit is reached.")
    made.thresholds += [notice, Threshold(limit, limits.LPP_REACHED, reached, name)]


def _whose_limit(entry: kinds.Shipment, parent: Parent) -> str:
    """The ultimate parent whose year it counts in: the owner's, or with a record the operator's."""
    if entry.applied_to is not None:
        if entry.record is None:
            sentence = _(
                "name the record by which the operator's limit is used (15 CFR 740.29(a))."
            )
            raise InputError([Fault("record", sentence)])
        return parent(entry.applied_to, entry.on) or entry.applied_to
    owner = entry.ultimate_parent or parent(entry.ultimate_consignee, entry.on)
    if owner is None:
        sentence = _("the ultimate parent of {name} is not known, and LPP counts by it.")
        raise InputError([Fault("ultimate_parent", sentence.format(name=entry.ultimate_consignee))])
    return owner


def _paper(
    made: Effects, which: str, of: tuple[object, ...], missing: str, entry: kinds.Said
) -> None:
    name = limits.key(which, limits.named(str(of[0])), *of[1:])
    text = missing.format(name=of[0], year=entry.on.year)
    made.papers.append(OnFile("certificate", name, entry.on.isoformat(), text))


def _each(item: Counted) -> int:
    return 0 if item.level == "-" else item.each


def _draw(number: str | None, entry: kinds.Units, item: Counted, made: Effects) -> None:
    if not number:
        raise InputError([Fault("license", _("name the license it goes under."))])
    drawn = limits.key("license drawn", number, item.item)
    issued = limits.key("license issued", number, item.item)
    made.count(drawn, item, item.tpp)
    made.guards.append(Within(drawn, issued, item.units, limits.LICENSE_QUANTITY))
    made.guards.append(InForce(number, entry.on.isoformat(), limits.LICENSE_VALIDITY))


def _facility(entry: kinds.Shipment, item: Counted, made: Effects) -> None:
    """Count what comes to and leaves a facility under ACM (740.28(e))."""
    if entry.to_facility and entry.under == "ACM":
        made.count(limits.key("ACM in", limits.named(entry.to_facility), item.item), item, item.tpp)
    if entry.from_facility:
        site = limits.named(entry.from_facility)
        came, left = (limits.key(way, site, item.item) for way in ("ACM in", "ACM out"))
        made.count(left, item, item.tpp)
        made.guards.append(Within(left, came, item.units, limits.ACM))


def _certificate(entry: kinds.Certificate, made: Effects, parent: Parent) -> None:
    del parent
    if entry.certificate == "AIA":
        name = limits.key("AIA", limits.named(entry.party))
    else:
        year = entry.year or entry.on.year
        name = limits.key("LPP", limits.named(entry.party), year)
        if entry.others_tpp is not None:
            tpp = stored(entry.others_tpp, "others_tpp")
            others = limits.lpp_others(entry.party, year)
            made.states.append(Latest(others, tpp, "certificate", name))
    made.marks.append(Mark("certificate", name, entry.on.isoformat()))


def _published(entry: kinds.AllocationPublished, made: Effects, parent: Parent) -> None:
    del parent
    name = limits.allocation_published(entry.country)
    made.states.append(Latest(name, stored(entry.tpp), "allocation", entry.country))
    made.marks.append(Mark("allocation", entry.country, entry.on.isoformat()))


def _assurance(entry: kinds.Assurance, made: Effects, parent: Parent) -> None:
    del parent
    made.marks.append(Mark("assurance", entry.country, entry.on.isoformat()))


def _issued(entry: kinds.LicenseIssued, made: Effects, parent: Parent) -> None:
    del parent
    item = counted(entry)
    if entry.expires is None:
        entry.expires = expiry(entry.on, item.level)
    made.count(limits.key("license issued", entry.license, item.item), item, item.tpp)
    if limits.in_allocation_period(entry.on):
        name = limits.allocation(entry.destination)
        made.count(name, item)
        home = entry.ultimate_parent_headquarters
        if home and home != entry.destination:
            made.count(limits.allocation_by_headquarters(home), item)
        says = _("The country's allocation is met: applications are denied as a policy.")
        limit = limits.allocation_limit(entry.on)
        made.thresholds.append(Threshold(limit, limits.ALLOCATION, says, name))
    made.marks.append(Mark("license", entry.license, entry.on.isoformat()))


def _drawn(entry: kinds.LicenseDrawn, made: Effects, parent: Parent) -> None:
    del parent
    _draw(entry.license, entry, counted(entry), made)


def _installation(entry: kinds.Installation, made: Effects, parent: Parent) -> None:
    del parent
    made.moves.append(_move(entry, counted(entry), entry.owner, entry.country, entry.site, 1))


def _transfer(entry: kinds.Transfer, made: Effects, parent: Parent) -> None:
    del parent
    item = counted(entry)
    to = entry.to_owner or entry.owner
    made.moves.append(_move(entry, item, entry.owner, entry.from_country, entry.from_site, -1))
    made.moves.append(_move(entry, item, to, entry.to_country, entry.to_site, 1))
    if entry.from_country != entry.to_country:
        says = _("A UVEU notifies BIS 60 days before chips move between countries.")
        made.thresholds.append(Threshold(0, limits.TRANSFER_NOTICE, says))


def _attrition(entry: kinds.Attrition, made: Effects, parent: Parent) -> None:
    del parent
    made.moves.append(_move(entry, counted(entry), entry.owner, entry.country, entry.site, -1))


def _move(entry: kinds.Said, item: Counted, owner: str, country: str, site: str, sign: int) -> Move:
    return Move(
        limits.named(owner),
        country,
        limits.named(site),
        item.item,
        item.level,
        entry.on.isoformat(),
        sign * item.tpp,
        sign * item.units,
    )


def _opening(entry: kinds.OpeningBalance, made: Effects, parent: Parent) -> None:
    del parent
    wanted = "country" if entry.limit == "allocation" else "party"
    whose = getattr(entry, wanted)
    if whose is None:
        raise InputError([Fault(wanted, _("is missing."))])
    name = {
        "LPP": lambda: limits.lpp(whose, entry.on.year),
        "AIA": lambda: limits.aia(whose),
        "allocation": lambda: limits.allocation(whose),
    }[entry.limit]()
    made.counts.append(Count(name, stored(entry.tpp), 0))


def _party(entry: kinds.Party, made: Effects, parent: Parent) -> None:
    del parent
    made.marks.append(Mark("party", limits.named(entry.name), entry.on.isoformat()))


def _nac(entry: kinds.NacApproval, made: Effects, parent: Parent) -> None:
    del parent
    counted(entry)
    made.marks.append(Mark("NAC", limits.named(entry.end_user), entry.on.isoformat()))


_EFFECTS: dict[type[kinds.Said], Callable[[Any, Effects, Parent], None]] = {
    kinds.Shipment: _shipment,
    kinds.Certificate: _certificate,
    kinds.AllocationPublished: _published,
    kinds.Assurance: _assurance,
    kinds.LicenseIssued: _issued,
    kinds.LicenseDrawn: _drawn,
    kinds.Installation: _installation,
    kinds.Transfer: _transfer,
    kinds.Attrition: _attrition,
    kinds.OpeningBalance: _opening,
    kinds.Party: _party,
    kinds.NacApproval: _nac,
}
