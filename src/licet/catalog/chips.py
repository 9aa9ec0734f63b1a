"""What the catalog holds of a chip, and how it is read from the files beside this one.

A file per manufacturer in ``data/`` (NVIDIA has one per line of products), in JSON so that a figure
can be corrected without reading Python. Figures come from the sources that each chip names; where
one of them is Epoch AI's "Machine Learning Hardware" (CC BY 4.0), the chip says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Mode:
    """One way in which a unit computes.

    ``tera_ops``: tera-operations per second, dense (not with sparsity), a multiply-accumulate
    counting as two. ``bit_length``: the longest operand of the multiplication, in bits.
    ``what``: format and engine. TF32 multiplies operands of 19 bits and is held at 19.
    """

    tera_ops: Decimal
    bit_length: int
    what: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A processing unit, or ``count`` equal ones, with each rate at which one of them computes."""

    modes: tuple[Mode, ...]
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Chip:
    """A chip, or a board or module sold as one; ``disagreements`` says so where it is several.

    ``id`` is unique and never changes. ``designer`` is written as supplement no. 6 to 15 CFR
    part 740 writes it, where it stands there; ``designer_headquarters`` is ISO 3166-1 alpha-2.

    ``applicable_die_area_mm2``: square millimetres of logic dies on a non-planar node, I/O, base
    and cache dies included (technical note 3 to 3A090); 0 where every die is planar, ``None``
    where the area is not known.

    ``memory_bandwidth_gb_s``: GB/s between the chip and DRAM; memory on the chip is not DRAM.
    ``interconnect_gb_s``: GB/s to other circuits in both directions together, links between
    chips and the host interface added up (NVLink 900 and PCIe 128 make 1,028).

    ``datacenter``: designed or marketed for datacenters, on ``datacenter_evidence``. ``None`` is
    always: not known.

    ``disagreements``: sentences where a source says otherwise than the rates here, and why.
    Total processing performance is not held: the law computes it from ``units``.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    manufacturer: str
    designer: str
    designer_headquarters: str | None
    units: tuple[Unit, ...]
    applicable_die_area_mm2: Decimal | None
    process: str | None
    transistors: int | None
    memory_bandwidth_gb_s: Decimal | None
    interconnect_gb_s: Decimal | None
    datacenter: bool | None
    datacenter_evidence: str
    release_date: date | None
    sources: tuple[str, ...]
    disagreements: tuple[str, ...]


@cache
def all_chips() -> tuple[Chip, ...]:
    """Every chip, by manufacturer's file and as it stands there. Read once."""
    return tuple(chip for path in sorted(DATA.glob("*.json")) for chip in _read(path))


def _read(path: Path) -> list[Chip]:
    held = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    maker = {
        "manufacturer": held["manufacturer"],
        "designer": held["designer"],
        "designer_headquarters": held["designer_headquarters"],
    }
    return [_chip(**maker, **chip) for chip in held["chips"]]


def _chip(
    *,
    aliases: list[str],
    units: list[dict[str, Any]],
    applicable_die_area_mm2: int | Decimal | None,
    memory_bandwidth_gb_s: int | Decimal | None,
    interconnect_gb_s: int | Decimal | None,
    release_date: str | None,
    sources: list[str],
    disagreements: list[str],
    **as_written: Any,
) -> Chip:
    return Chip(
        aliases=tuple(aliases),
        units=tuple(_unit(**unit) for unit in units),
        applicable_die_area_mm2=_exact(applicable_die_area_mm2),
        memory_bandwidth_gb_s=_exact(memory_bandwidth_gb_s),
        interconnect_gb_s=_exact(interconnect_gb_s),
        release_date=date.fromisoformat(release_date) if release_date else None,
        sources=tuple(sources),
        disagreements=tuple(disagreements),
        **as_written,
    )


def _unit(modes: list[dict[str, Any]], count: int) -> Unit:
    return Unit(
        tuple(Mode(Decimal(m["tera_ops"]), m["bit_length"], m["what"]) for m in modes), count
    )


def _exact(number: int | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(number)
