"""What a confirmed hit does follows the list, and for the Entity List its entry."""

from __future__ import annotations

import pytest

from licet.parties.consequences import consequence, counts_for_affiliates, strictest_policy
from licet.parties.screening.lists import Entry

EL = "Entity List (EL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"


def listed(name: str, **more: object) -> Entry:
    return Entry("Foo", name, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("requirement", "required"),
    [
        ("For all items subject to the EAR. (See §744.11 of the EAR).", True),
        ("All items subject to the EAR. (See §§ 734.9(g),3 746.8(a)(3), and 744.21(b))", True),
        ("For items on the CCL and listed in supplement no. 7 to part 746 of the EAR", True),
        ("For all items subject to the EAR when used in projects specified in § 746.8(a)(4)", None),
        ("For any item subject to the EAR listed in supplement no. 2 to part 744.", None),
        ("", None),
    ],
)
def test_the_entity_list_as_its_entry_says(requirement: str, required: bool | None) -> None:
    found = consequence(listed(EL, license_requirement=requirement))
    assert (found.license_required, found.exceptions) == (required, False)
    assert found.cite == "15 CFR 744.11(a)"
    assert requirement in found.says


@pytest.mark.parametrize(
    ("words", "policy"),
    [
        ("Presumption of denial.", "presumption_of_denial"),
        ("Presumption for denial", "presumption_of_denial"),
        ("Policy of Denial", "policy_of_denial"),
        (
            "Policy of denial apart from food, which will be reviewed case-by-case",
            "policy_of_denial",
        ),
        (
            "Case-by-case for ECCN 1A004.c; presumption of denial for all other items",
            "presumption_of_denial",
        ),
        (
            "Case-by-case for all items on the CCL. Presumption of approval for EAR99",
            "case_by_case",
        ),
        ("See §§ 744.2(d) and 744.3(d) of the EAR", None),
    ],
)
def test_the_strictest_policy_that_is_named(words: str, policy: str | None) -> None:
    assert strictest_policy(words) == policy


@pytest.mark.parametrize(
    ("name", "programs", "required", "exceptions", "cite"),
    [
        ("Denied Persons List (DPL) - BIS", (), True, False, "15 CFR 736.2(b)(4)"),
        ("Military End User (MEU) List - BIS", (), None, False, "15 CFR 744.21(b)(1)(ii)"),
        ("Unverified List (UVL) - BIS", (), False, False, "15 CFR 740.2(a)(17), 744.15(b)"),
        (SDN, ("RUSSIA-EO14024",), True, False, "15 CFR 744.8(b)"),
        (SDN, ("IRAN", "NPWMD"), True, False, "15 CFR 744.8(b)"),
        (SDN, ("CUBA",), None, False, "31 CFR chapter V"),
        ("ITAR Debarred (DTC) - State Department", (), None, True, "supplement no. 3 to part 732"),
    ],
)
def test_the_other_lists(
    name: str, programs: tuple[str, ...], required: bool | None, exceptions: bool, cite: str
) -> None:
    found = consequence(listed(name, programs=programs))
    assert (found.license_required, found.exceptions, found.cite) == (required, exceptions, cite)


@pytest.mark.parametrize(
    ("name", "programs", "counts"),
    [
        (EL, (), True),
        ("Military End User (MEU) List", (), True),
        (SDN, ("SDGT",), True),
        (SDN, ("CUBA",), False),
        ("Unverified List (UVL)", (), False),
        ("Denied Persons List (DPL)", (), False),
    ],
)
def test_whose_ownership_counts(name: str, programs: tuple[str, ...], counts: bool) -> None:
    assert counts_for_affiliates(listed(name, programs=programs)) is counts


def test_the_most_restrictive_is_the_strictest_requirement_then_the_strictest_policy() -> None:
    every = "For all items subject to the EAR"
    ordered = [
        listed("Unverified List (UVL)"),
        listed("Military End User (MEU) List"),
        listed(EL, license_requirement=every, license_policy="Case-by-case"),
        listed(EL, license_requirement=every, license_policy="See § 744.2(d)"),
        listed(EL, license_requirement=every, license_policy="Presumption of denial"),
        listed(EL, license_requirement=every, license_policy="Policy of denial"),
    ]
    severities = [consequence(entry).severity for entry in ordered]
    assert severities == sorted(severities)
    assert len(set(severities)) == len(severities)
