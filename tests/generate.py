"""Transactions for properties: many facts stated, some left open, in every edition."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.shipments import changed, chip, eccn, party, shipment

DAYS = st.sampled_from(
    ["2022-10-10", "2022-11-15", "2023-08-01", "2023-12-01", "2024-06-03", "2025-01-15",
     "2025-03-03", "2025-06-02", "2026-01-20", "2026-03-02", "2026-08-03", "2026-11-23", "2027-06-01"]
)  # fmt: skip
PLACES = [
    "US", "DE", "TW", "SG", "IL", "PL", "IN", "BR", "VN", "SA", "AE", "KH", "CN", "HK", "MO", "AF",
    "RU", "IR", "KP",
]  # fmt: skip
"""One country of every kind: of each cell that the groups of the law cut, in any edition."""
COUNTRIES = st.sampled_from(PLACES)
ACTIONS = ["export", "reexport", "transfer_in_country", "deemed_export", "deemed_reexport"]
PURPOSES = [
    "operate",
    "develop_or_produce",
    "store_before_delivery",
    "train_4e091",
    "infer",
    "other",
]
TPPS = [1_000, 1_600, 2_000, 2_400, 4_000, 4_799, 4_800, 5_285, 15_832, 20_999, 21_000, 100_000]
DENSITIES = [1, 1.6, 3, 3.2, 5, 5.92, 20]
NUMBERS = [0, 1, 26_884_168, 26_884_169, 26_900_000, 252_984_168, 789_984_168, 790_000_000]

chips = st.builds(
    lambda tpp, density, datacenter, approved, bandwidth, rate: chip(
        tpp,
        density,
        datacenter,
        designer={"approved": approved, "authorized": False},
        memory_bandwidth_gb_s=bandwidth,
        interconnect_gb_s=rate,
    ),
    st.sampled_from(TPPS),
    st.sampled_from(DENSITIES),
    st.booleans(),
    st.booleans(),
    st.sampled_from([1_000, 6_499, 6_500]),
    st.sampled_from([64, 599, 600]),
)
memory = st.builds(
    lambda bandwidth, inside: {
        "hbm": {
            "memory_bandwidth_gb_s": bandwidth,
            "package_area_mm2": 100,
            "co_packaged_with_dominant_logic": inside,
        }
    },
    st.sampled_from([200, 201, 329, 330]),
    st.booleans(),
)
computers = st.builds(
    lambda parts: {"computer": {"contains": [{"item": p, "quantity": 2} for p in parts]}},
    st.lists(chips, min_size=1, max_size=2),
)
stated = st.builds(
    lambda name, datacenter: eccn(name, designed_or_marketed_for_datacenters=datacenter),
    st.sampled_from(["3A090.a", "3A090.b", "5A002.z.1.a", "5A002.z.1.b", "5A992.z.1", "4A004.z.2",
                     "5D002.z.1.a", "3A001.z.4.a"]),
    st.booleans(),
)  # fmt: skip
made_for = st.builds(
    lambda kind, name: {
        kind: {"for": name, "developed_by_headquarters": "US", "for_production": True,
               "us_direct_product": True},
        "designed_or_marketed_for_datacenters": True,
    },
    st.sampled_from(["software", "technology"]),
    st.sampled_from(["3A090.a", "3A090.b", "4A090.a", "3A090.c"]),
)  # fmt: skip
of_2022 = chips | computers | memory
items = chips | chips | computers | memory | stated | made_for
veu = st.sampled_from([None, None, None, "UVEU", {"NVEU": ["IN", "VN", "SA", "AE"]}])
parties = st.builds(
    lambda at, home, parent, private, listed, approved: party(
        home, parent, at, private_sector=private, certified_veu=listed,
        approved_under_supplement_8=approved,
    ),
    COUNTRIES, COUNTRIES, COUNTRIES, st.booleans(), veu, st.sampled_from([None, None, True]),
)  # fmt: skip
lines = st.lists(
    st.builds(
        lambda item, quantity: {"item": item, "quantity": quantity},
        items,
        st.sampled_from([1, 100, 1_699, 1_700, 50_000]),
    ),
    min_size=1,
    max_size=3,
)
ON_FILE = {
    "certifications": st.sampled_from([[], ["LPP"], ["AIA"], ["AIA", "LPP"]]),
    "lpp_tpp_this_year": st.sampled_from(NUMBERS[:5]),
    "country_allocation_tpp_used": st.sampled_from(NUMBERS),
    "aia_tpp_cumulative": st.sampled_from(NUMBERS),
    "purchase_order": st.booleans(),
    "nac_notified_on": st.sampled_from([False, "2023-11-20", "2025-05-09", "2026-01-01"]),
}
PACKAGING = [
    "purchased_by_designer",
    "directly_to_packaging_site",
    "written_confirmation",
    "finished_goods_return_to_exporter",
    "finished_goods_exceed_3a090",
    "distributor",
    "intermediary_hired_by_packaging_site",
    "at_advanced_node_facility",
]


@st.composite
def transactions(draw: Any, to: Any = COUNTRIES, some_lines: Any = lines) -> Any:
    """A transaction in which every fact is stated."""
    facts = shipment(to=draw(to), day=draw(DAYS))
    facts["action"] = draw(st.sampled_from(ACTIONS[:3]) | st.sampled_from(ACTIONS))
    facts["lines"] = draw(some_lines)
    if facts["date"] < "2023-11-17":  # nobody can have classified an item in paragraphs to come
        facts["lines"] = [
            each
            if {"integrated_circuit", "computer"} & {*each["item"]}
            else {**each, "item": draw(of_2022)}
            for each in facts["lines"]
        ]
    roles = draw(st.sets(st.sampled_from(["end_user", "intermediate_consignee", "purchaser",
                                          "operator"]), max_size=2))  # fmt: skip
    facts["parties"] = {role: draw(parties) for role in ["ultimate_consignee", *sorted(roles)]}
    facts["end_use"] = {
        "purpose": draw(st.sampled_from(PURPOSES)),
        "trains_4e091_for": draw(COUNTRIES),
        "for_customers_in_macau_or_d5": draw(st.booleans()),
        "prohibited_by_part_744": draw(st.sampled_from([False, False, False, True])),
    }
    facts["on_file"] = {name: draw(values) for name, values in ON_FILE.items()}
    facts["from"] = draw(COUNTRIES)
    facts["packaging"] = {name: draw(st.booleans()) for name in PACKAGING}
    for name in ("site_headquarters", "site_ultimate_parent_headquarters"):
        facts["packaging"][name] = draw(COUNTRIES)
    return facts


def can_be(path: str) -> list[Any]:
    """What a fact can be, one value of each kind between which the law can tell."""
    last = path.rpartition(".")[2]
    if last in ("destination", "location", "headquarters", "ultimate_parent_headquarters",
                "trains_4e091_for", "from"):  # fmt: skip
        return PLACES
    if last == "action":
        return ACTIONS
    if last == "purpose":
        return PURPOSES
    if last == "certifications":
        return [[], ["LPP"], ["AIA"], ["AIA", "LPP"]]
    return [True, False]


OPEN = [
    "destination",
    "action",
    "parties.ultimate_consignee.location",
    "parties.ultimate_consignee.headquarters",
    "parties.ultimate_consignee.ultimate_parent_headquarters",
    "parties.ultimate_consignee.private_sector",
    "end_use.purpose",
    "end_use.for_customers_in_macau_or_d5",
    "end_use.prohibited_by_part_744",
    "end_use.trains_4e091_for",
    "on_file.certifications",
    "on_file.purchase_order",
    "lines.0.item.integrated_circuit.designed_or_marketed_for_datacenters",
    "lines.0.item.integrated_circuit.designer.approved",
]
"""Facts that can be left open, with few enough values for brute force."""


def without(facts: Any, paths: Any) -> Any:
    """The same with some facts not stated."""
    stated = [p for p in paths if _has(facts, p)]
    return changed(facts, **dict.fromkeys(stated))


def _has(facts: Any, path: str) -> bool:
    place = facts
    for step in path.split("."):
        if isinstance(place, list):
            place = place[int(step)]
        elif isinstance(place, dict) and step in place:
            place = place[step]
        else:
            return False
    return True
