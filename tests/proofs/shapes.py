"""Complete transactions of every kind, on the corners of the law's numbers, for Hypothesis."""

from hypothesis import strategies as st
from tests.shipments import shipment

from licet.law.ear.ccl.associated import FOR
from licet.law.ear.ccl.paragraphs import ASSOCIATED, FAMILIES, PARAGRAPHS, SINCE_2023

COUNTRIES = st.sampled_from(
    ["US", "DE", "IN", "CN", "HK", "MO", "AE", "VN", "IL", "KH", "KP", "TW"]
)
TRUTH = st.booleans()
TPP = st.sampled_from([0, 1_599, 1_600, 2_399, 2_400, 4_799, 4_800, 20_999, 21_000, 26_900_000])
DENSITY = st.sampled_from([0, "1.59", "1.6", "3.19", "3.2", "5.91", "5.92"])
USED = st.sampled_from([0, 1, 26_895_200, 26_900_000, 789_995_200, 790_000_000, 1_580_000_000])
ENTRY = st.sampled_from([*sorted(PARAGRAPHS - {"3A090.c"}), "3A991.p"])
ENTRY_OF_2022 = st.sampled_from([*sorted(PARAGRAPHS - SINCE_2023 - {"3A090.c"}), "3A991.p"])
FAMILY = st.none() | st.sampled_from(sorted(each for each in FAMILIES if each[1] == "A"))
SOFTWARE_FAMILY = st.none() | st.sampled_from(sorted(each for each in FAMILIES if each[1] == "D"))


def _number(text):
    from decimal import Decimal

    return Decimal(text)


@st.composite
def circuits(draw):
    approved = draw(TRUTH)
    return {
        "tpp": draw(TPP),
        "performance_density": _number(draw(DENSITY)),
        "designed_or_marketed_for_datacenters": draw(TRUTH),
        "designer": {"approved": approved, "authorized": approved or draw(TRUTH)},
        "memory_bandwidth_gb_s": draw(st.sampled_from([0, 3_999, 4_000, 6_499, 6_500])),
        "interconnect_gb_s": draw(st.sampled_from([0, 599, 600, 900])),
        "also_described_in": draw(FAMILY),
    }


def _entries(made, made_for):
    """The entries in which software or technology for a paragraph can be; any, for another paragraph."""
    group = "D" if made == "software" else "E"
    of_group = {entry for entry in ASSOCIATED if entry[1] == group}
    named = {entry for entry in of_group if made_for in FOR[entry]}
    return sorted((named or of_group) | (of_group & {"5D002", "5D992"}))


def _entries_beside(stated, made_for):
    """The stated entry, where it may stand beside what it is for; one that is for nothing always may."""
    group = stated[1]
    if stated not in ASSOCIATED:
        return [stated]
    return _entries("software" if group == "D" else "technology", made_for)


@st.composite
def items(draw, entry=ENTRY):
    kind = draw(st.sampled_from(["chip", "computer", "hbm", "made", "eccn", "weights"]))
    marketed = {"designed_or_marketed_for_datacenters": draw(TRUTH)}
    circuit = draw(circuits())
    if kind == "chip":
        return {"integrated_circuit": circuit}
    if kind == "computer":
        family = circuit.pop("also_described_in")
        inside = [{"item": {"integrated_circuit": circuit}, "quantity": draw(st.integers(1, 8))}]
        return {"computer": {"contains": inside, "also_described_in": family, **marketed}}
    if kind == "hbm":
        bandwidth = draw(st.sampled_from([199, 200, 201, 329, 330]))
        logic = draw(TRUTH)
        return {
            "hbm": {
                "memory_bandwidth_gb_s": bandwidth,
                "package_area_mm2": 100,
                "co_packaged_with_dominant_logic": logic,
            }
        }
    about = {
        "developed_by_headquarters": draw(COUNTRIES),
        "for_production": draw(TRUTH),
        "us_direct_product": draw(TRUTH),
    }
    if kind == "made":
        made, made_for = draw(st.sampled_from(["software", "technology"])), draw(entry)
        bases = st.sampled_from([None, *_entries(made, made_for)])
        family = draw(SOFTWARE_FAMILY) if made == "software" else None
        facts = {"for": made_for, "base": draw(bases), "also_described_in": family, **about}
        return {made: facts, **marketed}
    if kind == "eccn":
        for name in ("performance_density", "also_described_in", "interconnect_gb_s"):
            del circuit[name]
        stated = draw(entry)
        fits = [p for p in (*PARAGRAPHS, "3A991.p") if stated in _entries_beside(stated, p)]
        return {"eccn": stated, "for": draw(entry.filter(set(fits).__contains__)), **circuit}
    return {
        "model_weights": {
            "published": draw(TRUTH),
            "training_operations": draw(st.sampled_from([10**26 - 1, 10**26])),
            "below_most_capable_published_model": draw(TRUTH),
            "stored_at": {"location": "JP", "meets_supplement_10_security": draw(TRUTH)},
            "produced_in": draw(COUNTRIES),
            "produced_with": draw(st.sampled_from([[], ["3A090.a"]])),
        }
    }


@st.composite
def parties(draw):
    return {
        "location": draw(COUNTRIES),
        "headquarters": draw(COUNTRIES),
        "ultimate_parent_headquarters": draw(COUNTRIES),
        "private_sector": draw(TRUTH),
        "approved_under_supplement_8": draw(TRUTH),
        "certified_veu": draw(st.sampled_from([None, "UVEU", {"NVEU": ["IN", "AE"]}])),
    }


@st.composite
def transactions(draw, day):
    """A transaction on ``day`` in which every fact is stated."""
    entry = ENTRY_OF_2022 if day < "2023-11-17" else ENTRY
    made = shipment(draw(items(entry)), to=draw(COUNTRIES), day=day)
    made["lines"][0]["quantity"] = draw(st.sampled_from([1, 2, 5_605, 49_899]))
    if "model_weights" not in made["lines"][0]["item"]:
        made["lines"][0]["origin"] = {
            "produced_in": draw(st.sampled_from(["US", "TW"])),
            "direct_product_of_listed_technology": draw(TRUTH),
            "plant_is_direct_product": draw(TRUTH),
            "us_content_above_de_minimis": draw(TRUTH),
        }
    made["from"] = draw(COUNTRIES)
    actions = ["export", "reexport", "transfer_in_country", "deemed_export", "deemed_reexport"]
    made["action"] = draw(st.sampled_from(actions))
    made["parties"] = {"ultimate_consignee": draw(parties())}
    for role in ("end_user", "intermediate_consignee", "purchaser", "operator"):
        if draw(TRUTH):
            made["parties"][role] = draw(parties())
    made["end_use"] = {
        "purpose": draw(st.sampled_from(["operate", "develop_or_produce", "train_4e091", "other"])),
        "trains_4e091_for": draw(COUNTRIES),
        "for_customers_in_macau_or_d5": draw(TRUTH),
        "prohibited_by_part_744": draw(st.sampled_from([False, False, True])),
        "permanent_regular_employee": draw(TRUTH),
    }
    made["on_file"] = {
        "certifications": draw(st.sampled_from([[], ["AIA"], ["LPP"], ["AIA", "LPP"]])),
        "lpp_tpp_this_year": draw(USED),
        "aia_tpp_cumulative": draw(USED),
        "country_allocation_tpp_used": draw(USED),
        "nac_notified_on": draw(st.sampled_from([False, "2023-10-01", day])),
        "purchase_order": draw(TRUTH),
    }
    role = draw(st.sampled_from([None, "front_end_fabricator", "osat"]))
    made["exporter"] = {
        "headquarters": draw(COUNTRIES),
        "ultimate_parent_headquarters": draw(COUNTRIES),
        "role": role,
    }
    made["foundry"] = {
        "applicable_advanced_logic": draw(TRUTH),
        "designer_attests_below_3a090_a": draw(TRUTH),
        "packaged_by": draw(st.sampled_from(["front_end_fabricator", "approved_osat", "other"])),
        "packaged_in": draw(COUNTRIES),
        "transistors": draw(st.sampled_from([29_999_999_999, 30_000_000_000, 35_000_000_000])),
        "contains_hbm": draw(TRUTH),
    }
    made["packaging"] = {
        "purchased_by_designer": draw(TRUTH),
        "directly_to_packaging_site": draw(TRUTH),
        "site_headquarters": draw(COUNTRIES),
        "site_ultimate_parent_headquarters": draw(COUNTRIES),
        "written_confirmation": draw(TRUTH),
        "finished_goods_return_to_exporter": draw(TRUTH),
        "finished_goods_exceed_3a090": draw(TRUTH),
        "distributor": draw(TRUTH),
        "intermediary_hired_by_packaging_site": draw(TRUTH),
        "at_advanced_node_facility": draw(TRUTH),
    }
    return made
