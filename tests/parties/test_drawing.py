"""The drawing of a chain."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from licet.parties.ownership.control import ultimate_parent
from licet.parties.ownership.drawing import as_svg

from .worlds import above, share

SVG = "{http://www.w3.org/2000/svg}"


def drawn(
    *shares, listed: tuple[str, ...] = (), seats: dict[str, str] | None = None
) -> Xml.Element:
    chain = above("Buyer", list(shares), complete="Buyer")
    return Xml.fromstring(as_svg(chain, ultimate_parent(chain), listed, seats))


def boxes(root: Xml.Element) -> list[Xml.Element]:
    return [r for r in root.iter(f"{SVG}rect") if r.get("rx")]


def texts(root: Xml.Element) -> list[str]:
    return [t.text or "" for t in root.iter(f"{SVG}text")]


def test_every_entity_is_a_box_and_every_share_an_arrow() -> None:
    root = drawn(share("Parent", "Buyer", 60), share("Top", "Parent", 0, 100), seats={"Top": "CN"})
    assert len(boxes(root)) == 3
    assert len(list(root.iter(f"{SVG}path"))) == 2
    assert {"Buyer", "Parent", "Top", "CN", "60%", "?"} <= set(texts(root))


def test_owners_stand_above_what_they_own() -> None:
    root = drawn(share("Parent", "Buyer", 60), share("Top", "Parent", 70), share("Top", "Buyer", 5))
    tops = {box.get("y"): box for box in boxes(root)}
    assert len(tops) == 3  # three rows, although Top also holds the buyer directly


def test_unknown_shares_are_broken_and_listed_owners_red() -> None:
    root = drawn(share("Parent", "Buyer", 10, 60), listed=("Parent",))
    (path,) = root.iter(f"{SVG}path")
    assert path.get("stroke-dasharray")
    assert sum(box.get("stroke") == "#b42318" for box in boxes(root)) == 1


def test_the_ultimate_parent_is_bold_and_doubt_is_written_out() -> None:
    root = drawn(share("Parent", "Buyer", 60))
    assert [box.get("stroke-width") for box in boxes(root)].count("3") == 1
    words = " ".join(texts(root))
    assert "Not certain: nothing says who holds 100 percent of Parent" in words


def test_a_circle_and_odd_names_can_be_drawn() -> None:
    circle = drawn(
        share("A & <B>", "Buyer", 60), share("Buyer", "A & <B>", 30), share("曙光", "A & <B>", 20)
    )
    assert len(boxes(circle)) == 3
    assert "A & <B>" in texts(circle)


def test_nobody_but_the_entity() -> None:
    assert len(boxes(drawn())) == 1
