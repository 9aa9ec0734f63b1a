"""15 CFR 734.4 and 736.2(b)(2): controlled US content above the de minimis share."""

import pytest
from tests.shipments import changed, decided, shipment

OUTSIDE = {
    "produced_in": "TW",
    "direct_product_of_listed_technology": False,
    "plant_is_direct_product": False,
}


@pytest.mark.parametrize(
    ("content", "outcome"),
    [(False, "not_subject"), (True, "license_required"), (None, "undetermined")],
)
@pytest.mark.parametrize("day", ["2022-10-10", "2022-12-01", "2024-08-01", "2025-06-02"])
def test_a_foreign_made_item_outside_734_9_is_subject_by_its_content(day, content, outcome):
    """Nobody can leave it out for its origin before the content is known."""
    origin = OUTSIDE | {"us_content_above_de_minimis": content}
    facts = changed(shipment(to="CN", day=day), action="reexport", **{"lines.0.origin": origin})
    answer = decided(facts)
    assert answer["outcome"] == outcome
    asked = "lines[0].origin.us_content_above_de_minimis" in answer["missing_facts"]
    assert asked is (content is None)
