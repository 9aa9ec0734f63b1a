"""What a shipment does: the limit it counts toward, the papers it needs, the notices it asks for."""

from __future__ import annotations

from licet.errors import Fault, InputError
from licet.ledger import kinds, limits
from licet.ledger.drafts import Mark, Threshold
from licet.ledger.effects import Effects, Known
from licet.ledger.guards import Ceiling, InForce, OnFile, Within
from licet.ledger.items import Counted, counted
from licet.words import _


def shipment(entry: kinds.Shipment, made: Effects, known: Known) -> None:
    """An export, reexport or transfer."""
    item = counted(entry)
    if entry.under == "LPP":
        _lpp(entry, item, made, known)
    elif entry.under == "AIA":
        name = limits.aia(entry.ultimate_consignee)
        made.count(name, item)
        threshold = limits.aia_certification(entry.on)
        says = _("Send the consignee's certification to BIS, subject AIA Certification.")
        made.thresholds.append(Threshold(threshold, limits.AIA, says, name))
        missing = _("{name} has given no AIA certification.")
        _paper(made, limits.AIA_CERTIFICATION, ("AIA", entry.ultimate_consignee), missing, entry)
    elif entry.under == "license":
        draw(entry.license, entry, item, made)
    _facility(entry, item, made)


def _lpp(entry: kinds.Shipment, item: Counted, made: Effects, known: Known) -> None:
    if entry.action not in ("export", "reexport"):
        sentence = _("LPP covers exports and reexports, not {action} (15 CFR 740.29(a)).")
        raise InputError([Fault("action", sentence.format(action=entry.action))])
    owner = _owner(entry, known)
    _statement(entry, owner, made)
    if entry.applied_to is not None:
        owner = _operator(entry, known)
        _statement(entry, owner, made)
    year = entry.on.year
    name, others = limits.lpp(owner, year), limits.lpp_others(owner, year)
    limit = limits.lpp_limit(entry.on)
    made.count(name, item)
    made.guards.append(
        Ceiling(
            name,
            limit,
            item.counting_each,
            item.units,
            limits.LPP,
            (others,),
            limits.next_year(entry.on),
            item.item,
        )
    )
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


def _owner(entry: kinds.Shipment, known: Known) -> str:
    """The ultimate parent that owns the items, in whose year they count (740.29(h)(1))."""
    entered = known.parent_of(entry.ultimate_consignee, entry.on)
    owner = entry.ultimate_parent or entered
    if owner is None:
        sentence = _("the ultimate parent of {name} is not known, and LPP counts by it.")
        raise InputError([Fault("ultimate_parent", sentence.format(name=entry.ultimate_consignee))])
    if entered is not None and limits.named(owner) != limits.named(entered):
        sentence = _("the ledger has {entered} as the ultimate parent of {name}, not {owner}.")
        text = sentence.format(entered=entered, name=entry.ultimate_consignee, owner=owner)
        raise InputError([Fault("ultimate_parent", text)])
    return owner


def _operator(entry: kinds.Shipment, known: Known) -> str:
    """The ultimate parent of the operator whose limit is used instead (740.29(a)), with a record."""
    faults = []
    if entry.record is None:
        sentence = _("name the record by which the operator's limit is used (15 CFR 740.29(a)).")
        faults.append(Fault("record", sentence))
    home = known.company(entry.ultimate_consignee, entry.on).headquarters
    if home is None or home not in limits.home(entry.on):
        sentence = _(
            "only a consignee headquartered in supplement no. 5(a) may use another's limit."
        )
        faults.append(Fault("applied_to", sentence))
    parent = known.parent_of(str(entry.applied_to), entry.on)
    if parent is None:
        sentence = _("the ultimate parent of {name} is not known, and LPP counts by it.")
        faults.append(Fault("applied_to", sentence.format(name=entry.applied_to)))
    if faults or parent is None:
        raise InputError(faults)
    return parent


def _statement(entry: kinds.Shipment, owner: str, made: Effects) -> None:
    missing = _("{name} has given no LPP statement for {year}.")
    _paper(made, limits.LPP_STATEMENT, ("LPP", owner, entry.on.year), missing, entry)


def _paper(
    made: Effects, cite: str, of: tuple[object, ...], missing: str, entry: kinds.Said
) -> None:
    which, name, *rest = of
    key = limits.key(which, limits.named(str(name)), *rest)
    text = missing.format(name=name, year=entry.on.year)
    made.papers.append(OnFile("certificate", key, entry.on.isoformat(), cite, text))


def draw(number: str | None, entry: kinds.Units, item: Counted, made: Effects) -> None:
    """Draw on a license: its quantity and its last day guard."""
    if not number:
        raise InputError([Fault("license", _("name the license it goes under."))])
    drawn = limits.key("license drawn", number, item.item)
    issued = limits.key("license issued", number, item.item)
    made.count(drawn, item, item.tpp)
    made.guards.append(Within(drawn, issued, item.units, limits.LICENSE_QUANTITY))
    made.guards.append(InForce(number, entry.on.isoformat(), limits.LICENSE_VALIDITY))


def _facility(entry: kinds.Shipment, item: Counted, made: Effects) -> None:
    """Count what comes to and leaves a facility under ACM (740.28(e))."""
    for facility in filter(None, (entry.to_facility, entry.from_facility)):
        made.marks.append(Mark("ACM", limits.named(facility), entry.on.isoformat()))
    if entry.to_facility and entry.under == "ACM":
        made.count(limits.key("ACM in", limits.named(entry.to_facility), item.item), item, item.tpp)
    if entry.from_facility:
        site = limits.named(entry.from_facility)
        came, left = (limits.key(way, site, item.item) for way in ("ACM in", "ACM out"))
        made.count(left, item, item.tpp)
        made.guards.append(Within(left, came, item.units, limits.ACM))
