"""The chain of owners as a drawing: the entity at the foot, its owners above it, in SVG."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Collection, Mapping
from xml.etree import ElementTree as Xml

import rustworkx as rx

from licet.parties.ownership.chain import Chain, Stake
from licet.parties.ownership.control import UltimateParent
from licet.parties.ownership.shares import ALL, Share
from licet.words import _

WIDTH, GAP, ROOM, LINE, MARGIN, LETTER = 190, 40, 100, 16, 32, 7.5
"""Pixels: a box, between boxes, between rows, a line of text, around everything, a wide font's letter."""

_INK, _FAINT, _ALARM, _PAPER = "#1f2933", "#7b8794", "#b42318", "#ffffff"

_Places = Mapping[str, tuple[float, float, float]]
"""By entity: the middle of its box, its top, its height."""


def as_svg(
    chain: Chain,
    parent: UltimateParent,
    listed: Collection[str] = (),
    seats: Mapping[str, str] | None = None,
) -> str:
    """The drawing. ``listed`` are shown in red; ``seats`` are the headquarters, by entity."""
    boxes = {entity: _lines(entity, (seats or {}).get(entity)) for entity in chain.entities}
    rows = _rows(chain)
    places, width, height = _placed(rows, boxes)
    notes = [
        line
        for note in _notes(chain, parent)
        for line in textwrap.wrap(note, int((width - 2 * MARGIN) / LETTER))
    ]
    root = Xml.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=f"{width:.0f}",
        height=f"{height + LINE * len(notes) + MARGIN:.0f}",
        role="img",
        attrib={"font-family": "system-ui, sans-serif", "font-size": "13"},
    )
    Xml.SubElement(root, "title").text = _("Who owns {entity}").format(entity=chain.entity)
    Xml.SubElement(root, "rect", width="100%", height="100%", fill=_PAPER)
    _arrows(root, chain, places)
    for entity, lines in boxes.items():
        _box(root, places[entity], lines, entity in listed, entity == parent.entity)
    for number, line in enumerate(notes):
        _text(root, MARGIN, height + LINE * (number + 1), line, _FAINT, "start")
    return Xml.tostring(root, encoding="unicode")


def _lines(entity: str, seat: str | None) -> list[str]:
    lines = textwrap.wrap(entity, 24, max_lines=3, placeholder="...")
    return [*lines, seat] if seat else lines


def _rows(chain: Chain) -> list[list[str]]:
    """Every owner in a row above all that it owns; those that own each other stand side by side."""
    graph: rx.PyDiGraph[str, None] = rx.PyDiGraph()
    number = {entity: graph.add_node(entity) for entity in chain.entities}
    for owned, owners in chain.stakes.items():
        graph.add_edges_from_no_data([(number[owner], number[owned]) for owner in owners])
    row: dict[str, int] = {}
    for knot in ([graph[n] for n in k] for k in rx.strongly_connected_components(graph)):
        below = [row[o] for e in knot for o in _owned_by(chain, e) if o not in knot]
        row |= dict.fromkeys(knot, max(below, default=-1) + 1)
    rows: defaultdict[int, list[str]] = defaultdict(list)
    for entity in chain.entities:
        rows[row[entity]].append(entity)
    return [rows[number] for number in sorted(rows, reverse=True)]


def _owned_by(chain: Chain, owner: str) -> list[str]:
    return [owned for owned, owners in chain.stakes.items() if owner in owners]


def _placed(rows: list[list[str]], boxes: Mapping[str, list[str]]) -> tuple[_Places, float, float]:
    widest = max(len(row) for row in rows)
    width = 2 * MARGIN + widest * WIDTH + (widest - 1) * GAP
    places: dict[str, tuple[float, float, float]] = {}
    top = float(MARGIN + LINE)
    for row in rows:
        left = (width - len(row) * WIDTH - (len(row) - 1) * GAP) / 2
        height = max(LINE * len(boxes[e]) + 16 for e in row)
        for number, entity in enumerate(row):
            places[entity] = (left + number * (WIDTH + GAP) + WIDTH / 2, top, height)
        top += height + ROOM
    return places, float(max(width, 420)), top - ROOM + MARGIN


def _arrows(root: Xml.Element, chain: Chain, places: _Places) -> None:
    """Arrows leave and reach a box side by side, in the order of what is at their other end."""
    ends = [(owner, owned) for owned, owners in chain.stakes.items() for owner in owners]
    for owner, owned in ends:
        stake = chain.stakes[owned][owner]
        leaving = sorted((o for e, o in ends if e == owner), key=lambda o: places[o][0])
        reaching = sorted((e for e, o in ends if o == owned), key=lambda e: places[e][0])
        number = leaving.index(owned)
        start = places[owner][0] + _beside(number, len(leaving))
        end = places[owned][0] + _beside(reaching.index(owner), len(reaching))
        share = Share(owner, owned, stake.low * ALL, stake.high * ALL)
        level = places[owner][1] == places[owned][1]
        draw = _across if level else _down
        draw(root, places, (owner, owned), (start, end), share.known)
        where = _label_at(places, (owner, owned), (start, end), number)
        _label(root, where, _percent(share, stake))


def _beside(number: int, count: int) -> float:
    """How far from the middle of a box the arrow of this number is."""
    return (number - (count - 1) / 2) * min(44, (WIDTH - 40) / max(count, 1))


_Pair = tuple[str, str]
_Ends = tuple[float, float]


def _down(root: Xml.Element, places: _Places, pair: _Pair, ends: _Ends, known: bool) -> None:
    (x1, x2), (_x, top, height) = ends, places[pair[0]]
    start, end = top + height, places[pair[1]][1] - 7
    _curve(root, (x1, start), (x1, start + 45), (x2, end - 45), (x2, end), known)


def _across(root: Xml.Element, places: _Places, pair: _Pair, ends: _Ends, known: bool) -> None:
    (x1, x2), top = ends, places[pair[0]][1]
    over = top - (56 if x1 < x2 else 36)
    _curve(root, (x1, top), (x1, over), (x2, over), (x2, top - 7), known)


def _label_at(places: _Places, pair: _Pair, ends: _Ends, number: int) -> tuple[float, float]:
    (x1, x2), (_x, top, height) = ends, places[pair[0]]
    if top == places[pair[1]][1]:
        return (x1 + x2) / 2, top - (38 if x1 < x2 else 22)
    return x1 + (x2 - x1) * 0.08, top + height + 24 + LINE * (number % 3)


def _curve(
    root: Xml.Element,
    start: tuple[float, float],
    after: tuple[float, float],
    before: tuple[float, float],
    end: tuple[float, float],
    known: bool,
) -> None:
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in (after, before, end))
    line = {"d": f"M{start[0]:.0f},{start[1]:.0f} C{points}", "fill": "none", "stroke": _FAINT}
    dashes = {} if known else {"stroke-dasharray": "5 4"}
    Xml.SubElement(root, "path", attrib=line | {"stroke-width": "1.5"} | dashes)
    x, y = end
    head = f"{x - 5:.0f},{y:.0f} {x + 5:.0f},{y:.0f} {x:.0f},{y + 7:.0f}"
    Xml.SubElement(root, "polygon", points=head, fill=_FAINT)


def _percent(share: Share, stake: Stake) -> str:
    percent = share.percent if stake.high else ""
    if not stake.controls:
        return percent
    return _("{percent} consolidates").format(percent=percent.replace("?", "")).strip()


def _label(root: Xml.Element, where: tuple[float, float], label: str) -> None:
    if label:
        x, y = where
        half = 4 + 3.6 * len(label)
        Xml.SubElement(
            root,
            "rect",
            attrib={"x": f"{x - half:.0f}", "y": f"{y - 12:.0f}", "fill": _PAPER},
            width=f"{2 * half:.0f}",
            height="16",
        )
        _text(root, x, y, label, _INK, "middle")


def _box(
    root: Xml.Element, place: tuple[float, float, float], lines: list[str], listed: bool, top: bool
) -> None:
    x, y, height = place
    Xml.SubElement(
        root,
        "rect",
        attrib={
            "x": f"{x - WIDTH / 2:.0f}",
            "y": f"{y:.0f}",
            "stroke-width": "3" if top else "1.2",
        },
        width=str(WIDTH),
        height=f"{height:.0f}",
        rx="6",
        fill="#fef3f2" if listed else "#f5f7fa",
        stroke=_ALARM if listed else _INK,
    )
    first = y + height / 2 - LINE * (len(lines) - 1) / 2 + 5
    for number, line in enumerate(lines):
        _text(root, x, first + LINE * number, line, _ALARM if listed else _INK, "middle")


def _text(root: Xml.Element, x: float, y: float, text: str, color: str, anchor: str) -> None:
    where = {"x": f"{x:.0f}", "y": f"{y:.0f}", "fill": color, "text-anchor": anchor}
    Xml.SubElement(root, "text", attrib=where).text = text


def _notes(chain: Chain, parent: UltimateParent) -> list[str]:
    """What the drawing says in words, and what the marks mean."""
    certain = _("Ultimate parent: {name} (bold).")
    open_ = _("Highest known: {name} (bold). Not certain: {why}")
    first = (certain if parent.certain else open_).format(name=parent.entity, why=parent.why)
    marks = _("On {day}. Broken line: the share is not known exactly. Red: on a list.")
    return [first, marks.format(day=chain.on), *chain.contradictions]
