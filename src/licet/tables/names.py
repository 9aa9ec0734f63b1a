"""Columns found by their names as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from licet.errors import Fault, InputError
from licet.tables.meant import Fixed, columns_of
from licet.tables.paths import paths
from licet.words import _

WRITTEN = {
    "date": "ship date; shipment date; shipping date; export date; transaction date; order date",
    "action": "transaction type; type of transaction",
    "destination": """ship to country; destination country; country of destination; ship to;
        ultimate destination; deliver to country; delivery country; to country""",
    "from": "ship from country; ship from; shipped from; origin country of shipment; from country",
    "quantity": "qty; units; count; number of units; no of units; pieces; pcs",
    "item.chip": """chip; gpu; gpu model; accelerator; chip name; chip model; gpu name; product;
        product name; hardware""",
    "item.eccn": "eccn; classification stated; stated eccn",
    "item.integrated_circuit.tpp": "tpp; total processing performance",
    "item.integrated_circuit.performance_density": "performance density; pd",
    "item.integrated_circuit.applicable_die_area_mm2": "die area; die area mm2; applicable die area",
    "item.integrated_circuit.designed_or_marketed_for_datacenters": """datacenter; data center;
        designed or marketed for datacenters; marketed for datacenters""",
    "parties.ultimate_consignee.name": "consignee; ultimate consignee; consignee name; customer",
    "parties.ultimate_consignee.location": "consignee country; consignee location",
    "parties.ultimate_consignee.headquarters": """consignee headquarters; headquarters; hq;
        hq country; consignee hq; customer hq; customer headquarters; headquarters country""",
    "parties.ultimate_consignee.ultimate_parent_headquarters": """ultimate parent headquarters;
        parent headquarters; parent hq; ultimate parent hq; ultimate parent country; parent country""",
    "parties.ultimate_consignee.private_sector": "private sector",
    "parties.end_user.name": "end user; end user name",
    "parties.end_user.headquarters": "end user headquarters; end user hq",
    "end_use.purpose": "end use; purpose",
    "end_use.prohibited_by_part_744": "prohibited by part 744; part 744; prohibited end use",
    "on_file.certifications": "certifications; certificates; certificates on file",
    "on_file.lpp_tpp_this_year": "lpp this year; lpp tpp this year; lpp used",
    "on_file.country_allocation_tpp_used": "country allocation used; allocation used",
    "on_file.nac_notified_on": "nac notified on; nac notification; nac notified",
    "on_file.purchase_order": "purchase order on file",
}
"""Headings by the path that they stand for, apart by semicolons. A path itself always fits."""


def _plain(heading: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", heading.casefold()))


def _known() -> dict[str, str]:
    found = {_plain(path): path for path in paths()}
    for path, headings in WRITTEN.items():
        found |= {_plain(heading): path for heading in headings.split(";")}
    return found


def match(headings: Iterable[str], fixed: Fixed | None = None) -> dict[str, str]:
    """By path, the heading of the column that states it. ``fixed`` goes first: path and heading.

    Raises `InputError` where two columns state one fact or ``fixed`` names what is not there.
    """
    headings = list(headings)
    named = columns_of(fixed)
    found = dict(named)
    faults = [
        _missing(path, name, headings) for path, name in found.items() if name not in headings
    ]
    faults += [_no_path(path) for path in fixed or {} if path not in paths()]
    known, taken = _known(), set(found.values())
    for heading in headings:
        path = heading if heading in paths() else known.get(_plain(heading))
        if path is None or heading in taken or path in named:
            continue
        if path in found:
            sentence = _(
                "this column and {other} both state {path}; say which with a mapping file."
            )
            faults.append(Fault(heading, sentence.format(other=found[path], path=path)))
        found[path] = heading
    if faults:
        raise InputError(faults)
    return found


def _missing(path: str, name: str, headings: list[str]) -> Fault:
    sentence = _("there is no column {name}; the columns are {headings}.")
    return Fault(path, sentence.format(name=name, headings=", ".join(headings)))


def _no_path(path: str) -> Fault:
    from difflib import get_close_matches

    near = get_close_matches(path, paths(), 1, 0.3) or ["destination"]
    sentence = _("is not the path of a fact. Did you mean {near}?")
    return Fault(path, sentence.format(near=near[0]))
