"""Circuits, boards and servers as the law sees them: TPP, density, designers, from facts or catalog."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from licet.decision.entries import described_family
from licet.errors import Fault, InputError
from licet.facts.items import Computer, Designer, IntegratedCircuit, Item
from licet.law.ear.ccl import e3a090
from licet.law.places import APPROVED_DESIGNERS, MACAU_OR_D5
from licet.law.subject import Circuit, tx
from licet.logic.dated import Exact, Span
from licet.logic.world import NOT_APPLICABLE, UNKNOWN, Derived, Vector, World
from licet.words import _

if TYPE_CHECKING:
    from licet.catalog import Chip


def set_hardware(world: World, item: Item, path: str, day: date) -> None:
    v = world.facts
    parts = list(_circuits(item, path, 1))
    world.circuits = [_circuit(facts, below, day) for facts, below, _n in parts]
    counts = [count for _facts, _path, count in parts]
    v.set(tx.item.tpp, _sum_of(world.circuits, counts))
    v.set(tx.item.strongest_tpp, _strongest([c.get(Circuit.tpp) for c in world.circuits]))
    v.set(tx.item.dram_bandwidth, _strongest([f.memory_bandwidth_gb_s for f, _p, _n in parts]))
    approved, authorized = designers_of([f.designer for f, _p, _n in parts])
    v.set(tx.item.designer_approved, approved)
    v.set(tx.item.designer_authorized, authorized)
    described = (item.integrated_circuit or item.computer or Computer()).also_described_in
    family = described_family(described, "A", f"{path}.{item.kind}.also_described_in")
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
    return _described(chip)


@cache
def _described(chip: Chip) -> IntegratedCircuit:
    home = chip.designer_headquarters
    approved = chip.designer in APPROVED_DESIGNERS
    rates = [
        (unit.count, [(Fraction(mode.tera_ops), bit_length_of(mode)) for mode in unit.modes])
        for unit in chip.units
    ]
    return IntegratedCircuit(
        tpp=_whole(e3a090.total_processing_performance(rates)) if rates else None,
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
    return None if number is None else _whole(Fraction(number))


def _whole(number: Exact) -> Exact:
    """The same as an integer, where it is one."""
    return number.numerator if number.denominator == 1 else number


def _circuit(facts: IntegratedCircuit, path: str, day: date) -> Vector:
    v = Vector("ic")
    v.paths[Circuit.tpp.slot] = (
        f"{path}.processing_units" if facts.processing_units else f"{path}.tpp"
    )
    v.paths[Circuit.performance_density.slot] = f"{path}.applicable_die_area_mm2"
    v.paths[Circuit.datacenter.slot] = f"{path}.designed_or_marketed_for_datacenters"
    v.paths[Circuit.transfer_rate.slot] = f"{path}.interconnect_gb_s"
    performance = tpp_of(facts)
    v.set(Circuit.tpp, performance)
    v.set(Circuit.datacenter, facts.designed_or_marketed_for_datacenters)
    v.set(Circuit.transfer_rate, facts.interconnect_gb_s)
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
    total = _whole(e3a090.total_processing_performance(known))
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


def designers_of(designers: list[Designer | None]) -> tuple[bool | None, bool | None]:
    """Whether every designer is approved, and whether each other one is authorized."""
    each = [designer or Designer() for designer in designers]
    approved = [designer.approved for designer in each]
    either = [_either(designer.approved, designer.authorized) for designer in each]
    return _all(approved), _all(either)


def _either(a: bool | None, b: bool | None) -> bool | None:
    return True if a or b else None if a is None or b is None else False


def _all(values: list[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True
