"""What is shipped: the item of a line, as its owner describes it. Units are in the field names."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from licet.facts.reading import (
    COUNT,
    COUNTRY,
    ENTRY,
    NUMBER,
    Facts,
    Wrong,
    stated,
)
from licet.facts.training import ModelWeights
from licet.words import _

Entry = Annotated[str, ENTRY]
"""A paragraph of the Commerce Control List, such as ``5A992.c``."""
Measure = Annotated[int | Fraction, NUMBER]
"""A finite number that is not negative, exact."""
Country = Annotated[str, COUNTRY]
"""An ISO 3166-1 alpha-2 code."""
Count = Annotated[int, COUNT]
"""A whole number, 1 or more."""


class Designer(Facts):
    """Who designed an integrated circuit, in the sense of Note 1 to ECCN 3A090.a."""

    approved: bool | None = None
    authorized: bool | None = None


class Mode(Facts):
    """One way in which a unit computes: dense tera-operations per second at a bit length.

    A multiply-accumulate counts as two operations.
    """

    tera_ops: Measure | None = None
    bit_length: Count | None = None


class ProcessingUnit(Mode):
    """A processing unit of a circuit; ``modes`` where it computes at several bit lengths."""

    count: Count = 1
    modes: tuple[Mode, ...] = ()


class IntegratedCircuit(Facts):
    """An integrated circuit."""

    tpp: Measure | None = None
    processing_units: tuple[ProcessingUnit, ...] | None = None
    applicable_die_area_mm2: Measure | None = None
    performance_density: Measure | None = None
    designed_or_marketed_for_datacenters: bool | None = None
    designer: Designer | None = None
    also_described_in: Entry | None = None
    interconnect_gb_s: Measure | None = None
    memory_bandwidth_gb_s: Measure | None = None

    def __post_init__(self) -> None:
        """Refuse two statements of the same thing."""
        for one, other in (
            ("tpp", "processing_units"),
            ("applicable_die_area_mm2", "performance_density"),
        ):
            if getattr(self, one) is not None and getattr(self, other) is not None:
                raise Wrong(_("states {one} and {other}; state one.").format(one=one, other=other))


class HighBandwidthMemory(Facts):
    """A stack or package of high bandwidth memory."""

    memory_bandwidth_gb_s: Measure | None = None
    package_area_mm2: Measure | None = None
    co_packaged_with_dominant_logic: bool | None = None


class MadeFor(Facts, rename={"made_for": "for"}):
    """Software or technology, by the paragraph of the commodity (or software) that it is for."""

    made_for: Entry | None = None
    base: Entry | None = None
    also_described_in: Entry | None = None
    developed_by_headquarters: Country | None = None
    for_production: bool | None = None
    us_direct_product: bool | None = None


class Content(Facts):
    """Part of a computer."""

    item: Item
    quantity: Count | None = None


class Computer(Facts):
    """A computer, server, board or other assembly, by the circuits in it."""

    contains: tuple[Content, ...] | None = None
    also_described_in: Entry | None = None
    designed_or_marketed_for_datacenters: bool | None = None
    designer: Designer | None = None


WITH_CIRCUITS = ("chip", "integrated_circuit", "computer", "hbm")
"""Kinds of which a circuit, or the catalog, says whether it is for datacenters."""
KINDS = (
    "chip",
    "integrated_circuit",
    "computer",
    "hbm",
    "model_weights",
    "software",
    "technology",
    "eccn",
)


class Item(Facts, rename={"made_for": "for"}):
    """One item: exactly one of `KINDS`, and beside ``eccn`` what matters of it."""

    chip: str | None = None
    integrated_circuit: IntegratedCircuit | None = None
    computer: Computer | None = None
    hbm: HighBandwidthMemory | None = None
    model_weights: ModelWeights | None = None
    software: MadeFor | None = None
    technology: MadeFor | None = None
    eccn: Entry | None = None
    tpp: Measure | None = None
    made_for: Entry | None = None
    designed_or_marketed_for_datacenters: bool | None = None
    designer: Designer | None = None
    memory_bandwidth_gb_s: Measure | None = None

    def __post_init__(self) -> None:
        """Refuse none and several."""
        found = stated(self, KINDS)
        if len(found) != 1:
            raise Wrong(
                _("names {found}; an item is exactly one of {kinds}.").format(
                    found=_("nothing") if not found else " + ".join(found), kinds=", ".join(KINDS)
                )
            )
        if self.designed_or_marketed_for_datacenters is not None and found[0] in WITH_CIRCUITS:
            sentence = _("states {fact} beside {kind}; state it of the circuit or computer itself.")
            raise Wrong(sentence.format(fact="designed_or_marketed_for_datacenters", kind=found[0]))

    @property
    def kind(self) -> str:
        """Which of `KINDS` the item is."""
        return stated(self, KINDS)[0]
