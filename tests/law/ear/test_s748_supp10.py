"""Supplement no. 10 to part 748, paragraphs 7 and 8, and intentional publication."""

from fractions import Fraction

import pytest
from tests.law.ear.test_weights import weights
from tests.shipments import A_CHIP, JANUARY_2026, changed, decided, party, shipment

PARAGRAPH_7 = "supplement no. 10 to part 748, paragraph 7"
PARAGRAPH_8 = "supplement no. 10 to part 748, paragraph 8"
VEU = {"certified_veu": "UVEU"}
QUARTER = Fraction(1, 4)


def raised(facts):
    return {flag["cite"] for flag in decided(facts)["red_flags"]}


def training(to="JP", for_whom="JP", day="2025-06-02", **end_use):
    """Chips of a Universal VEU headquartered in Japan that train a 4E091 model."""
    facts = shipment(A_CHIP, to=to, buyer=party("JP", at=to, **VEU), day=day)
    use = {"purpose": "train_4e091", "trains_4e091_for": for_whom, **end_use}
    return changed(facts, **{f"end_use.{name}": value for name, value in use.items()})


@pytest.mark.parametrize(
    ("facts", "warned"),
    [
        (training(), False),
        (training(to="IN"), True),
        (training(for_whom="IN"), True),
        (training(to="IN", purpose="infer"), False),
        (training(to="IN", fine_tuning_share_of_original=QUARTER), False),
        (training(to="IN", fine_tuning_share_of_original=QUARTER + Fraction(1, 10**30)), True),
    ],
)
def test_7_where_and_for_whom_a_veu_trains(facts, warned):
    assert (PARAGRAPH_7 in raised(facts)) is warned
    nobody = changed(facts, **{"parties.ultimate_consignee.certified_veu": None})
    assert PARAGRAPH_7 not in raised(nobody)


def held(to="JP", buyer=None, day="2025-06-02", secure=True, **model):
    """4E091 weights that a VEU sends, trained in Japan unless said otherwise."""
    item = weights(
        **{"produced_in": "JP", "produced_with": ["3A090.a"]} | model,
        stored_at={"location": to, "meets_supplement_10_security": secure},
    )
    return shipment(
        item, to=to, buyer=buyer or party("JP", at=to), day=day, exporter={"certified_veu": True}
    )


ORIGINAL = {"published": False, "training_operations": 2 * 10**26, "produced_in": "JP"}


@pytest.mark.parametrize(
    ("base", "added", "warned"),
    [
        (ORIGINAL, 5 * 10**25, False),
        (ORIGINAL, 5 * 10**25 + 1, True),
        (ORIGINAL | {"training_operations": 10**26 - 1}, 10**26, True),
        (ORIGINAL | {"training_operations": 10**26}, 25 * 10**24, False),
        (ORIGINAL | {"training_operations": 10**26}, 25 * 10**24 + 1, True),
    ],
)
def test_7_weights_that_a_veu_fine_tuned_abroad(base, added, warned):
    """25 percent of the original; an original below 10^26 was no 4E091 model to fine-tune."""
    made = {
        "training_operations": None,
        "derived_from": base,
        "additional_operations": added,
        "synthetic_data": [],
        "produced_in": "IN",
    }
    assert (PARAGRAPH_7 in raised(held(**made))) is warned
    assert PARAGRAPH_7 not in raised(held(**made | {"produced_in": "JP"}))


@pytest.mark.parametrize(
    ("facts", "warned"),
    [
        (held(), False),
        (held(to="IN"), False),
        (held(to="IN", buyer=party("IN")), True),
        (held(to="IN", buyer=party("IN", parent="JP")), False),
        (held(to="MO"), True),
        (held(to="CN"), True),
        (held(to="IN", secure=False), False),
        (held(to="IN", secure=False, day="2026-01-14"), False),
        (held(to="IN", secure=False, day="2026-01-15"), True),
        (held(to="IN", secure=True, day=JANUARY_2026), False),
        (held(secure=False, day=JANUARY_2026), False),
        (held(to="IN", buyer=party("IN"), training_operations=10**26 - 1), False),
    ],
)
def test_8_where_a_veu_stores_and_sends_weights(facts, warned):
    assert (PARAGRAPH_8 in raised(facts)) is warned
    assert PARAGRAPH_8 not in raised(changed(facts, exporter=None))


def test_publication_on_purpose_is_never_restricted():
    facts = held(to="CN", buyer=party("CN"))
    assert decided(facts)["outcome"] == "license_required"
    public = changed(facts, **{"end_use.intentional_publication": True})
    assert decided(public)["outcome"] == "not_subject"
    assert raised(public) == set()
    denied = changed(facts, **{"end_use.intentional_publication": False})
    assert decided(denied)["outcome"] == "license_required"
