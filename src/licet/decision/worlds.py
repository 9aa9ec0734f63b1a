"""From facts to what the law sees: one world for each line of a transaction."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from licet.decision.entries import (
    BY_DESCRIPTION,
    GROUPS,
    check_entry,
    check_made_for,
    described_family,
    stated_paragraph,
)
from licet.decision.hardware import designers_of, set_hardware
from licet.decision.weights import set_weights
from licet.errors import Fault, InputError
from licet.facts.items import Item
from licet.facts.reading import Facts
from licet.facts.transaction import RECEIVING, ROLES, Line, Nveu, Party, Transaction
from licet.law.ear.ccl.paragraphs import ASSOCIATED, OTHER, paragraph_of
from licet.law.places import APPROVED_OSATS, approval_ends
from licet.law.subject import tx
from licet.logic.terms import Fact, Flag
from licet.logic.world import NOT_APPLICABLE, UNKNOWN, Vector, World
from licet.words import _

ITEM_FACTS = [
    fact
    for group in (tx.item, tx.weights)
    for fact in vars(group).values()
    if isinstance(fact, Fact)
]


def worlds(transaction: Transaction, day: date) -> list[World]:
    """The worlds of the lines. Raises `InputError` for a chip or paragraph that is not one."""
    shared = _shared(transaction, day)
    faults: list[Fault] = []
    made: list[World] = []
    for number, line in enumerate(transaction.lines):
        try:
            made.append(_world(line, f"lines[{number}]", shared, day))
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(faults)
    for world in made:
        world.lines, world.shared = made, made[0].shared
    return made


# -- facts of the whole transaction ----------------------------------------------------------------


def _shared(transaction: Transaction, day: date) -> Vector:
    v = Vector("line")
    v.set(tx.date, day.toordinal())
    v.set(tx.action, transaction.action)
    v.set(tx.destination, transaction.destination)
    abroad = transaction.action not in ("export", "deemed_export")
    v.set(tx.shipped_from, transaction.shipped_from or (UNKNOWN if abroad else "US"))
    named = {role: getattr(transaction.parties, role, None) for role in ROLES}
    if not any(named[role] for role in RECEIVING):
        named["ultimate_consignee"] = Party()
    for role, party in named.items():
        _set_party(v, role, party)
    _set_end_use(v, transaction)
    _set_listed(v, transaction)
    _set_on_file(v, transaction)
    _set_others(v, transaction)
    return v


def _set_party(v: Vector, role: str, party: Party | None) -> None:
    symbols = tx.parties[role]
    if party is None:
        for symbol in vars(symbols).values():
            if isinstance(symbol, Fact):
                v.set(symbol, NOT_APPLICABLE)
        v.set(symbols.present, False)
        return
    v.set(symbols.present, True)
    v.set(symbols.location, party.location)
    v.set(symbols.headquarters, party.headquarters)
    v.set(symbols.ultimate_parent_headquarters, party.ultimate_parent_headquarters)
    v.set(symbols.private_sector, party.private_sector)
    veu = party.certified_veu
    v.set(symbols.uveu, veu == "UVEU")
    v.set(symbols.nveu, frozenset(veu.nveu) if isinstance(veu, Nveu) else frozenset())
    ends = approval_ends(party.name or "").toordinal()
    approved = bool(party.approved_under_supplement_8) and v.get(tx.date) < ends
    v.set(symbols.approved_under_supplement_8, approved)


def _set_end_use(v: Vector, transaction: Transaction) -> None:
    use = transaction.end_use
    for symbol, name in (
        (tx.end_use.purpose, "purpose"),
        (tx.end_use.trains_4e091_for, "trains_4e091_for"),
        (tx.end_use.onward_to_macau_or_d5, "for_customers_in_macau_or_d5"),
        (tx.end_use.prohibited_by_part_744, "prohibited_by_part_744"),
        (tx.end_use.permanent_regular_employee, "permanent_regular_employee"),
    ):
        v.set(symbol, getattr(use, name, UNKNOWN))
    share = getattr(use, "fine_tuning_share_of_original", None)
    v.set(tx.end_use.fine_tuning_share, NOT_APPLICABLE if share is None else share)
    public = getattr(use, "intentional_publication", None)
    v.set(tx.end_use.intentional_publication, bool(public))


def _set_listed(v: Vector, transaction: Transaction) -> None:
    """Lists are public: where nothing is said of them, no party is on one."""
    lists = transaction.listed_parties
    for symbol in vars(tx.listed).values():
        if isinstance(symbol, Flag):
            v.set(symbol, False if lists is None else _stated(lists, symbol))
    policy = NOT_APPLICABLE if lists is None else _stated(lists, tx.listed.review_policy)
    v.set(tx.listed.review_policy, policy)


def _stated(facts: Facts, symbol: Fact) -> Any:
    return getattr(facts, symbol.path.rpartition(".")[2])


def _set_on_file(v: Vector, transaction: Transaction) -> None:
    file, symbols = transaction.on_file, tx.on_file
    held = getattr(file, "certifications", None)
    v.set(symbols.aia, UNKNOWN if held is None else "AIA" in held)
    v.set(symbols.lpp, UNKNOWN if held is None else "LPP" in held)
    for symbol in (
        symbols.lpp_tpp_this_year,
        symbols.aia_tpp_cumulative,
        symbols.country_allocation_tpp_used,
        symbols.purchase_order,
    ):
        v.set(symbol, getattr(file, symbol.path.rpartition(".")[2], UNKNOWN))
    notified = getattr(file, "nac_notified_on", None)
    if notified is False:
        v.set(symbols.nac_notified_on, NOT_APPLICABLE)
    elif notified is not None:
        v.set(symbols.nac_notified_on, notified.toordinal())


def _set_others(v: Vector, transaction: Transaction) -> None:
    exporter = transaction.exporter
    role = getattr(exporter, "role", None)
    v.set(tx.exporter.fabricator, role == "front_end_fabricator")
    v.set(tx.exporter.osat, role == "osat")
    for block, facts in (
        (tx.exporter, exporter),
        (tx.foundry, transaction.foundry),
        (tx.packaging, transaction.packaging),
    ):
        for symbol in vars(block).values():
            if isinstance(symbol, Fact) and symbol.path != "exporter.role":
                v.set(symbol, getattr(facts, symbol.path.rpartition(".")[2], UNKNOWN))
    v.set(tx.exporter.veu, bool(getattr(exporter, "certified_veu", None)))
    if getattr(transaction.foundry, "packager", None) in APPROVED_OSATS:
        v.set(tx.foundry.packager, "approved_osat")


# -- facts of a line ------------------------------------------------------------------------------


def _world(line: Line, path: str, shared: Vector, day: date) -> World:
    v = Vector("line")
    v[:] = shared
    for fact in (tx.quantity, *ITEM_FACTS):
        v.paths[fact.slot] = f"{path}.{fact.path}"
    for fact in ITEM_FACTS:
        v.set(fact, NOT_APPLICABLE)
    v.set(tx.quantity, line.quantity)
    _set_origin(v, line)
    world = World(v)
    _set_item(world, line.item, f"{path}.item", day)
    return world


def _set_origin(v: Vector, line: Line) -> None:
    v.set(tx.item.foreign_produced, line.origin is not None and line.origin.produced_in != "US")
    if line.origin is not None:
        v.set(tx.item.direct_product, line.origin.direct_product_of_listed_technology)
        v.set(tx.item.plant_product, line.origin.plant_is_direct_product)
        v.set(tx.item.us_content, line.origin.us_content_above_de_minimis)


def _set_item(world: World, item: Item, path: str, day: date) -> None:
    v, kind = world.facts, item.kind
    v.set(tx.item.kind, "integrated_circuit" if kind == "chip" else kind)
    if kind in ("chip", "integrated_circuit", "computer"):
        set_hardware(world, item, path, day)
    elif kind == "hbm":
        _set_hbm(v, item, f"{path}.hbm")
    elif kind in ("software", "technology"):
        _set_made_for(v, item, f"{path}.{kind}", day)
    elif kind == "eccn":
        _set_stated(v, item, path, day)
    else:
        set_weights(v, item, f"{path}.{kind}")


def _set_hbm(v: Vector, item: Item, path: str) -> None:
    memory = item.hbm
    assert memory is not None
    bandwidth, area = memory.memory_bandwidth_gb_s, memory.package_area_mm2
    v.set(tx.item.with_dominant_logic, memory.co_packaged_with_dominant_logic)
    known = bandwidth is not None and area
    v.set(tx.item.hbm_density, Fraction(bandwidth) / area if known else UNKNOWN)  # type: ignore[arg-type, operator]
    if bandwidth is not None and area is None:
        v.paths[tx.item.hbm_density.slot] = f"{path}.package_area_mm2"
    if area == 0:
        raise InputError([Fault(f"{path}.package_area_mm2", _("is 0; it is more."))])
    v.set(tx.item.tpp, 0)


def _set_made_for(v: Vector, item: Item, path: str, day: date) -> None:
    facts = item.software or item.technology
    assert facts is not None
    v.set(tx.item.made_for, stated_paragraph(facts.made_for, f"{path}.for", day))
    check_made_for(facts, item.kind, path)
    v.set(tx.item.base, "none" if facts.base is None else paragraph_of(facts.base))
    described = described_family(
        facts.also_described_in, GROUPS[item.kind], f"{path}.also_described_in"
    )
    v.set(tx.item.also_described_in, described or NOT_APPLICABLE)
    v.set(tx.item.developed_by, facts.developed_by_headquarters)
    v.set(tx.item.for_production, facts.for_production)
    v.set(tx.item.us_direct_product, facts.us_direct_product)
    v.set(tx.item.datacenter, item.designed_or_marketed_for_datacenters)
    v.set(tx.item.tpp, 0)
    for fact, name in (
        (tx.item.made_for, "for"),
        (tx.item.developed_by, "developed_by_headquarters"),
        (tx.item.for_production, "for_production"),
        (tx.item.us_direct_product, "us_direct_product"),
    ):
        v.paths[fact.slot] = f"{path}.{name}"


def _set_stated(v: Vector, item: Item, path: str, day: date) -> None:
    stated = item.eccn
    assert stated is not None
    paragraph = stated_paragraph(stated, f"{path}.eccn", day)
    made_for = stated_paragraph(item.made_for, f"{path}.for", day)
    assert paragraph is not None
    if paragraph in BY_DESCRIPTION and paragraph != stated and made_for is None:
        paragraph = OTHER  # classified there, and in no .z paragraph
    if made_for is not None:
        check_entry(paragraph, made_for, f"{path}.eccn")
    v.set(tx.item.stated, paragraph)
    v.set(tx.item.made_for, made_for if paragraph in ASSOCIATED else NOT_APPLICABLE)
    v.paths[tx.item.made_for.slot] = f"{path}.for"
    v.set(tx.item.tpp, item.tpp)
    v.set(tx.item.strongest_tpp, item.tpp)
    v.set(tx.item.dram_bandwidth, item.memory_bandwidth_gb_s)
    v.set(tx.item.datacenter, item.designed_or_marketed_for_datacenters)
    approved, authorized = designers_of([item.designer])
    v.set(tx.item.designer_approved, approved)
    v.set(tx.item.designer_authorized, authorized)
    for fact in (tx.item.developed_by, tx.item.for_production, tx.item.us_direct_product):
        v.set(fact, UNKNOWN)
    if paragraph == "3A090.c":
        v.set(tx.item.hbm_density, UNKNOWN)
