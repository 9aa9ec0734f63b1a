"""Reforms: they change decisions exactly at the new number, list or day, and nothing that is the law."""

from datetime import date

import pytest
from tests.shipments import A_CHIP, B_CHIP, BOOKS, ENFORCED, changed, chip, party, shipment

import licet
from licet.decision import determine
from licet.decision.reforms import reformed
from licet.law.editions import the_law
from licet.law.places import D5
from licet.logic.rules import CONFIDENCE

LPP = {"on_file.certifications": ["LPP"]}


def under(reform, facts, column=BOOKS):
    return determine(facts, law=reformed(reform)).to_dict()[column]


def required(reform, facts, column=BOOKS):
    return under(reform, facts, column)["lines"][0]["license_required"]


def lpp(reform, tpp_used, day="2025-06-02"):
    facts = changed(shipment(day=day), **LPP, **{"on_file.lpp_tpp_this_year": tpp_used})
    return under(reform, facts)["lines"][0]["exceptions"]["LPP"]["available"]


# -- numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [50_000_000, 20_000_000, 26_900_001])
def test_a_cap_counts_exactly_at_the_new_number(number):
    """One H100 is 15,832 TPP."""
    reform = {"15 CFR 740.29(d)": {"number": number}}
    assert lpp(reform, number - 15_832) is True
    assert lpp(reform, number - 15_831) is False


def test_a_threshold_counts_exactly_at_the_new_number():
    reform = {"ECCN 3A090.a.1": {"number": {4_800: 6_000}}}
    for tpp, paragraph in ((5_999, None), (6_000, "3A090.a")):
        item = chip(tpp, 1, True)
        assert under(reform, shipment(item))["lines"][0]["classification"] == paragraph
    assert licet.decide(shipment(chip(5_999, 1, True)))[BOOKS]["lines"][0]["classification"] == (
        "3A090.a"
    )


def test_a_decimal_is_exact():
    reform = {"ECCN 3A090.a.2": {"number": {1_600: 2_000, "5.92": "6.1"}}}
    with pytest.raises(licet.InputError, match="not a number"):
        reformed(reform)
    from decimal import Decimal

    reform = {"ECCN 3A090.a.2": {"number": {1_600: 2_000, Decimal("5.92"): Decimal("6.1")}}}
    for tpp, density, paragraph in (
        (2_000, "6.1", "3A090.a"), (2_000, "6.099", None), (1_999, "6.1", None),
    ):  # fmt: skip
        item = chip(tpp, Decimal(density), True)
        assert under(reform, shipment(item))["lines"][0]["classification"] == paragraph


def test_a_number_may_change_from_a_day_on():
    reform = {"15 CFR 740.29(d)": {"number": 50_000_000, "since": "2025-09-01"}}
    assert lpp(reform, 40_000_000, "2025-08-31") is False
    assert lpp(reform, 40_000_000, "2025-09-01") is True
    assert date(2025, 9, 1) in reformed(reform).boundaries
    assert date(2025, 9, 1) not in the_law().boundaries


# -- lists of places --------------------------------------------------------------------------------


def test_a_list_changes_wherever_the_law_uses_it():
    reform = {"supplement no. 5(a)": {"group": {"add": ["PL"]}}}
    policy = [
        determine(shipment(to="PL"), law=law).to_dict()[BOOKS]["lines"][0]["reviewed_under"]
        for law in (the_law(), reformed(reform))
    ]
    assert policy == [["15 CFR 742.6(b)(10)(iii)(B)(1)"], ["15 CFR 742.6(b)(10)(iii)(A)(2)"]]


def test_a_list_reaches_the_lists_that_are_made_of_it():
    """D:5 is a part of "Macau or D:5" and of "D:1, D:4 or D:5"."""
    theirs = shipment(B_CHIP, to="DE", buyer=party("DE", "BR"))
    assert required({"D:5": {"group": {"add": ["BR"]}}}, theirs) is True
    assert required({"D:5": {"group": {"add": ["BR"]}}}, shipment(B_CHIP, to="BR")) is True
    assert required({"D:5": {"group": {"remove": ["ZW"]}}}, shipment(B_CHIP, to="ZW")) is False
    assert required({"A:6": {"group": {"remove": ["IL"]}}}, shipment(B_CHIP, to="IL")) is True


def test_hong_kong_goes_with_china():
    reform = {"D:5": {"group": {"remove": ["CN"]}}, "D:1": {"group": {"remove": ["CN"]}},
              "D:4": {"group": {"remove": ["CN"]}}}  # fmt: skip
    for to in ("CN", "HK"):
        assert required(reform, shipment(B_CHIP, to=to)) is False


def test_a_paragraph_may_read_its_list_otherwise_alone():
    reform = {"15 CFR 742.6(a)(6)(iii)(B)": {"group": {"add": ["IN"]}}}
    with pytest.raises(licet.InputError, match="several lists"):
        reformed(reform)
    name = "Country Group D:1, D:4 or D:5, excluding A:5 and A:6"
    reform = {"15 CFR 742.6(a)(6)(iii)(B)": {"group": {"of": name, "add": ["IN"]}}}
    assert required(reform, shipment(B_CHIP, to="IN")) is True
    usable = {"15 CFR 742.6(a)(6)(iii)(B)": {"group": {"of": name, "add": ["IN"]}}}
    assert lpp(usable, 0) is True  # 740.2(a)(9)(ii) reads the list as before


# -- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "free"), [("2025-05-15", True), ("2025-12-31", True), ("2026-01-01", False)]
)
def test_an_instrument_may_be_postponed(day, free):
    reform = {"90 FR 4544": {"from": "2026-01-01"}}
    assert required(reform, shipment(A_CHIP, to="DE", day=day)) is not free


def test_what_ended_with_an_instrument_ends_with_it_still():
    """Until the Framework, 744.23(d) and (b)(10)(iii) of April 2024 review what goes to China."""
    facts = shipment(chip(5_285, 8.7, False), to="CN", day="2025-08-01")
    made = under({"90 FR 4544": {"from": "2026-01-01"}}, facts)["lines"][0]
    assert made["review_policy"] == "case_by_case"
    assert made["required_by"] == ["15 CFR 742.6(a)(6)(iii)"]


def test_an_instrument_that_never_was_leaves_the_older_text():
    reform = {
        "90 FR 4544": {"in_force": False},
        "BIS announcement of 13 May 2025": {"in_force": False},
    }
    day = "2025-06-02"
    for to, buyer, cites in (
        ("DE", None, []), ("VN", None, ["15 CFR 742.6(a)(6)(iii)"]),
        ("DE", party("DE", "CN"), ["15 CFR 744.23(a)(3)(i)"]),
    ):  # fmt: skip
        for column in (BOOKS, ENFORCED):
            made = under(reform, shipment(A_CHIP, to=to, buyer=buyer, day=day), column)
            assert made["lines"][0]["required_by"] == cites


def test_an_announcement_may_end():
    reform = {"BIS announcement of 13 May 2025": {"until": "2026-01-01"}}
    for day, needed in (("2025-12-31", False), ("2026-01-01", True)):
        assert required(reform, shipment(A_CHIP, to="DE", day=day), ENFORCED) is needed


def test_a_paragraph_may_begin_and_end_otherwise():
    reform = {"15 CFR 744.23(a)(3)(i)": {"until": "2024-01-01"}}
    theirs = party("DE", "CN")
    for day, needed in (("2023-12-31", True), ("2024-01-01", False)):
        facts = shipment(A_CHIP, to="DE", buyer=theirs, day=day)
        assert required(reform, facts) is needed


# -- never confusable with the law ----------------------------------------------------------------------


def test_every_answer_says_so():
    law = reformed({"15 CFR 740.29(d)": {"number": 50_000_000}})
    made = determine(shipment(), law=law).to_dict()
    assert made["reform"] == ["15 CFR 740.29(d): 50,000,000 TPP instead of 26,900,000"]
    for column in (BOOKS, ENFORCED):
        assert any("This is not the law" in note for note in made[column]["notes"])
    plain = licet.decide(shipment())
    assert "reform" not in plain
    assert not any("not the law" in note for note in plain[BOOKS]["notes"])


def test_the_law_itself_stays_as_it_is():
    before = licet.decide(shipment(to="ZW"))
    reformed({
        "D:5": {"group": {"remove": ["ZW"]}},
        "90 FR 4544": {"in_force": False},
        "15 CFR 740.29(d)": {"number": 1},
    })  # fmt: skip
    assert licet.decide(shipment(to="ZW")) == before
    assert "ZW" in D5.on(date(2025, 6, 2))
    assert set(CONFIDENCE) == {"P", "P-q", "S", "I", "U"}


@pytest.mark.parametrize(
    ("reform", "path", "words"),
    [
        ({"15 CFR 740.29(z)": {"number": 1}}, "15 CFR 740.29(z)", ["740.29(z)", "Nearest"]),
        ({"15 CFR 740.29(a)": {"number": 1}}, "15 CFR 740.29(a)", ["no number", "740.29(d)"]),
        ({"15 CFR 740.29(d)": {"number": "many"}}, "15 CFR 740.29(d)", ["not a number"]),
        ({"15 CFR 740.29(d)": {"number": -1}}, "15 CFR 740.29(d)", ["negative"]),
        ({"15 CFR 740.29(d)": {"number": {7: 8}}}, "15 CFR 740.29(d)", ["7", "26,900,000"]),
        ({"ECCN 3A090.b.1": {"number": 1}}, "ECCN 3A090.b.1", ["several numbers", "4,800 TPP"]),
        ({"15 CFR 740.29(d)": {"figure": 1}}, "15 CFR 740.29(d)", ["figure", "number"]),
        ({"15 CFR 740.29(d)": 5}, "15 CFR 740.29(d)", ["number", "group"]),
        ({"15 CFR 740.29(d)": {"since": "2025-01-01"}}, "15 CFR 740.29(d)", ["nothing to change"]),
        ({"D:5": {"group": {"add": ["Narnia"]}}}, "D:5", ["Narnia", "ISO 3166-1"]),
        ({"D:5": {"group": {"add": "PL"}}}, "D:5", ["list of countries"]),
        ({"D:5": {"group": {}}}, "D:5", ["adds no country"]),
        ({"D:5": {"group": ["PL"]}}, "D:5", ["add", "remove"]),
        ({"15 CFR 740.29(d)": {"group": {"add": ["PL"]}}}, "15 CFR 740.29(d)", ["no list"]),
        ({"90 FR 4544": {"from": "soon"}}, "90 FR 4544 from", ["soon", "2025-06-02"]),
        ({"90 FR 4544": {"from": "2026-01-01", "until": "2025-01-01"}}, "90 FR 4544", ["ends before"]),
        ({"90 FR 4544": {"in_force": "no"}}, "90 FR 4544", ["true or false"]),
        ({"15 CFR 742.6(a)(6)(iii)(A)": {"from": "2026-01-01"}}, "15 CFR 742.6(a)(6)(iii)(A)",
         ["several versions", "91 FR 43034"]),
        ({"15 CFR 740.29(d)": {"from": "2026-01-01", "enacted_by": "1 FR 1"}}, "15 CFR 740.29(d)",
         ["1 FR 1", "90 FR 4544"]),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_a_sentence(reform, path, words):
    with pytest.raises(licet.InputError) as error:
        reformed(reform)
    (fault,) = error.value.faults
    assert fault.path == path
    for word in words:
        assert word in fault.sentence


@pytest.mark.parametrize("data", [None, [], {}, "90 FR 4544"])
def test_what_is_no_reform_is_a_sentence(data):
    with pytest.raises(licet.InputError, match="maps citations to changes"):
        reformed(data)


def test_every_fault_is_told():
    with pytest.raises(licet.InputError) as error:
        reformed({"D:5": {}, "15 CFR 740.29(d)": {"number": "x"}})
    assert len(error.value.faults) == 2


# -- what a reform touches --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reform", "cites"),
    [
        # the record of (g)(2) is about the same limit
        ({"15 CFR 740.29(d)": {"number": 1}}, {"15 CFR 740.29(d)", "15 CFR 740.29(g)(2)"}),
        ({"15 CFR 740.28(c)": {"group": {"add": ["VN"]}}}, {"15 CFR 740.28(c)"}),
        ({"15 CFR 740.28(d)": {"in_force": False}}, {"15 CFR 740.28(d)"}),
    ],
)
def test_a_reform_touches_what_it_changes_and_nothing_else(reform, cites):
    law = reformed(reform)
    assert {p.cite for p in law.paragraphs if law.reform.touches(p)} == cites
