"""From what a person says to a draft: what it counts, under which key, and which limit guards it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

import msgspec

from licet.errors import Fault, InputError
from licet.facts.reading import Facts, read
from licet.ledger import fleet_effects, kinds, limits
from licet.ledger.amounts import stored
from licet.ledger.drafts import Count, Draft, Latest, Mark, Threshold
from licet.ledger.effects import Effects, Known
from licet.ledger.items import counted
from licet.ledger.licenses import expiry
from licet.ledger.shipment_effects import draw, shipment
from licet.ledger.texts import illegible
from licet.words import _


def said(kind: str, fields: Mapping[str, Any]) -> kinds.Said:
    """The entry in ``fields``. Raises `InputError` with every fault, and for an unknown kind."""
    if kind not in kinds.KINDS:
        near = get_close_matches(kind, kinds.KINDS, 1)
        meant = _(" Did you mean {near}?").format(near=near[0]) if near else ""
        sentence = _("{kind} is no kind of entry; the kinds are {kinds}.")
        text = sentence.format(kind=kind, kinds=", ".join(kinds.KINDS))
        raise InputError([Fault("kind", text + meant)])
    if faults := illegible(fields):
        raise InputError(faults)
    return read(kinds.KINDS[kind], {n: value for n, value in fields.items() if value is not None})


def plain(facts: Facts) -> dict[str, Any]:
    """The stated fields as JSON holds them, exact: a number that is not whole is text."""
    stated = msgspec.structs.asdict(facts).items()
    return {name: _plain(value) for name, value in stated if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, str | int):
        return value
    if isinstance(value, Fraction):
        return format(Decimal(value.numerator) / value.denominator, "f")
    return value.isoformat() if isinstance(value, datetime.date) else value


def effects(entry: kinds.Said, known: Known) -> Effects:
    """What the entry counts, moves and says, and what guards it."""
    made = Effects()
    _EFFECTS[type(entry)](entry, made, known)
    return made


def draft(kind: str, entry: kinds.Said, known: Known, **about: Any) -> Draft:
    """The draft of an entry that happened. ``about`` is who, why and so on."""
    made = effects(entry, known)
    return Draft(
        kind=kind,
        day=entry.on,
        fields=plain(entry),
        counts=tuple(made.counts),
        states=tuple(made.states),
        moves=tuple(made.moves),
        marks=tuple(dict.fromkeys(made.marks)),
        guards=(*made.papers, *made.guards),
        thresholds=tuple(made.thresholds),
        **about,
    )


# -- kind by kind ---------------------------------------------------------------------------------


def _certificate(entry: kinds.Certificate, made: Effects, known: Known) -> None:
    del known
    if entry.certificate == "AIA":
        name = limits.key("AIA", limits.named(entry.party))
    else:
        year = entry.year or entry.on.year
        if abs(year - entry.on.year) > 1:
            sentence = _("{year} is neither the year of {day} nor one beside it.")
            raise InputError([Fault("year", sentence.format(year=year, day=entry.on))])
        name = limits.key("LPP", limits.named(entry.party), year)
        if entry.others_tpp is not None:
            tpp = stored(entry.others_tpp, "others_tpp")
            others = limits.lpp_others(entry.party, year)
            made.states.append(Latest(others, tpp, "certificate", name, entry.on.isoformat()))
    made.marks.append(Mark("certificate", name, entry.on.isoformat()))


def _published(entry: kinds.AllocationPublished, made: Effects, known: Known) -> None:
    del known
    name = limits.allocation_published(entry.country)
    day = entry.on.isoformat()
    made.states.append(Latest(name, stored(entry.tpp), "allocation", entry.country, day))
    made.marks.append(Mark("allocation", entry.country, day))


def _assurance(entry: kinds.Assurance, made: Effects, known: Known) -> None:
    del known
    made.marks.append(Mark("assurance", entry.country, entry.on.isoformat()))


def _issued(entry: kinds.LicenseIssued, made: Effects, known: Known) -> None:
    del known
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
        if entry.destination not in limits.home(entry.on):
            says = _("The allocation is met: unless assurances raise it, denial is the policy.")
            limit = limits.allocation_limit(entry.on)
            made.thresholds.append(Threshold(limit, limits.ALLOCATION, says, name))
    made.marks.append(Mark("license", entry.license, entry.on.isoformat()))


def _drawn(entry: kinds.LicenseDrawn, made: Effects, known: Known) -> None:
    del known
    draw(entry.license, entry, counted(entry), made)


def _opening(entry: kinds.OpeningBalance, made: Effects, known: Known) -> None:
    del known
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


def _party(entry: kinds.Party, made: Effects, known: Known) -> None:
    del known
    made.marks.append(Mark("party", limits.named(entry.name), entry.on.isoformat()))


def _nac(entry: kinds.NacApproval, made: Effects, known: Known) -> None:
    del known
    counted(entry)
    made.marks.append(Mark("NAC", limits.named(entry.end_user), entry.on.isoformat()))


_EFFECTS: dict[type[kinds.Said], Callable[[Any, Effects, Known], None]] = {
    kinds.Shipment: shipment,
    kinds.Certificate: _certificate,
    kinds.AllocationPublished: _published,
    kinds.Assurance: _assurance,
    kinds.LicenseIssued: _issued,
    kinds.LicenseDrawn: _drawn,
    kinds.Installation: fleet_effects.installation,
    kinds.Transfer: fleet_effects.transfer,
    kinds.Attrition: fleet_effects.attrition,
    kinds.OpeningBalance: _opening,
    kinds.Party: _party,
    kinds.NacApproval: _nac,
}
