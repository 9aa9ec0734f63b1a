"""Published answers, each with where it was published."""

import pytest
from tests.shipments import BOOKS, ENFORCED, changed, chip, decided, line, party, route, shipment

import licet
from licet.law.editions import the_law

DATASHEETS = [
    # name, TPP, density, datacenter, paragraph. TPP and density by technical notes 1 to 4 of 3A090.
    # A100: 312 TFLOPS at 16 bits, 624 TOPS at 8 bits, 826 mm2 (NVIDIA A100 datasheet): 4,992
    ("nvidia-a100-sxm4-80gb", "3A090.a"),
    ("nvidia-h100-sxm5", "3A090.a"),
    # H20: 148 TFLOPS at 16 bits, 296 at 8 bits, 814 mm2: 2,368 and 2.91, in neither paragraph
    ("nvidia-h20", None),
    ("nvidia-h200-sxm", "3A090.a"),
    # RTX 4090: 660.6 TFLOPS at 8 bits dense (Ada whitepaper): 5,285; a gaming card above 4,800
    ("nvidia-geforce-rtx-4090", "3A090.a"),
    # RTX 4090 D: made to stay below: 4,707, out by Note 2
    ("nvidia-geforce-rtx-4090-d", None),
    # NVIDIA's report of 23 October 2023 names A100, A800, H100, H800 and L40S as caught
    ("nvidia-a800-sxm4-80gb", "3A090.a"),
    ("nvidia-h800-sxm5", "3A090.a"),
    ("nvidia-l40s", "3A090.a"),
    ("nvidia-l4", "3A090.a"),
    # L20: 1,912 and 3.14 by its datasheet, made for China after October 2023
    ("nvidia-l20", None),
    # A30: 330 TOPS at 8 bits on 826 mm2: 2,640 and 3.196, in b.1
    ("nvidia-a30", "3A090.b"),
    # AMD's filings of 2022 and 2023 name MI250 and MI300
    ("amd-instinct-mi250x", "3A090.a"),
    ("amd-instinct-mi300x", "3A090.a"),
]


def name_of(wanted):
    """The catalog's own id, where it writes the name a little differently."""
    from licet.catalog import find

    return find(wanted).id


@pytest.mark.parametrize(("name", "paragraph"), DATASHEETS)
def test_well_known_chips(name, paragraph):
    made = line(shipment({"chip": name_of(name)}))
    assert made["classification"] == paragraph


@pytest.mark.parametrize(("count", "fits"), [(1_699, True), (1_700, False)])
def test_lpp_fits_1699_h100(count, fits):
    """26,900,000 / 15,832 = 1,699.09. BIS and others round it to 1,700."""
    facts = changed(shipment(), **{"on_file.certifications": ["LPP"], "lines.0.quantity": count})
    assert route(facts, "LPP")["available"] is fits


@pytest.mark.parametrize(
    ("count", "policy"),
    [(49_898, "presumption_of_approval"), (49_899, "policy_of_denial")],
)
def test_a_country_s_allocation_fits_49898_h100_at_15832(count, policy):
    """790,000,000 / 15,832 = 49,898.9."""
    assert line(changed(shipment(), **{"lines.0.quantity": count}))["review_policy"] == policy


TIERS = {
    # as the Framework's own lists and the summaries published with it sort the world
    "presumption of approval": ["AU", "BE", "CA", "DK", "FI", "FR", "DE", "IE", "IT", "JP", "NL",
                                "NZ", "NO", "KR", "ES", "SE", "TW", "GB"],
    "allocation": ["PL", "PT", "CH", "AT", "IL", "SG", "IN", "BR", "MX", "AE", "SA", "VN", "ID",
                   "MY", "TH", "KE", "CZ", "GR", "TR", "IS", "LU", "EE", "QA", "CY"],
    "denial": ["CN", "HK", "MO", "RU", "BY", "IR", "KP", "SY", "CU", "VE", "MM", "AF", "IQ", "LY",
               "SD", "SS", "SO", "LB", "ZW", "CF", "CD", "ER", "HT", "NI", "KH"],
}  # fmt: skip
REVIEWED = {
    "presumption of approval": ["15 CFR 742.6(b)(10)(iii)(A)(2)"],
    "allocation": ["15 CFR 742.6(b)(10)(iii)(B)(1)"],
    "denial": ["15 CFR 742.6(b)(10)(iii)(A)(1)"],
}


@pytest.mark.parametrize(("tier", "to"), [(t, c) for t, codes in TIERS.items() for c in codes])
def test_the_tiers_of_the_framework(tier, to):
    made = line(shipment(to=to))
    assert made["license_required"] is True
    named = [c for c in made["reviewed_under"] if c.startswith("15 CFR 742.6")]
    assert named in (REVIEWED[tier], [])


def test_the_example_of_512_h100_for_singapore():
    """The ultimate parent in China makes it a denial in both columns."""
    facts = shipment(to="SG", buyer=party("SG", parent="CN"), **{"lines.0.quantity": 512})
    made = licet.decide(facts)
    assert made[BOOKS]["lines"][0]["tpp_total"] == 8_105_984
    for column in (BOOKS, ENFORCED):
        assert made[column]["outcome"] == "license_required"
        assert made[column]["lines"][0]["review_policy"] == "presumption_of_denial"
        assert made[column]["lines"][0]["required_by"] == ["15 CFR 742.6(a)(6)(iii)(A)"]
    fails = {c: e["fails"] for c, e in made[BOOKS]["lines"][0]["exceptions"].items()}
    assert "15 CFR 740.27(a)" in fails["AIA"]
    assert "15 CFR 740.29(c)(2)" in fails["LPP"]
    assert fails["NAC"][0] == "15 CFR 740.8(a)"


def test_h20_is_not_3a090_b():
    """A widely used table has it there; its density of 2.91 is below 3.2, its TPP below 2,400."""
    assert decided(shipment(chip(2_368, 2.91), to="CN"))["outcome"] == "not_controlled_here"


def test_the_framework_was_never_rescinded_in_the_federal_register():
    """GAO B-337935 of 12 May 2026: it remains legally in effect."""
    from datetime import date

    worldwide = "15 CFR 742.6(a)(6)(iii)(A)"
    for day in (date(2025, 5, 15), date(2026, 11, 23)):
        books = the_law().on(day).on_the_books
        assert worldwide in {p.cite for p in books.of_kind("requirement")}


HEADROOM = [
    # what one country's 790,000,000 TPP holds, by the figure that is taken for an H100; published as
    # 49,901 (from 1,978.9 tera-operations), 49,899 and 49,900 (rounded) and 50,000 (from 15,800)
    (15_832, 49_898),
    ("15831.2", 49_901),
    (15_800, 50_000),
]


@pytest.mark.parametrize(("tpp", "count"), HEADROOM)
def test_the_headroom_of_a_country_depends_on_the_figure_of_the_chip(tpp, count):
    from decimal import Decimal

    for quantity, policy in ((count, "presumption_of_approval"), (count + 1, "policy_of_denial")):
        facts = shipment(chip(Decimal(tpp)), **{"lines.0.quantity": quantity})
        assert line(facts)["review_policy"] == policy


def test_an_rtx_4090_is_counted_dense():
    """Lists with 10,570 take the sparse rate of 1,321 tera-operations."""
    made = line(shipment({"chip": "RTX 4090"}, to="CN"))
    assert (made["classification"], made["tpp_each"]) == ("3A090.a", 5284.8)


def test_the_rtx_4090_d_was_not_banned_in_april_2024():
    """A reading of 89 FR 23876 had it so ("70 TFLOPS"); it stays out by Note 2."""
    for day in ("2024-04-03", "2024-04-04"):
        made = decided(shipment({"chip": "RTX 4090 D"}, to="CN", day=day), ENFORCED)
        assert made["outcome"] == "not_controlled_here"


def test_spain_and_norway_are_in_supplement_no_5():
    """A list in circulation leaves Spain out, and one calls Norway a member of the Union."""
    for to in ("ES", "NO"):
        made = line(shipment(to=to, **{"on_file.certifications": ["AIA"]}))
        assert made["exceptions"]["AIA"]["available"] is True


@pytest.mark.parametrize("purpose", ["operate", "infer", "other", "develop_or_produce"])
def test_the_headquarters_rule_has_no_supercomputer_in_it(purpose):
    """A public tracker asks for one; 744.23(a)(3) does not, (a)(1) does."""
    facts = shipment(to="DE", buyer=party("DE", "CN"), day="2024-06-03")
    made = line(changed(facts, **{"end_use.purpose": purpose}), ENFORCED)
    assert made["required_by"] == ["15 CFR 744.23(a)(3)(i)"]


def test_lpp_stops_at_the_gulf_and_the_caspian():
    """SemiAnalysis and others have it reach them; 740.2(a)(9)(ii) does not name it."""
    held = {"on_file.certifications": ["LPP"]}
    closed = [
        "AM",
        "AZ",
        "BH",
        "EG",
        "GE",
        "JO",
        "KZ",
        "KW",
        "KG",
        "LA",
        "MD",
        "MN",
        "OM",
        "PK",
        "QA",
        "SA",
        "TJ",
        "TM",
        "UZ",
        "VN",
        "YE",
    ]
    for to in closed:
        assert route(shipment(to=to, **held), "LPP")["fails"] == ["15 CFR 740.2(a)(9)(ii)"]
    for to in ("IL", "IN", "BR", "PL", "SG", "KE", "MX", "TH"):
        assert route(shipment(to=to, **held), "LPP")["available"] is True


def test_the_h200_and_the_mi325x_lie_inside_the_window_and_the_b200_does_not():
    """CNAS on 91 FR 1684: the H200 (15,832; 4,800) and the MI325X (20,919; 6,000) are meant."""
    inside = {"nvidia-h200-sxm": True, "MI325X": True, "MI300X": True, "B200": False}
    for name, case_by_case in inside.items():
        made = line(shipment({"chip": name}, to="CN", day="2026-01-15"), ENFORCED)
        assert (made["review_policy"] == "case_by_case") is case_by_case


@pytest.mark.parametrize(
    ("name", "paragraph"),
    [
        # AMD Instinct MI250X: 6,128 and a density between 3.2 and 5.92 meet a.1 and b.2; .a governs
        ("MI250X", "3A090.a"),
        # NVIDIA L4: 1,940 with a density of 6.59
        ("L4", "3A090.a"),
        # NVIDIA A10: 2,000 with a density of 3.18, below 3.2
        ("A10", None),
        # AMD MI210: 2,899 with 4.0
        ("MI210", "3A090.b"),
        # Intel Gaudi 3: the paragraph is the same by 14,680 (FP8) and by BF16
        ("Gaudi 3", "3A090.a"),
        ("TPU v5p", "3A090.a"),
        ("Ascend 910C", "3A090.a"),
        ("NVIDIA M40", None),
    ],
)
def test_more_well_known_chips(name, paragraph):
    assert line(shipment({"chip": name}))["classification"] == paragraph
