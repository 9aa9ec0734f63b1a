"""What can be entered, kind by kind, with its fields. Days are ISO dates, amounts TPP without unit.

A field that is not stated is unknown, and an unknown is never counted to anyone's favour.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from licet.errors import InputError
from licet.facts.items import Count, Country, Entry, Measure
from licet.facts.reading import COUNT, Facts, Wrong
from licet.facts.transaction import Action
from licet.words import _

Name = str
"""The name of a company; letters' case and spaces do not matter."""
Under = Literal["LPP", "AIA", "ACM", "NAC", "ACA", "UVEU", "NVEU", "license", "none"]
"""What a shipment goes under; `none` where nothing requires a license."""


def PERCENT(value: object) -> int:  # noqa: N802 (a marker in annotations)
    """A whole number from 1 to 100."""
    number = COUNT(value)
    if number > 100:
        raise Wrong(_("{value} is more than 100 percent.").format(value=number))
    return number


def OBJECT(value: object) -> dict[str, object]:  # noqa: N802 (a marker in annotations)
    """An object with fields."""
    if not isinstance(value, dict):
        raise Wrong(_("is not an object with the fields of the entry as they ought to be."))
    return value


def CHIP(value: object) -> str:  # noqa: N802 (a marker in annotations)
    """A chip of the catalog, by its id."""
    from licet.catalog import find

    try:
        return find(str(value)).id
    except InputError as error:
        raise Wrong(error.faults[0].sentence) from None


class Said(Facts, kw_only=True):
    """The base: when it happened."""

    on: datetime.date


class Units(Said, kw_only=True):
    """So many of a chip of the catalog, or of an ``item`` that is described by ``tpp_each``.

    ``aggregate`` says that the item is many circuits together of which it is not known what each
    performs: then it is not known whether they meet 3A090.a.
    """

    quantity: Count
    chip: Annotated[str, CHIP] | None = None
    item: str | None = None
    tpp_each: Measure | None = None
    classification: Entry | None = None
    aggregate: bool | None = None


class Shipment(Units, kw_only=True):
    """An export, reexport or transfer that was made (or, in a reservation, is to be made).

    ``ultimate_parent`` owns the ultimate consignee; where it is absent, the ledger's party entries
    say it. ``applied_to`` is the operator whose yearly limit is used instead (740.29(a)), by the
    ``record`` of that. Lines with the same ``shipment`` are one shipment. For goods under ACM, the
    facility that they come to or leave.
    """

    under: Under
    action: Action
    destination: Country
    ultimate_consignee: Name
    ultimate_parent: Name | None = None
    applied_to: Name | None = None
    record: str | None = None
    license: str | None = None
    shipment: str | None = None
    to_facility: str | None = None
    from_facility: str | None = None


class Certificate(Said, kw_only=True):
    """A consignee's statement: of 740.29(f) for a calendar year, or of 740.27(b)(2) once.

    ``others_tpp`` is what it says it received under LPP in the year from all other exporters.
    """

    certificate: Literal["LPP", "AIA"]
    party: Name
    reference: str
    year: Count | None = None
    others_tpp: Measure | None = None


class AllocationPublished(Said, kw_only=True):
    """What BIS published of a country's allocation: the TPP licensed to it, all licensees together."""

    country: Country
    tpp: Measure
    source: str


class Assurance(Said, kw_only=True):
    """Government assurances by which BIS raised a country's allocation, by up to 100 percent."""

    country: Country
    increase_percent: Annotated[int, PERCENT]
    source: str


class LicenseIssued(Units, kw_only=True):
    """A line of a license, with the quantity of the purchase order; ``on`` is the day of issue.

    ``expires`` as its face says; where it is absent, as 750.7(g) has it.
    """

    license: str
    destination: Country
    purchase_order: str
    ultimate_consignee: Name | None = None
    ultimate_parent_headquarters: Country | None = None
    expires: datetime.date | None = None


class LicenseDrawn(Units, kw_only=True):
    """Units that somebody else shipped under a license that the ledger keeps."""

    license: str
    drawn_by: Name


class Installation(Units, kw_only=True):
    """Chips that an owner installed at a site, or that are on their way there for it."""

    owner: Name
    site: str
    country: Country


class Transfer(Units, kw_only=True):
    """Installed chips that move to another site, or to another owner."""

    owner: Name
    from_site: str
    from_country: Country
    to_site: str
    to_country: Country
    to_owner: Name | None = None


class Attrition(Units, kw_only=True):
    """Installed chips that no longer count."""

    owner: Name
    site: str
    country: Country
    cause: Literal["loss", "damage", "failure", "relocation", "resale"]


class OpeningBalance(Said, kw_only=True):
    """What was counted before the ledger began, in the year of ``on`` where the limit is yearly."""

    limit: Literal["LPP", "AIA", "allocation"]
    tpp: Measure
    party: Name | None = None
    country: Country | None = None


class Party(Said, kw_only=True):
    """A company as it is from a day on: its headquarters, its ultimate parent, its VEU status."""

    name: Name
    headquarters: Country | None = None
    ultimate_parent: Name | None = None
    ultimate_parent_headquarters: Country | None = None
    uveu: bool | None = None
    nveu: tuple[Country, ...] | None = None


class NacApproval(Units, kw_only=True):
    """An approval toward an end user, by NAC notice or license, that a later NAC notice must list."""

    end_user: Name
    approval: Literal["NAC", "license"]
    reference: str


class Correction(Said, kw_only=True):
    """An earlier entry was wrong: what it ought to have said (``instead``), or nothing at all."""

    entry: Count
    instead: Annotated[dict[str, object], OBJECT] | None = None


class Release(Said, kw_only=True):
    """A reservation is no longer needed, or ``quantity`` of it is not."""

    reservation: Count
    quantity: Count | None = None


KINDS: dict[str, type[Said]] = {
    "shipment": Shipment,
    "certificate": Certificate,
    "license_issued": LicenseIssued,
    "license_drawn": LicenseDrawn,
    "installation": Installation,
    "transfer": Transfer,
    "attrition": Attrition,
    "opening_balance": OpeningBalance,
    "allocation_published": AllocationPublished,
    "assurance": Assurance,
    "party": Party,
    "nac_approval": NacApproval,
    "correction": Correction,
    "release": Release,
}
"""By the name under which it is entered."""
RESERVABLE = ("shipment", "installation")
"""What can be reserved before it happens."""
