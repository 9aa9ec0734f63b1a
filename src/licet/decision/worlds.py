"""From facts to what the law sees: one world for each line of a transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from licet.decision.weights import set_weights
from licet.errors import Fault, InputError
from licet.facts.items import Computer, Designer, IntegratedCircuit, Item, ProcessingUnit
from licet.facts.transaction import ROLES, Line, Nveu, Party, Transaction
from licet.law.ear.ccl import e3a090
from licet.law.ear.ccl.paragraphs import ASSOCIATED, OTHER, PARAGRAPHS, family_of
from licet.law.places import APPROVAL_ENDS, APPROVED_DESIGNERS, APPROVED_OSATS, MACAU_OR_D5
from licet.law.subject import Circuit, tx
from licet.logic.dated import Exact, Span
from licet.logic.terms import Fact
from licet.logic.world import NOT_APPLICABLE, UNKNOWN, Derived, Vector, World
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
        world.lines = made
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
    if not any(named.values()):
        named["ultimate_consignee"] = Party()
    for role, party in named.items():
        _set_party(v, role, party)
    _set_end_use(v, transaction)
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
    ends = APPROVAL_ENDS.get(party.name or "", date.max)
    approved = bool(party.approved_under_supplement_8) and v.get(tx.date) < ends.toordinal()
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


def _set_item(world: World, item: Item, path: str, day: date) -> None:
    v, kind = world.facts, item.kind
    v.set(tx.item.kind, "integrated_circuit" if kind == "chip" else kind)
    if kind in ("chip", "integrated_circuit", "computer"):
        _set_hardware(world, item, path, day)
    elif kind == "hbm":
        _set_hbm(v, item)
    elif kind in ("software", "technology"):
        _set_made_for(v, item, f"{path}.{kind}")
    elif kind == "eccn":
        _set_stated(v, item, path)
    else:
        set_weights(v, item, f"{path}.{kind}")


def _set_hardware(world: World, item: Item, path: str, day: date) -> None:
    v = world.facts
    parts = list(_circuits(item, path, 1))
    world.circuits = [_circuit(facts, below, day) for facts, below, _n in parts]
    counts = [count for _facts, _path, count in parts]
    v.set(tx.item.tpp, _sum_of(world.circuits, counts))
    v.set(tx.item.strongest_tpp, _strongest([c.get(Circuit.tpp) for c in world.circuits]))
    v.set(tx.item.dram_bandwidth, _strongest([f.memory_bandwidth_gb_s for f, _p, _n in parts]))
    approved, authorized = _designers([f.designer for f, _p, _n in parts])
    v.set(tx.item.designer_approved, approved)
    v.set(tx.item.designer_authorized, authorized)
    described = (item.integrated_circuit or item.computer or Computer()).also_described_in
    family = family_of(described) if described else None
    v.set(tx.item.also_described_in, family or NOT_APPLICABLE)
    if item.computer is not None:
        stated = item.computer.designed_or_marketed_for_datacenters
        v.set(tx.item.datacenter, NOT_APPLICABLE if stated is None else stated)
    inner = f"{path}.{item.kind}"
    for fact, name in (
        (tx.item.designer_approved, "designer.approved"),
        (tx.item.designer_authorized, "designer.authorized"),
        (tx.item.dram_bandwidth, "memory_bandwidth_gb_s"),
        (tx.item.datacenter, "designed_or_marketed_for_datacenters"),
    ):
        v.paths[fact.slot] = f"{inner}.{name}"


def _circuits(item: Item, path: str, count: int) -> Iterable[tuple[IntegratedCircuit, str, int]]:
    if item.chip is not None:
        yield from_catalog(item.chip, f"{path}.chip"), f"{path}.integrated_circuit", count
    elif item.integrated_circuit is not None:
        yield item.integrated_circuit, f"{path}.integrated_circuit", count
    elif item.computer is not None:
        contents = item.computer.contains
        if not contents:
            yield IntegratedCircuit(), f"{path}.computer.contains", count
        for n, content in enumerate(contents or ()):
            below = f"{path}.computer.contains[{n}]"
            if content.quantity is None:
                raise InputError([Fault(f"{below}.quantity", _("is missing."))])
            yield from _circuits(content.item, f"{below}.item", count * content.quantity)
    else:
        sentence = _("describe what a computer contains by chip, integrated_circuit or computer.")
        raise InputError([Fault(path, sentence)])


def from_catalog(name: str, path: str) -> IntegratedCircuit:
    """The circuit that the catalog knows by ``name``, as facts."""
    from licet.catalog import find

    try:
        chip = find(name)
    except InputError as error:
        raise InputError([Fault(path, fault.sentence) for fault in error.faults]) from None
    home = chip.designer_headquarters
    approved = chip.designer in APPROVED_DESIGNERS
    return IntegratedCircuit(
        processing_units=tuple(
            ProcessingUnit(
                count=unit.count,
                modes=tuple(
                    ProcessingUnit(tera_ops=Fraction(mode.tera_ops), bit_length=bit_length_of(mode))
                    for mode in unit.modes
                ),
            )
            for unit in chip.units
        ),
        applicable_die_area_mm2=_exact(chip.applicable_die_area_mm2),
        designed_or_marketed_for_datacenters=chip.datacenter,
        designer=Designer(approved=approved, authorized=_may_be_authorized(approved, home)),
        memory_bandwidth_gb_s=_exact(chip.memory_bandwidth_gb_s),
        interconnect_gb_s=_exact(chip.interconnect_gb_s),
    )


def bit_length_of(mode: Any) -> int:
    """The bit length at which a rate counts; TF32 at the length that is stored (stricter reading)."""
    return e3a090.TF32_BITS if mode.what.startswith("TF32") else int(mode.bit_length)


def _may_be_authorized(approved: bool, home: str | None) -> bool | None:
    barred = home is not None and home in MACAU_OR_D5.on(date(2025, 1, 31))
    return False if approved or barred else None


def _exact(number: Any) -> Exact | None:
    if number is None:
        return None
    exact = Fraction(number)
    return exact.numerator if exact.denominator == 1 else exact


def _circuit(facts: IntegratedCircuit, path: str, day: date) -> Vector:
    v = Vector("ic")
    v.paths[Circuit.tpp.slot] = (
        f"{path}.processing_units" if facts.processing_units else f"{path}.tpp"
    )
    v.paths[Circuit.performance_density.slot] = f"{path}.applicable_die_area_mm2"
    v.paths[Circuit.datacenter.slot] = f"{path}.designed_or_marketed_for_datacenters"
    performance = tpp_of(facts)
    v.set(Circuit.tpp, performance)
    v.set(Circuit.datacenter, facts.designed_or_marketed_for_datacenters)
    v.set(Circuit.performance_density, _density(facts, performance, v))
    return v


def tpp_of(facts: IntegratedCircuit) -> Exact | Span | None:
    """TPP of a circuit: stated, or computed from its units; a `Span` where some rates are missing."""
    if facts.tpp is not None or not facts.processing_units:
        return facts.tpp
    known, complete = [], True
    for unit in facts.processing_units:
        modes = [mode for mode in (unit, *unit.modes) if not (unit.modes and mode is unit)]
        rates = [
            (mode.tera_ops, mode.bit_length)
            for mode in modes
            if mode.tera_ops is not None and mode.bit_length is not None
        ]
        complete &= len(rates) == len(modes)
        if rates:
            known.append((unit.count, rates))
    total = e3a090.total_processing_performance(known)
    total = total.numerator if isinstance(total, Fraction) and total.denominator == 1 else total
    return total if complete else Span(total)


def _density(facts: IntegratedCircuit, performance: Any, v: Vector) -> Any:
    area = facts.applicable_die_area_mm2
    if facts.performance_density is not None:
        return facts.performance_density
    if area is None:
        return UNKNOWN
    if area == 0:
        return NOT_APPLICABLE
    if isinstance(performance, int | Fraction):
        return Fraction(performance) / area
    return Derived(((v, Circuit.tpp, Fraction(1) / area),))


def _sum_of(circuits: list[Vector], counts: list[int]) -> Any:
    values = [circuit.get(Circuit.tpp) for circuit in circuits]
    if all(isinstance(value, int | Fraction) for value in values):
        return sum(value * count for value, count in zip(values, counts, strict=True))
    return Derived(
        tuple((c, Circuit.tpp, count) for c, count in zip(circuits, counts, strict=True))
    )


def _strongest(values: list[Any]) -> Any:
    known = [value for value in values if isinstance(value, int | Fraction)]
    if len(known) == len(values):
        return max(known)
    return Span(max(known)) if known else UNKNOWN


def _designers(designers: list[Designer | None]) -> tuple[bool | None, bool | None]:
    """Whether every designer is approved, and whether each other one is authorized."""
    each = [designer or Designer() for designer in designers]
    approved = [designer.approved for designer in each]
    either = [_either(designer.approved, designer.authorized) for designer in each]
    return _all(approved), _all(either)


def _either(a: bool | None, b: bool | None) -> bool | None:
    return True if a or b else None if a is None or b is None else False


def _all(values: list[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True


def _set_hbm(v: Vector, item: Item) -> None:
    memory = item.hbm
    assert memory is not None
    bandwidth, area = memory.memory_bandwidth_gb_s, memory.package_area_mm2
    v.set(tx.item.with_dominant_logic, memory.co_packaged_with_dominant_logic)
    known = bandwidth is not None and area
    v.set(tx.item.hbm_density, Fraction(bandwidth) / area if known else UNKNOWN)  # type: ignore[arg-type, operator]
    if bandwidth is not None and area is None:
        path = v.paths[tx.item.hbm_density.slot]
        v.paths[tx.item.hbm_density.slot] = path.replace(
            "memory_bandwidth_gb_s", "package_area_mm2"
        )
    if area == 0:
        raise InputError([Fault("package_area_mm2", _("is 0; it is more."))])
    v.set(tx.item.tpp, 0)


def _set_made_for(v: Vector, item: Item, path: str) -> None:
    facts = item.software or item.technology
    assert facts is not None
    v.set(tx.item.made_for, _paragraph(facts.made_for))
    v.set(tx.item.base, "none" if facts.base is None else _paragraph(facts.base))
    described = family_of(facts.also_described_in) if facts.also_described_in else None
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


def _paragraph(name: str | None) -> str | None:
    return name if name is None or name in PARAGRAPHS else OTHER


def _set_stated(v: Vector, item: Item, path: str) -> None:
    stated = item.eccn
    assert stated is not None
    below = sorted(p for p in PARAGRAPHS if p.startswith(stated + "."))
    if stated not in PARAGRAPHS and below:
        sentence = _("{eccn} has several paragraphs; name one, such as {example}.")
        raise InputError([Fault(f"{path}.eccn", sentence.format(eccn=stated, example=below[0]))])
    v.set(tx.item.stated, _paragraph(stated))
    v.set(tx.item.made_for, _paragraph(item.made_for) if stated in ASSOCIATED else NOT_APPLICABLE)
    v.paths[tx.item.made_for.slot] = f"{path}.for"
    v.set(tx.item.tpp, item.tpp)
    v.set(tx.item.strongest_tpp, item.tpp)
    v.set(tx.item.dram_bandwidth, item.memory_bandwidth_gb_s)
    v.set(tx.item.datacenter, item.designed_or_marketed_for_datacenters)
    approved, authorized = _designers([item.designer])
    v.set(tx.item.designer_approved, approved)
    v.set(tx.item.designer_authorized, authorized)
    for fact in (tx.item.developed_by, tx.item.for_production, tx.item.us_direct_product):
        v.set(fact, UNKNOWN)
    if stated == "3A090.c":
        v.set(tx.item.hbm_density, UNKNOWN)
