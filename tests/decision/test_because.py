"""Why a paragraph came out as it did: the facts that decide it, and not those that do not."""

import pytest
from tests.shipments import A_CHIP, GAMING_CHIP, changed, chip, party, shipment

from licet.decision import determine
from licet.decision.tree import decisive

SINGAPORE = shipment(to="SG", buyer=party("SG", "CN"))


def facts_of(facts, mark, cite, column="as_enforced", route=""):
    """The facts that are told of one paragraph."""
    answer = getattr(determine(facts), column)
    (found,) = [
        r for r in decisive(answer) if (r.mark, r.paragraph.cite, r.route) == (mark, cite, route)
    ]
    return found.facts


PARENT = (
    "headquarters of the ultimate consignee's ultimate parent: China, in Macau or Country Group D:5"
)
CASES = [
    # facts, mark, citation, route, what is told
    (SINGAPORE, "why", "15 CFR 742.6(a)(6)(iii)(A)", "", ("3A090.a", PARENT)),
    (SINGAPORE, "not", "15 CFR 740.29(c)(2)", "LPP", (PARENT,)),
    (SINGAPORE, "not", "15 CFR 740.8(a)", "NAC",
     ("total processing performance 15,832, at least 4,800",
      "the circuit is designed or marketed for datacenters: yes")),
    (shipment(to="CN"), "why", "15 CFR 742.6(a)(6)(iii)(A)", "",
     ("3A090.a",
      "the destination: China, in Country Group D:1, D:4 or D:5, excluding A:5 and A:6")),
    (shipment(GAMING_CHIP, to="CN", **{"on_file.purchase_order": True}), "not",
     "15 CFR 740.8(a)(2)", "NAC", ("day of the NAC notification: none",)),
    (shipment(GAMING_CHIP, to="CN",
              **{"on_file.purchase_order": True, "on_file.nac_notified_on": "2025-05-30"}), "not",
     "15 CFR 740.8(a)(2)", "NAC", ("day of the NAC notification: 2025-05-30",)),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "mark", "cite", "route", "told"), CASES)
def test_the_facts_that_decide(facts, mark, cite, route, told):
    assert facts_of(facts, mark, cite, route=route) == told


def test_a_sum_is_told_with_its_limit():
    """1,700 H100: 26,914,400 TPP against 26,900,000."""
    facts = shipment(**{"lines.0.quantity": 1_700, "on_file.certifications": ["LPP"]})
    told = facts_of(facts, "not", "15 CFR 740.29(d)", "on_the_books", "LPP")
    assert told == ("together 26,914,400, above 26,900,000",)


def test_a_fact_that_is_missing_is_told_as_missing():
    unknown = changed(
        SINGAPORE, **{"parties.ultimate_consignee.ultimate_parent_headquarters": None}
    )
    told = facts_of(unknown, "open", "15 CFR 742.6(a)(6)(iii)(A)")
    assert told == ("headquarters of the ultimate consignee's ultimate parent: not known",)


def test_each_paragraph_once_for_several_lines():
    two = changed(
        SINGAPORE, lines=[{"item": item, "quantity": 1} for item in (A_CHIP, chip(4_800))]
    )
    answer = determine(two).as_enforced
    keys = [(r.mark, r.route, r.paragraph) for r in decisive(answer)]
    assert len(keys) == len(set(keys))
