"""One transaction: who sends what, where, to whom, for what, and what is on file."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from licet.facts.items import Count, Country, Item, Measure
from licet.facts.reading import CERTIFICATE, FILLED, Facts, read

ROLES = ("ultimate_consignee", "end_user", "intermediate_consignee", "purchaser", "operator")
"""The parties that a transaction can name. A role that is absent is nobody."""
RECEIVING = ("ultimate_consignee", "end_user")
"""Who receives the items (748.5(e), (f)). Somebody does: where neither is named, it is not known who."""

Certificate = Annotated[str, CERTIFICATE]
"""A certification that is on file, such as ``LPP``."""
Action = Literal["export", "reexport", "transfer_in_country", "deemed_export", "deemed_reexport"]


class Nveu(Facts, rename={"nveu": "NVEU"}):
    """The countries of a National Validated End User's authorizations."""

    nveu: tuple[Country, ...]


class Party(Facts):
    """A party in its role. The last two are public lists: absent means not listed."""

    name: str | None = None
    location: Country | None = None
    headquarters: Country | None = None
    ultimate_parent_headquarters: Country | None = None
    private_sector: bool | None = None
    certified_veu: Literal["UVEU"] | Nveu | None = None
    approved_under_supplement_8: bool | None = None


class Parties(Facts):
    """The parties by role."""

    ultimate_consignee: Party | None = None
    end_user: Party | None = None
    intermediate_consignee: Party | None = None
    purchaser: Party | None = None
    operator: Party | None = None


class Exporter(Facts):
    """Who exports, reexports or transfers; absent: neither a fabricator, an OSAT company nor a VEU."""

    headquarters: Country | None = None
    ultimate_parent_headquarters: Country | None = None
    role: Literal["front_end_fabricator", "osat"] | None = None
    certified_veu: bool | None = None


class FoundryEvidence(Facts):
    """What a fabricator or OSAT company holds against the presumption of Note 1 to 3A090.a."""

    applicable_advanced_logic: bool | None = None
    designer_attests_below_3a090_a: bool | None = None
    packaged_by: Literal["front_end_fabricator", "approved_osat", "other"] | None = None
    packager: str | None = None
    packaged_in: Country | None = None
    transistors: Measure | None = None
    contains_hbm: bool | None = None


class Packaging(Facts):
    """The co-packaging of high bandwidth memory, for License Exception HBM."""

    purchased_by_designer: bool | None = None
    directly_to_packaging_site: bool | None = None
    site_headquarters: Country | None = None
    site_ultimate_parent_headquarters: Country | None = None
    written_confirmation: bool | None = None
    finished_goods_return_to_exporter: bool | None = None
    finished_goods_exceed_3a090: bool | None = None
    distributor: bool | None = None
    intermediary_hired_by_packaging_site: bool | None = None
    at_advanced_node_facility: bool | None = None


class Origin(Facts):
    """Where a foreign-produced item comes from, for the foreign direct product and de minimis rules."""

    produced_in: Country
    direct_product_of_listed_technology: bool | None = None
    plant_is_direct_product: bool | None = None
    us_content_above_de_minimis: bool | None = None


class Line(Facts):
    """So many of an item."""

    item: Item
    quantity: Count | None = None
    origin: Origin | None = None


class EndUse(Facts):
    """What the items are for."""

    purpose: (
        Literal[
            "operate",
            "develop_or_produce",
            "store_before_delivery",
            "train_4e091",
            "infer",
            "other",
        ]
        | None
    ) = None
    trains_4e091_for: Country | None = None
    for_customers_in_macau_or_d5: bool | None = None
    prohibited_by_part_744: bool | None = None
    permanent_regular_employee: bool | None = None
    fine_tuning_share_of_original: Measure | None = None
    intentional_publication: bool | None = None


class ListedParties(Facts):
    """What the government's lists say of the parties. The block is absent: no party is listed.

    Inside the block an absent fact is unknown. ``licet.parties`` fills it in from confirmed listings.
    """

    entity_list: bool | None = None
    military_end_user: bool | None = None
    denied_person: bool | None = None
    unverified: bool | None = None
    blocked_under_744_8: bool | None = None
    owned_by_listed: bool | None = None
    owned_by_military_end_user: bool | None = None
    item_in_supplement_2_to_part_744: bool | None = None
    review_policy: Literal["policy_of_denial", "presumption_of_denial", "case_by_case"] | None = (
        None
    )


class OnFile(Facts):
    """What the exporter can show. A list that is there without a certificate says it is not held."""

    certifications: tuple[Certificate, ...] | None = None
    lpp_tpp_this_year: Measure | None = None
    aia_tpp_cumulative: Measure | None = None
    country_allocation_tpp_used: Measure | None = None
    nac_notified_on: datetime.date | Literal[False] | None = None
    purchase_order: bool | None = None


class Transaction(Facts, rename={"shipped_from": "from"}):
    """One transaction, as it is described."""

    lines: Annotated[tuple[Line, ...], FILLED]
    date: datetime.date | None = None
    action: Action | None = None
    destination: Country | None = None
    shipped_from: Country | None = None
    parties: Parties | None = None
    exporter: Exporter | None = None
    end_use: EndUse | None = None
    listed_parties: ListedParties | None = None
    on_file: OnFile | None = None
    foundry: FoundryEvidence | None = None
    packaging: Packaging | None = None


def transaction(data: Any) -> Transaction:
    """The transaction in ``data``. Raises `InputError` with every fault that was found."""
    return data if isinstance(data, Transaction) else read(Transaction, data)
