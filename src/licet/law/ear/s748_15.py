"""15 CFR 748.15: Data Center Validated End User authorizations, UVEU and NVEU."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from licet.law.ear.ccl.e3a001 import controlled_for_missile_technology
from licet.law.ear.ccl.paragraphs import COMMODITIES_A, COMMODITIES_B
from licet.law.ear.ccl.scope import CLASSIFICATION
from licet.law.ear.s740_2 import embargo_or_end_use_stands_in_the_way
from licet.law.instruments import AI_DIFFUSION
from licet.law.places import MACAU_OR_D5, NVEU_PLACES, SUPPLEMENT_5A
from licet.law.subject import Party, Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Due, Route, Section
from licet.logic.terms import ALWAYS, Classified, Term

SECTION = Section("15 CFR 748.15", "Authorization Validated End-User (VEU)", AI_DIFFUSION, tx)
UVEU = Route("UVEU", "authorization", SECTION)
NVEU = Route("NVEU", "authorization", SECTION)

OF_THE_FRAMEWORK = "90 FR 4544"
OUTSIDE_SUPPLEMENT_5A = Dated(
    {"2025-01-13": (Fraction(25, 100), OF_THE_FRAMEWORK)}, unit="share of total TPP"
)
IN_ONE_SUCH_COUNTRY = Dated(
    {"2025-01-13": (Fraction(7, 100), OF_THE_FRAMEWORK)}, unit="share of total TPP"
)
OUTSIDE_THE_UNITED_STATES = Dated(
    {"2025-01-13": (Fraction(50, 100), OF_THE_FRAMEWORK)}, unit="share of total TPP"
)
NVEU_ALLOCATION = Dated(
    {
        "2025-01-01": (633_000_000, OF_THE_FRAMEWORK),
        "2025-04-01": (949_500_000, OF_THE_FRAMEWORK),
        "2025-07-01": (1_266_000_000, OF_THE_FRAMEWORK),
        "2025-10-01": (1_582_500_000, OF_THE_FRAMEWORK),
        "2026-01-01": (1_899_000_000, OF_THE_FRAMEWORK),
        "2026-04-01": (2_690_250_000, OF_THE_FRAMEWORK),
        "2026-07-01": (3_481_500_000, OF_THE_FRAMEWORK),
        "2026-10-01": (4_272_750_000, OF_THE_FRAMEWORK),
        "2027-01-01": (5_064_000_000, OF_THE_FRAMEWORK),
    },
    unit="TPP installed per company and country, by quarter; the last for all of 2027",
)
NEW_LOCATION_DAYS = Dated({"2025-01-13": (180, OF_THE_FRAMEWORK)}, unit="days before")
TRANSFER_NOTICE_DAYS = Dated({"2025-01-13": (60, OF_THE_FRAMEWORK)}, unit="days before")
END_USER_REPORTS = ((7, 15), (1, 15))
"""748.15(f)(1)(iii): month and day on which reports of end users and reexporters fall due."""
INSTALLATION_REPORTS = ((2, 1), (8, 1))
"""Supplement no. 10, paragraph 10: month and day of the facility-specific chip accounting."""


def _end_user(is_so: Callable[[Party], Term], tx: Subject) -> Term:
    end_user = tx.parties["end_user"]
    return (end_user.present & is_so(end_user)) | (~end_user.present & is_so(tx.consignee))


def _operator_too(is_so: Callable[[Party], Term], tx: Subject) -> Term:
    return tx.every_party(("operator",), is_so)


@UVEU.condition("(a)(1)")
def uveu_is_listed(tx: Subject) -> Term:
    """The end user is a Universal Validated End User, listed or with its letter of authorization."""
    return _end_user(lambda party: party.uveu, tx)


@UVEU.condition("(a)(2)(ii)(A)")
def uveu_operator(tx: Subject) -> Term:
    """An operator other than the owner has its own UVEU authorization."""
    return _operator_too(lambda party: party.uveu, tx)


@UVEU.condition("(b)(2)(i)")
def uveu_place(tx: Subject) -> Term:
    """Headquartered or parented in supplement no. 5(a); the data center not in Macau or D:5."""
    at_home = _end_user(lambda party: party.headquartered_in(SUPPLEMENT_5A), tx)
    return at_home & ~tx.destination.within(MACAU_OR_D5)


@UVEU.condition("(d)(2)")
def uveu_use(tx: Subject) -> Term:
    """Exports and reexports for use at its own facility, and for nothing that part 744 describes."""
    return tx.action.among("export", "reexport") & ~embargo_or_end_use_stands_in_the_way.holds


@SECTION.definition("(c)")
def eligible_for_a_data_center(tx: Subject) -> Term:
    """Circuits, computers and assemblies of a data center, but nothing controlled for missile technology."""
    hardware = Classified(CLASSIFICATION, COMMODITIES_A | COMMODITIES_B)
    return hardware & ~controlled_for_missile_technology.holds


@UVEU.condition("(c)")
def uveu_items(tx: Subject) -> Term:
    """Items that are necessary for a data center, none of them for missile technology."""
    return eligible_for_a_data_center.holds


@NVEU.condition("(c)")
def nveu_items(tx: Subject) -> Term:
    """Items that are necessary for a data center, none of them for missile technology."""
    return eligible_for_a_data_center.holds


@SECTION.question(
    "necessary-for-a-data-center",
    eligible_for_a_data_center,
    cites=["15 CFR 748.15(c)(2)"],
    taken="""Hardware that computes; not memory by itself, nor software and technology to develop or
    produce it, nor model weights, for which 740.27(a)(3) asks more.""",
)
def whatever_needs_a_license(tx: Subject) -> Term:
    """Which items are "necessary for a data center"? Memory, software, technology or weights as well?"""
    return ~controlled_for_missile_technology.holds


@NVEU.condition("(a)(1)")
def nveu_is_listed(tx: Subject) -> Term:
    """The end user is a National Validated End User for the country of destination."""
    return _end_user(lambda party: tx.destination.is_listed_in(party.nveu), tx)


@NVEU.condition("(a)(2)(iii)(A)")
def nveu_operator(tx: Subject) -> Term:
    """An operator other than the owner has its own NVEU authorization for the country."""
    return _operator_too(lambda party: tx.destination.is_listed_in(party.nveu), tx)


@NVEU.condition("(b)(2)(ii)")
def nveu_place(tx: Subject) -> Term:
    """Headquartered, parented or located in A, B or D:1 to D:4; no headquarters in Macau or D:5."""

    def fits(party: Party) -> Term:
        somewhere = party.headquartered_in(NVEU_PLACES) | party.location.within(NVEU_PLACES)
        return somewhere & ~party.headquartered_in(MACAU_OR_D5)

    return _end_user(fits, tx) & ~tx.destination.within(MACAU_OR_D5)


@SECTION.question(
    "nveu-of-their-entities",
    nveu_place,
    cites=["15 CFR 748.15(b)(2)(ii)"],
    taken="""Not for an entity headquartered or parented in Macau or D:5: the paragraph excepts them of
    whatever an NVEU may be headquartered, parented or located in.""",
)
def one_connection_is_enough(tx: Subject) -> Term:
    """Headquartered, parented "or" located elsewhere: may a PRC entity's data center abroad be an NVEU?"""

    def somewhere(party: Party) -> Term:
        return party.headquartered_in(NVEU_PLACES) | party.location.within(NVEU_PLACES)

    return _end_user(somewhere, tx) & ~tx.destination.within(MACAU_OR_D5)


@NVEU.condition("(d)(2)")
def nveu_use(tx: Subject) -> Term:
    """Exports and reexports for use at its own facility, and for nothing that part 744 describes."""
    return tx.action.among("export", "reexport") & ~embargo_or_end_use_stands_in_the_way.holds


@UVEU.duty("(a)(2)(ii)(B)")
def keep_within_the_ratios(tx: Subject) -> Term:
    """The UVEU keeps 25 percent of its compute outside supplement no. 5(a), 7 percent in one country."""
    return ALWAYS


@UVEU.duty("(a)(2)(ii)(A)", due=Due(days=-180))
def announce_a_new_location(tx: Subject) -> Term:
    """A new data center location is announced to BIS 180 days before anything goes there."""
    return ALWAYS


@UVEU.duty("(f)(1)")
def uveu_reports(tx: Subject) -> Term:
    """Reports of end user and reexporter fall due on 15 July and 15 January."""
    return ALWAYS


@NVEU.duty("(a)(2)(iii)(B)")
def keep_within_the_allocation(tx: Subject) -> Term:
    """The NVEU's installed base in the country stays within the table of the quarter."""
    return ALWAYS


@UVEU.duty("(e)", due=Due(days=0))
def uveu_certification(tx: Subject) -> Term:
    """Before the first shipment, obtain the VEU's certification on end use and compliance; keep it."""
    return ALWAYS


@NVEU.duty("(e)", due=Due(days=0))
def nveu_certification(tx: Subject) -> Term:
    """Before the first shipment, obtain the VEU's certification on end use and compliance; keep it."""
    return ALWAYS


@UVEU.duty("(g)")
def uveu_notice(tx: Subject) -> Term:
    """Tell the VEU in writing what goes under its authorization, with ECCNs, by the day agreed."""
    return ALWAYS


@NVEU.duty("(g)")
def nveu_notice(tx: Subject) -> Term:
    """Tell the VEU in writing what goes under its authorization, with ECCNs, by the day agreed."""
    return ALWAYS


@NVEU.duty("(f)(1)")
def nveu_reports(tx: Subject) -> Term:
    """Reports of end user and reexporter fall due on 15 July and 15 January."""
    return ALWAYS
