"""What the law looks at: the facts of a transaction, of a line of it, and of a circuit, as symbols.

Each symbol knows its path in the facts, so that a missing one can be asked for by name, and in plain
words what it says. ``order`` puts facts that decide much first when open facts are split into cases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from licet.facts.transaction import ROLES
from licet.law.subject_items import Circuit, Item, Weights
from licet.law.subject_items import country as _country
from licet.logic.dated import Group
from licet.logic.terms import (
    Amount,
    Choice,
    Flag,
    Listing,
    Quantity,
    Term,
    Total,
    all_of,
    any_of,
)

ACTIONS = frozenset(
    {"export", "reexport", "transfer_in_country", "deemed_export", "deemed_reexport"}
)
PURPOSES = frozenset(
    {"operate", "develop_or_produce", "store_before_delivery", "train_4e091", "infer", "other"}
)


@dataclass(frozen=True, eq=False)
class Party:
    """A party in its role."""

    role: str
    present: Flag
    location: Choice
    headquarters: Choice
    ultimate_parent_headquarters: Choice
    private_sector: Flag
    uveu: Flag
    nveu: Listing
    approved_under_supplement_8: Flag

    def headquartered_in(self, group: Group) -> Term:
        """Its headquarters, or those of its ultimate parent, are in the group."""
        return self.headquarters.within(group) | self.ultimate_parent_headquarters.within(group)


def _party(role: str, order: int) -> Party:
    path, name = f"parties.{role}", role.replace("_", " ")
    return Party(
        role=role,
        present=Flag(path, f"the {name} is named", order=order),
        location=_country(f"{path}.location", f"where the {name} is located", order + 3),
        headquarters=_country(f"{path}.headquarters", f"headquarters of the {name}", order + 1),
        ultimate_parent_headquarters=_country(
            f"{path}.ultimate_parent_headquarters",
            f"headquarters of the {name}'s ultimate parent",
            order + 2,
        ),
        private_sector=Flag(f"{path}.private_sector", f"the {name} is private", order=order + 4),
        uveu=Flag(f"{path}.certified_veu", f"the {name} is a Universal VEU", order=order + 5),
        nveu=Listing(f"{path}.certified_veu.NVEU", f"where the {name} is a National VEU"),
        approved_under_supplement_8=Flag(
            f"{path}.approved_under_supplement_8",
            f"the {name} is approved in supplement no. 8 to part 740",
            order=order + 6,
        ),
    )


class EndUse:
    """What the items are for."""

    purpose = Choice("end_use.purpose", "the end use", order=40, domain=PURPOSES)
    trains_4e091_for = _country(
        "end_use.trains_4e091_for", "headquarters of whoever 4E091 models are trained for", 41
    )
    onward_to_macau_or_d5 = Flag(
        "end_use.for_customers_in_macau_or_d5",
        "the items are ultimately for customers in Macau or D:5",
        order=42,
    )
    prohibited_by_part_744 = Flag(
        "end_use.prohibited_by_part_744", "part 744 prohibits the end use or end user", order=1
    )
    permanent_regular_employee = Flag(
        "end_use.permanent_regular_employee",
        "the release is to a permanent regular employee",
        order=43,
    )
    fine_tuning_share = Amount(
        "end_use.fine_tuning_share_of_original",
        "fine-tuning as a share of the original model's operations",
        order=43,
        unit="share",
    )
    intentional_publication = Flag(
        "end_use.intentional_publication", "the weights are published by this on purpose", order=43
    )


REVIEWS = frozenset({"policy_of_denial", "presumption_of_denial", "case_by_case"})


class Listed:
    """What the government's lists say of the parties; all false where nobody is listed."""

    entity_list = Flag(
        "listed_parties.entity_list",
        "an Entity List entry of a party requires a license for the items",
        order=5,
    )
    military_end_user = Flag(
        "listed_parties.military_end_user", "a party is on the Military End User List", order=5
    )
    denied_person = Flag("listed_parties.denied_person", "a party is a denied person", order=5)
    unverified = Flag("listed_parties.unverified", "a party is on the Unverified List", order=5)
    blocked_under_744_8 = Flag(
        "listed_parties.blocked_under_744_8",
        "a party is blocked under a program of 744.8(a)(1)",
        order=5,
    )
    owned_by_listed = Flag(
        "listed_parties.owned_by_listed",
        "listed owners, whose rule requires a license, hold half or more of a party",
        order=6,
    )
    owned_by_military_end_user = Flag(
        "listed_parties.owned_by_military_end_user",
        "military end users hold half or more of a party",
        order=6,
    )
    item_in_supplement_2_to_part_744 = Flag(
        "listed_parties.item_in_supplement_2_to_part_744",
        "an item that none of these entries catches is in supplement no. 2 to part 744",
        order=7,
    )
    review_policy = Choice(
        "listed_parties.review_policy", "the policy that the list states", order=8, domain=REVIEWS
    )


class OnFile:
    """What the exporter can show."""

    aia = Flag("on_file.certifications", "an AIA certification is on file", order=44)
    lpp = Flag("on_file.certifications", "an LPP certification is on file", order=44)
    lpp_tpp_this_year = Amount(
        "on_file.lpp_tpp_this_year", "LPP received this year", order=80, unit="TPP"
    )
    aia_tpp_cumulative = Amount(
        "on_file.aia_tpp_cumulative", "received under AIA so far", order=81, unit="TPP"
    )
    country_allocation_tpp_used = Amount(
        "on_file.country_allocation_tpp_used", "country allocation used", order=82, unit="TPP"
    )
    nac_notified_on = Amount(
        "on_file.nac_notified_on", "day of the NAC notification", order=45, unit="day"
    )
    purchase_order = Flag("on_file.purchase_order", "a purchase order is on file", order=46)


class Exporter:
    """Who sends; absent: neither a fabricator, an OSAT company nor a VEU."""

    headquarters = _country("exporter.headquarters", "headquarters of the exporter", 47)
    ultimate_parent_headquarters = _country(
        "exporter.ultimate_parent_headquarters",
        "headquarters of the exporter's ultimate parent",
        48,
    )
    fabricator = Flag("exporter.role", "the exporter is a front-end fabricator", order=49)
    osat = Flag("exporter.role", "the exporter is an OSAT company", order=49)
    veu = Flag("exporter.certified_veu", "the exporter is a data center VEU", order=49)


class Foundry:
    """What stands against the presumption of Note 1 to 3A090.a."""

    advanced_logic = Flag(
        "foundry.applicable_advanced_logic", "an applicable advanced logic circuit", order=90
    )
    designer_attests = Flag(
        "foundry.designer_attests_below_3a090_a", "the designer attests it is below", order=91
    )
    packager = Choice(
        "foundry.packaged_by",
        "who packages it",
        order=92,
        domain=frozenset({"front_end_fabricator", "approved_osat", "other"}),
    )
    packaged_in = _country("foundry.packaged_in", "where it is packaged", 93)
    transistors = Amount(
        "foundry.transistors", "aggregated approximated transistor count", order=94, unit="count"
    )
    contains_hbm = Flag("foundry.contains_hbm", "the package contains HBM", order=95)


class Packaging:
    """The co-packaging of high bandwidth memory."""

    purchased_by_designer = Flag(
        "packaging.purchased_by_designer", "bought directly by the designer", order=100
    )
    direct = Flag("packaging.directly_to_packaging_site", "sent directly to the site", order=101)
    site = _country("packaging.site_headquarters", "headquarters of the packaging site", 102)
    site_parent = _country(
        "packaging.site_ultimate_parent_headquarters", "headquarters of the site's parent", 103
    )
    confirmed = Flag("packaging.written_confirmation", "the site confirms in writing", order=104)
    returns = Flag(
        "packaging.finished_goods_return_to_exporter", "finished goods come back", order=105
    )
    exceeds = Flag(
        "packaging.finished_goods_exceed_3a090", "finished goods exceed 3A090", order=106
    )
    distributor = Flag("packaging.distributor", "the recipient is a distributor", order=107)
    hired_by_site = Flag(
        "packaging.intermediary_hired_by_packaging_site",
        "the site hired the intermediary",
        order=108,
    )
    advanced_node = Flag(
        "packaging.at_advanced_node_facility", "advanced-node circuits are made there", order=109
    )


class Transaction:
    """One transaction, as the law sees it from one of its lines."""

    date = Amount("date", "the day of the transaction", unit="day")
    action = Choice("action", "the action", order=2, domain=ACTIONS)
    destination = _country("destination", "the destination", 3)
    shipped_from = _country("from", "where it is shipped from", 4)
    quantity = Amount("quantity", "how many", "line", 76, unit="items", low=1)
    item = Item
    circuit = Circuit
    weights = Weights
    end_use = EndUse
    listed = Listed
    on_file = OnFile
    exporter = Exporter
    foundry = Foundry
    packaging = Packaging
    parties: dict[str, Party] = {role: _party(role, 10 + 7 * n) for n, role in enumerate(ROLES)}
    consignee = parties["ultimate_consignee"]

    @property
    def tpp(self) -> Quantity:
        """TPP of the whole line."""
        return self.item.tpp * self.quantity

    def total_tpp(self, where: Term) -> Quantity:
        """TPP of those lines of the transaction for which ``where`` holds."""
        return Total(self.tpp, where)

    def some_party(self, roles: tuple[str, ...], is_so: Callable[[Party], Term]) -> Term:
        """Some party that is there is so."""
        named = [self.parties[role] for role in roles]
        return any_of(*[party.present & is_so(party) for party in named])

    def every_party(self, roles: tuple[str, ...], is_so: Callable[[Party], Term]) -> Term:
        """Every party that is there is so."""
        named = [self.parties[role] for role in roles]
        return all_of(*[~party.present | is_so(party) for party in named])

    def receives(self, is_so: Callable[[Party], Term]) -> Term:
        """Some party to whom or for whom the items go is so."""
        return self.some_party(ROLES, is_so)

    def for_entity_headquartered_in(self, group: Group) -> Term:
        """The items go to or for an entity whose headquarters, or its ultimate parent's, are there."""
        return self.receives(lambda party: party.headquartered_in(group))

    def is_deemed(self) -> Term:
        """A release to a foreign person, deemed an export or reexport."""
        return self.action.among("deemed_export", "deemed_reexport")


tx = Transaction()
"""The transaction on which every paragraph is written."""

Subject = Transaction
"""The type of `tx` in the bodies of paragraphs."""

__all__ = ["Circuit", "Item", "Party", "Subject", "Transaction", "Weights", "tx"]
