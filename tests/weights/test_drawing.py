"""The drawing: every model once, every amount where it belongs, nothing outside the picture."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given, settings

from licet.weights import count
from licet.weights.drawing import BOX, draw

from .brute import facts
from .test_properties import histories

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def boxes(svg):
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [r for r in found if r.get("width") == str(BOX[0]) and r.get("height") == str(BOX[1])]


def note_3_example():
    def model(name, operations, *generators):
        data = [
            {
                "share_of_training_operations": 0.3,
                "generator": generator,
                "generation_operations": 10**22,
                "data_published": False,
            }
            for generator in generators
        ]
        runs = [{"kind": "pretraining", "operations": operations}]
        return {"id": name, "published": False, "training_runs": runs, "synthetic_data": data}

    a = model("A & <co>", 10**24)
    return model("D", 10**25, model("B", 3 * 10**24, a), model("C", 2 * 10**24, a))


def test_what_counts_once_is_said_at_the_model():
    said = texts(draw(count(note_3_example())))
    assert said.count("A & <co>") == 1
    assert sum("counted once" in text for text in said) == 1
    assert any("own training 1e24" in text for text in said)
    assert any("30 % of B" in text for text in said)


def test_what_does_not_count_looks_different():
    svg = draw(count(note_3_example()))
    fills = {}
    for group in re.findall(r'<rect[^>]*fill="([^"]+)"[^>]*/>\s*<text[^>]*>([^<]+)</text>', svg):
        fills[group[1]] = group[0]
    assert fills["B"] == fills["D"] != fills["C"] == "white"


@given(histories())
@settings(max_examples=60, deadline=None)
def test_every_model_has_its_own_box_within_the_picture(models):
    found = count(facts(models, len(models) - 1))
    svg = draw(found)
    assert svg == draw(count(facts(models, len(models) - 1))), "the same history, the same drawing"
    root = ElementTree.fromstring(svg)
    width, height = int(root.get("width")), int(root.get("height"))
    corners = [(int(box.get("x")), int(box.get("y"))) for box in boxes(svg)]
    assert len(corners) == len(found.lineage.nodes)
    for n, (x, y) in enumerate(corners):
        assert 0 <= x <= width - BOX[0]
        assert 0 <= y <= height - BOX[1]
        for other_x, other_y in corners[:n]:
            assert abs(x - other_x) >= BOX[0] or abs(y - other_y) >= BOX[1]


def test_a_base_of_which_nothing_is_said_is_drawn_as_one_that_may_count():
    run = {"kind": "fine_tuning", "operations": 10**24}
    svg = draw(count({"training_runs": [run], "synthetic_data": []}))
    assert "a base, if it had one" in texts(svg)
    dashes = [box.get("stroke-dasharray") for box in boxes(svg)]
    assert dashes == ["none", "5 3"] or dashes == ["5 3", "none"]
