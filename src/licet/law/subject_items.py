"""What the law looks at in an item: its kind, its circuits, its weights, as symbols."""

from __future__ import annotations

from licet.facts.countries import CODES
from licet.law.ear.ccl.paragraphs import ASSOCIATED, FAMILIES, OTHER, PARAGRAPHS
from licet.logic.terms import Amount, Choice, Flag

KINDS = frozenset(
    {"integrated_circuit", "computer", "hbm", "software", "technology", "model_weights", "eccn"}
)


def country(path: str, says: str, order: int, scope: str = "tx") -> Choice:
    """A fact that is a country."""
    return Choice(path, says, scope, order, domain=CODES)


class Item:
    """The item of a line, and what its classification turns on."""

    kind = Choice("item", "what kind of item it is", "line", 0, domain=KINDS)
    also_described_in = Choice(
        "item.also_described_in", "other entry that describes it", "line", 60, domain=FAMILIES
    )
    made_for = Choice(
        "item.for",
        "what the software or technology is for",
        "line",
        61,
        domain=PARAGRAPHS | {OTHER},
    )
    base = Choice(
        "item.base",
        "entry of the software or technology",
        "line",
        62,
        domain=ASSOCIATED | {"none", OTHER},
    )
    stated = Choice(
        "item.eccn", "the paragraph that was stated", "line", 63, domain=PARAGRAPHS | {OTHER}
    )
    tpp = Amount("item.tpp", "TPP of one item", "line", 70, unit="TPP")
    strongest_tpp = Amount("item.tpp", "TPP of its strongest circuit", "line", 70, unit="TPP")
    datacenter = Flag(
        "item.designed_or_marketed_for_datacenters",
        "it is designed or marketed for datacenters",
        "line",
        64,
    )
    designer_approved = Flag("item.designer.approved", "its designer is approved", "line", 65)
    designer_authorized = Flag("item.designer.authorized", "its designer is authorized", "line", 66)
    dram_bandwidth = Amount(
        "item.memory_bandwidth_gb_s", "total DRAM bandwidth", "line", 71, unit="GB/s"
    )
    hbm_density = Amount(
        "item.hbm.memory_bandwidth_gb_s",
        "memory bandwidth density",
        "line",
        72,
        unit="GB/s per mm2",
    )
    with_dominant_logic = Flag(
        "item.hbm.co_packaged_with_dominant_logic",
        "it is co-packaged with logic whose function dominates",
        "line",
        67,
    )
    developed_by = country(
        "item.technology.developed_by_headquarters", "headquarters of its developer", 68, "line"
    )
    for_production = Flag(
        "item.technology.for_production", "the technology is for production", "line", 69
    )
    us_direct_product = Flag(
        "item.technology.us_direct_product",
        "it is the direct product of US software or technology",
        "line",
        69,
    )
    foreign_produced = Flag("origin", "a foreign origin is claimed", "line", 73)
    direct_product = Flag(
        "origin.direct_product_of_listed_technology",
        "it is the direct product of listed technology or software",
        "line",
        74,
    )
    plant_product = Flag(
        "origin.plant_is_direct_product",
        "the plant that made it is a direct product",
        "line",
        75,
    )
    us_content = Flag(
        "origin.us_content_above_de_minimis",
        "more than a de minimis share of it is controlled US content",
        "line",
        75,
    )


class Circuit:
    """One integrated circuit of the item."""

    tpp = Amount("integrated_circuit.tpp", "total processing performance", "ic", 50, unit="TPP")
    performance_density = Amount(
        "integrated_circuit.applicable_die_area_mm2",
        "performance density",
        "ic",
        51,
        unit="TPP per mm2",
    )
    datacenter = Flag(
        "integrated_circuit.designed_or_marketed_for_datacenters",
        "the circuit is designed or marketed for datacenters",
        "ic",
        52,
    )
    transfer_rate = Amount(
        "integrated_circuit.interconnect_gb_s",
        "aggregate bidirectional transfer rate to other circuits",
        "ic",
        58,
        unit="GB/s",
    )


class Weights:
    """The parameters of a trained model."""

    published = Flag("item.model_weights.published", "its parameters are published", "line", 53)
    operations = Amount(
        "item.model_weights.training_operations",
        "training operations",
        "line",
        77,
        unit="operations",
    )
    base_published = Flag(
        "item.model_weights.derived_from.published", "it derives from a published model", "line", 54
    )
    base_operations = Amount(
        "item.model_weights.derived_from.training_operations",
        "training operations of the published model",
        "line",
        78,
        unit="operations",
    )
    additional_operations = Amount(
        "item.model_weights.additional_operations",
        "operations added to the published model",
        "line",
        79,
        unit="operations",
    )
    below_most_capable = Flag(
        "item.model_weights.below_most_capable_published_model",
        "it is below the most capable published model, as Note 2 says",
        "line",
        55,
    )
    secure_facility = Flag(
        "item.model_weights.stored_at.meets_supplement_10_security",
        "the facility meets paragraphs 14, 15 and 18 of supplement no. 10",
        "line",
        56,
    )
    listed_plant = Flag(
        "item.model_weights.produced_with", "the plant is itself a listed item", "line", 57
    )
    base_subject = Flag(
        "item.model_weights.derived_from.produced_with",
        "a model behind it came of a listed plant, or of the United States",
        "line",
        57,
    )
    produced_in = country("item.model_weights.produced_in", "where it was trained", 58, "line")
