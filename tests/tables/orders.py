"""Generated order books: rows by path, on and beside every threshold, some of the cells empty."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

IC = "item.integrated_circuit."
DAYS = [
    "2023-12-01", "2024-06-03", "2025-01-15", "2025-03-03", "2025-05-14", "2025-06-02",
    "2026-01-20", "2026-03-02", "2026-08-03",
]  # fmt: skip
PLACES = ["US", "GB", "IN", "AE", "SG", "CN", "HK", "MO", "RU", "KH", "IL", "TW", "MX", "CH", "SA"]
TPP = [
    0,
    1_599.999,
    1_600,
    2_000,
    2_399,
    2_400,
    3_000,
    4_799.999,
    4_800,
    5_285,
    15_832,
    20_999,
    21_000,
]
DENSITY = [1, 1.599, 1.6, 3.199, 3.2, 4, 5.919, 5.92, 19]
USED = [
    0,
    1,
    11_068_000,
    25_316_800,
    26_898_416.5,
    26_900_000,
    789_984_168,
    790_000_000,
    1_580_000_000,
]
FLAG = [True, False]
CHIPS = ["nvidia-h100-sxm5", "RTX 4090", "nvidia-a100-sxm-80gb", "no such chip", "nvidia-h20"]
CHOICES: dict[str, list[Any]] = {
    "date": DAYS,
    "action": ["export", "export", "reexport", "transfer_in_country", "deemed_export"],
    "destination": PLACES,
    "quantity": [1, 2, 100, 1_000, 1_699, 1_700, 5_604, 5_605, 50_000],
    "parties.ultimate_consignee.location": PLACES,
    "parties.ultimate_consignee.headquarters": PLACES,
    "parties.ultimate_consignee.ultimate_parent_headquarters": PLACES,
    "parties.ultimate_consignee.private_sector": FLAG,
    "end_use.purpose": ["operate", "develop_or_produce", "store_before_delivery"],
    "end_use.for_customers_in_macau_or_d5": FLAG,
    "end_use.prohibited_by_part_744": [False, False, False, True],
    "on_file.certifications": [[], ["LPP"], ["AIA"], ["AIA", "LPP"]],
    "on_file.lpp_tpp_this_year": USED,
    "on_file.country_allocation_tpp_used": USED,
    "on_file.nac_notified_on": ["2025-05-07", "2025-05-08", "2025-05-09", "2023-01-01", False],
    "on_file.purchase_order": FLAG,
    "exporter.headquarters": ["US", "US", "DE", "CN"],
    "exporter.ultimate_parent_headquarters": ["US", "US", "DE", "CN"],
}  # fmt: skip


def item(draw: random.Random) -> dict[str, Any]:
    """An item: described, from the catalog, classified, memory or weights."""
    made = draw.random()
    if made < 0.5:
        density = {IC + "performance_density": draw.choice(DENSITY)}
        area = {IC + "applicable_die_area_mm2": draw.choice([0, 271, 500, 814, 826.5, 1_000])}
        return {
            IC + "tpp": draw.choice([*TPP, draw.randint(0, 20_000)]),
            **draw.choice([density, area]),
            IC + "designed_or_marketed_for_datacenters": draw.choice(FLAG),
            IC + "designer.approved": draw.choice(FLAG),
            IC + "memory_bandwidth_gb_s": draw.choice([0, 3_350, 6_499.5, 6_500, 8_000]),
        }
    if made < 0.75:
        return {"item.chip": draw.choice(CHIPS)}
    if made < 0.9:
        eccn = draw.choice(["3A090.a", "3A090.b", "4A090.a", "5A992.z.1", "3A090", "EAR99"])
        return {"item.eccn": eccn, "item.tpp": draw.choice(TPP)}
    if made < 0.95:
        return {
            "item.hbm.memory_bandwidth_gb_s": draw.choice([200, 200.001, 330, 400]),
            "item.hbm.package_area_mm2": 100,
            "item.hbm.co_packaged_with_dominant_logic": draw.choice(FLAG),
        }
    return {
        "item.model_weights.published": draw.choice(FLAG),
        "item.model_weights.training_operations": draw.choice([10**25, 10**26 - 1, 10**26]),
    }


def order(draw: random.Random, unknown: float = 0.1, days: Sequence[str] = DAYS) -> dict[str, Any]:
    """One row; each cell but the date and what kind of item it is can be empty."""
    full = {path: draw.choice(values) for path, values in (CHOICES | {"date": days}).items()}
    full |= item(draw)
    kept = {"date", "item.chip", "item.eccn"}
    return {p: v for p, v in full.items() if p in kept or draw.random() >= unknown}


def orders(
    count: int, seed: int = 7, unknown: float = 0.1, days: Sequence[str] = DAYS
) -> list[dict[str, Any]]:
    """So many rows, the same for the same seed."""
    draw = random.Random(seed)
    return [order(draw, unknown, days) for _ in range(count)]


def facts(row: dict[str, Any]) -> dict[str, Any]:
    """The row as the JSON that `licet decide` reads."""
    made: dict[str, Any] = {"lines": [{}]}
    for path, value in row.items():
        above = path.split(".")
        place = made["lines"][0] if above[0] in ("item", "quantity") else made
        for step in above[:-1]:
            place = place.setdefault(step, {})
        place[above[-1]] = value
    return made
