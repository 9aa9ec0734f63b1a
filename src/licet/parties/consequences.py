"""What it means that a party is on a list: the list decides, and for the Entity List its entry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from licet.law.ear.s744_8 import PROGRAMS
from licet.parties.contents import Review
from licet.parties.screening.lists import Entry, code_of
from licet.words import _

POLICIES = ("policy_of_denial", "presumption_of_denial", "case_by_case")
"""How applications are reviewed, the strictest first."""

_POLICY_WORDS = (
    ("policy_of_denial", re.compile(r"policy of denial", re.I)),
    ("presumption_of_denial", re.compile(r"presumption (of|for) denial", re.I)),
    ("case_by_case", re.compile(r"cas[ea]-by.case", re.I)),
)
_EVERYTHING = re.compile(r"\b(all|any) items? subject to the EAR(?! listed)", re.I)
_ON_THE_CCL = re.compile(r"items on the CCL", re.I)
_ONLY_IN_PROJECTS = re.compile(r"when used in", re.I)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows for items on the Commerce Control List.

    ``license_required``: true, false, or none where it depends on the item or on another agency.
    ``exceptions``: whether license exceptions may be used. ``policy``: how an application is reviewed,
    where the list or its entry says. ``cite`` is the paragraph, ``says`` the sentence.
    """

    listed_name: str
    list: str
    license_required: bool | None
    exceptions: bool
    policy: str | None
    cite: str
    says: str

    @property
    def severity(self) -> tuple[int, int, int]:
        """For choosing the most restrictive of several: higher is stricter."""
        required = {True: 2, None: 1, False: 0}[self.license_required]
        policy = {"policy_of_denial": 3, "presumption_of_denial": 2, None: 1}.get(self.policy, 0)
        return (required, policy, not self.exceptions)


def consequence(listing: Entry | Review) -> Consequence:
    """What follows from the party's being this entry."""
    name = listing.name if isinstance(listing, Entry) else listing.listed_name
    code = code_of(listing.list)
    required, exceptions, policy, cite, says = _RULES.get(code, _elsewhere)(listing)
    return Consequence(name, code, required, exceptions, policy, cite, says)


def counts_for_affiliates(listing: Entry | Review) -> bool:
    """Whether ownership by this entry counts under the Affiliates rule (744.11, 744.21, 744.8)."""
    code = code_of(listing.list)
    return code in ("EL", "MEU") or (code == "SDN" and bool(PROGRAMS & set(listing.programs)))


def strictest_policy(text: str) -> str | None:
    """The strictest review policy that an entry's words name; none where they name none."""
    return next((policy for policy, words in _POLICY_WORDS if words.search(text)), None)


Rule = tuple[bool | None, bool, str | None, str, str]


def _entity_list(listing: Entry | Review) -> Rule:
    words = listing.license_requirement
    everything = _EVERYTHING.search(words) or _ON_THE_CCL.search(words)
    required = True if everything and not _ONLY_IN_PROJECTS.search(words) else None
    says = _("Entity List: a license is required as its entry says: {words}").format(
        words=words or _("(the list gives no words)")
    )
    policy = strictest_policy(listing.license_policy)
    return required, False, policy, "15 CFR 744.11(a)", says


def _denied(listing: Entry | Review) -> Rule:
    says = _("Denied Persons List: nothing subject to the EAR may go to or for the party.")
    return True, False, "policy_of_denial", "15 CFR 736.2(b)(4)", says


def _military(listing: Entry | Review) -> Rule:
    says = _(
        "Military End User List: a license is required for items of supplement no. 2 to part 744, "
        "and every application is presumed denied."
    )
    return None, False, "presumption_of_denial", "15 CFR 744.21(b)(1)(ii)", says


def _unverified(listing: Entry | Review) -> Rule:
    says = _(
        "Unverified List: no license exception, and its signed statement before any shipment that "
        "needs no license."
    )
    return False, False, None, "15 CFR 740.2(a)(17), 744.15(b)", says


def _blocked(listing: Entry | Review) -> Rule:
    programs = ", ".join(listing.programs)
    if PROGRAMS & set(listing.programs):
        says = _(
            "Specially Designated National ({programs}): a license is required for everything."
        )
        return (
            True,
            False,
            "presumption_of_denial",
            "15 CFR 744.8(b)",
            says.format(programs=programs),
        )
    says = _(
        "Specially Designated National ({programs}): not under a program of 744.8, but dealings are "
        "blocked by the Treasury Department."
    )
    return None, False, None, "31 CFR chapter V", says.format(programs=programs or "?")


def _elsewhere(listing: Entry | Review) -> Rule:
    says = _("{list}: no requirement of the EAR by itself; ask why the party is on it.")
    return None, True, None, "supplement no. 3 to part 732", says.format(list=listing.list)


_RULES = {
    "EL": _entity_list,
    "DPL": _denied,
    "MEU": _military,
    "UVL": _unverified,
    "SDN": _blocked,
}
