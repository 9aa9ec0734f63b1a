"""From facts to what the law sees: one world for each line of a transaction."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
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
from licet.facts.transaction import (
    RECEIVING,
    ROLES,
    EndUse,
    Line,
    Nveu,
    OnFile,
    Party,
    Transaction,
)
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
    v[:] = _nothing_stated()
    v.set(tx.date, day.toordinal())
    v.set(tx.action, transaction.action)
    v.set(tx.destination, transaction.destination)
    abroad = transaction.action not in ("export", "deemed_export")
    v.set(tx.shipped_from, transaction.shipped_from or (UNKNOWN if abroad else "US"))
    named = {role: party for role in ROLES if (party := getattr(transaction.parties, role, None))}
    if not any(role in named for role in RECEIVING):
        named["ultimate_consignee"] = Party()
    for role, party in named.items():
        _set_party(v, role, party)
    _set_end_use(v, transaction.end_use)
    if transaction.listed_parties is not None:
        _set_as_stated(v, _LISTED, transaction.listed_parties)
    _set_on_file(v, transaction.on_file)
    _set_others(v, transaction)
    return v


@cache
def _nothing_stated() -> Vector:
    """No item, no party. Lists are public: where nothing is said of them, no party is on one."""
    v = Vector("line")
    for fact in ITEM_FACTS:
        v.set(fact, NOT_APPLICABLE)
    for party in tx.parties.values():
        for fact in vars(party).values():
            if isinstance(fact, Fact):
                v.set(fact, NOT_APPLICABLE)
        v.set(party.present, False)
    for fact, _name in _LISTED:
        v.set(fact, False if isinstance(fact, Flag) else NOT_APPLICABLE)
    return v


def _set_party(v: Vector, role: str, party: Party) -> None:
    symbols, veu = tx.parties[role], party.certified_veu
    v.set(symbols.present, True)
    v.set(symbols.location, party.location)
    v.set(symbols.headquarters, party.headquarters)
    v.set(symbols.ultimate_parent_headquarters, party.ultimate_parent_headquarters)
    v.set(symbols.private_sector, party.private_sector)
    v.set(symbols.uveu, veu == "UVEU")
    v.set(symbols.nveu, frozenset(veu.nveu) if isinstance(veu, Nveu) else frozenset())
    approved = bool(party.approved_under_supplement_8) and (
        v.get(tx.date) < approval_ends(party.name or "").toordinal()
    )
    v.set(symbols.approved_under_supplement_8, approved)


def _set_end_use(v: Vector, use: EndUse | None) -> None:
    use = use or EndUse()
    v.set(tx.end_use.purpose, use.purpose)
    v.set(tx.end_use.trains_4e091_for, use.trains_4e091_for)
    v.set(tx.end_use.onward_to_macau_or_d5, use.for_customers_in_macau_or_d5)
    v.set(tx.end_use.prohibited_by_part_744, use.prohibited_by_part_744)
    v.set(tx.end_use.permanent_regular_employee, use.permanent_regular_employee)
    share = use.fine_tuning_share_of_original
    v.set(tx.end_use.fine_tuning_share, NOT_APPLICABLE if share is None else share)
    v.set(tx.end_use.intentional_publication, bool(use.intentional_publication))


def _set_on_file(v: Vector, file: OnFile | None) -> None:
    file, symbols = file or OnFile(), tx.on_file
    held = file.certifications
    v.set(symbols.aia, UNKNOWN if held is None else "AIA" in held)
    v.set(symbols.lpp, UNKNOWN if held is None else "LPP" in held)
    v.set(symbols.lpp_tpp_this_year, file.lpp_tpp_this_year)
    v.set(symbols.aia_tpp_cumulative, file.aia_tpp_cumulative)
    v.set(symbols.country_allocation_tpp_used, file.country_allocation_tpp_used)
    v.set(symbols.purchase_order, file.purchase_order)
    notified = file.nac_notified_on
    if isinstance(notified, date):
        v.set(symbols.nac_notified_on, notified.toordinal())
    elif notified is False:
        v.set(symbols.nac_notified_on, NOT_APPLICABLE)


def _set_others(v: Vector, transaction: Transaction) -> None:
    role = getattr(transaction.exporter, "role", None)
    v.set(tx.exporter.fabricator, role == "front_end_fabricator")
    v.set(tx.exporter.osat, role == "osat")
    for symbols, facts in (
        (_EXPORTER, transaction.exporter),
        (_FOUNDRY, transaction.foundry),
        (_PACKAGING, transaction.packaging),
    ):
        if facts is not None:
            _set_as_stated(v, symbols, facts)
    v.set(tx.exporter.veu, bool(getattr(transaction.exporter, "certified_veu", None)))
    if getattr(transaction.foundry, "packager", None) in APPROVED_OSATS:
        v.set(tx.foundry.packager, "approved_osat")


def _named(block: Any) -> list[tuple[Fact, str]]:
    """The symbols of a block, each with the name under which it is stated."""
    symbols = [each for each in vars(block).values() if isinstance(each, Fact)]
    names = [(each, each.path.rpartition(".")[2]) for each in symbols]
    return [(each, name) for each, name in names if each.path != "exporter.role"]


def _set_as_stated(v: Vector, symbols: list[tuple[Fact, str]], facts: Facts) -> None:
    for symbol, name in symbols:
        v.set(symbol, getattr(facts, name))


_LISTED, _EXPORTER = _named(tx.listed), _named(tx.exporter)
_FOUNDRY, _PACKAGING = _named(tx.foundry), _named(tx.packaging)


# -- facts of a line ------------------------------------------------------------------------------


def _world(line: Line, path: str, shared: Vector, day: date) -> World:
    v = Vector("line")
    v[:] = shared
    v.line = f"{path}."
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
        set_weights(world, item, f"{path}.{kind}")


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
