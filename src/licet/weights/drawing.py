"""The lineage as a drawing (SVG): the models from the oldest down to the counted one.

Filled boxes count, dashed ones may count, pale ones do not. A solid arrow leads from a base to what
was derived from it, a dotted one from a generator to what learned its data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from licet.weights.counting import Count
from licet.weights.interval import Interval, total
from licet.weights.layout import Edge, Layout, laid_out
from licet.weights.lineage import Node, Synthetic
from licet.words import _

BOX = (200, 74)
GAP = (48, 84)
MARGIN = 24
HEAD = 96
INK, PALE, FILL, ONCE = "#1b1f24", "#8b949e", "#dbeafe", "#b45309"
LINE = {"base": "#1b1f24", "synthetic": "#1d4ed8"}


@dataclass
class _Drawing:
    count: Count
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        self.layout = laid_out(self.count.lineage)

    def svg(self) -> str:
        """The whole drawing."""
        columns = max(len(layer) for layer in self.layout.layers)
        width = max(2 * MARGIN + columns * (BOX[0] + GAP[0]), 560)
        height = HEAD + len(self.layout.layers) * (BOX[1] + GAP[1]) - GAP[1] + MARGIN
        self.width = width
        svg = Element(
            "svg",
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {width} {height}",
            width=str(width),
            height=str(height),
        )
        svg.set("font-family", "Helvetica, Arial, sans-serif")
        svg.set("role", "img")
        SubElement(svg, "title").text = self._title()
        SubElement(svg, "rect", width="100%", height="100%", fill="white")
        self._arrowheads(svg)
        self._head(svg)
        for edge in self.layout.edges:
            self._arrow(svg, edge)
        for key, node in self.count.lineage.nodes.items():
            self._labels(svg, key)
            self._box(svg, key, node)
        indent(svg)
        return tostring(svg, encoding="unicode") + "\n"

    def _title(self) -> str:
        name = self.count.lineage.nodes[self.count.lineage.root].name
        return _("{name}: {operations} training operations").format(
            name=name, operations=self.count.operations
        )

    def _head(self, svg: Element) -> None:
        _text(svg, MARGIN, 34, self._title(), size=17, weight="bold")
        _text(svg, MARGIN, 54, _("as ECCN 4E091, Technical Notes 2 and 3, count them"), fill=PALE)
        legend = [
            (FILL, "none", _("counted")),
            ("white", "5 3", _("may count")),
            ("white", "none", _("not counted")),
        ]
        for n, (fill, dash, says) in enumerate(legend):
            x = MARGIN + n * 118
            _rect(svg, x, 66, 16, 12, fill, dash, INK if n < 2 else PALE)
            _text(svg, x + 22, 76, says, size=11)
        for n, (kind, says) in enumerate([("base", _("base of")), ("synthetic", _("data for"))]):
            x = MARGIN + 3 * 118 + n * 88
            dots = "2 3" if kind == "synthetic" else "none"
            path = SubElement(svg, "path", d=f"M{x} 72 h22", fill="none", stroke=LINE[kind])
            path.set("stroke-dasharray", dots)
            _text(svg, x + 27, 76, says, size=11)

    def _arrowheads(self, svg: Element) -> None:
        defs = SubElement(svg, "defs")
        for kind, colour in LINE.items():
            marker = SubElement(
                defs, "marker", id=kind, viewBox="0 0 8 8", refX="8", refY="4", orient="auto"
            )
            marker.set("markerWidth", "8")
            marker.set("markerHeight", "8")
            SubElement(marker, "path", d="M0 0 L8 4 L0 8 z", fill=colour)

    # -- boxes --------------------------------------------------------------------------------

    def _corner(self, key: str) -> tuple[float, float]:
        layer, place, of = self.layout.places[key]
        row = of * (BOX[0] + GAP[0]) - GAP[0]
        x = (self.width - row) / 2 + place * (BOX[0] + GAP[0])
        return x, HEAD + layer * (BOX[1] + GAP[1])

    def _box(self, svg: Element, key: str, node: Node) -> None:
        x, y = self._corner(key)
        amounts = [f"{key} stated"] if node.stated is not None else self._own(node)
        counted, maybe = (self._any(amounts, s) for s in (self.count.counted, self.count.possible))
        counted = (counted or key == self.count.lineage.root) and not node.supposed
        ink = INK if counted or maybe else PALE
        dash = "none" if counted or not maybe else "5 3"
        _rect(svg, x, y, *BOX, FILL if counted else "white", dash, ink)
        middle = x + BOX[0] / 2
        _text(svg, middle, y + 21, _short(node.name), 13, "bold", ink, "middle")
        own = total([self.count.lineage.amounts[name].operations for name in amounts])
        _text(svg, middle, y + 40, self._says(node, own), 12, "normal", ink, "middle")
        if counted and self.layout.ways[key] > 1:
            once = _("counted once, reached {n} ways").format(n=self.layout.ways[key])
            _text(svg, middle, y + 60, once, 11, "bold", ONCE, "middle")
        else:
            _text(svg, middle, y + 60, self._published(node), 11, "normal", PALE, "middle")

    def _own(self, node: Node) -> list[str]:
        names = list(node.own) if node.own is not None else [f"{node.key} own"]
        return [name for name in names if name in self.count.lineage.amounts]

    def _any(self, amounts: list[str], among: frozenset[str]) -> bool:
        return any(name in among for name in amounts)

    def _says(self, node: Node, own: Interval) -> str:
        if node.stated is not None:
            return _("{operations} as stated").format(operations=own)
        return _("own training {operations}").format(operations=own)

    def _published(self, node: Node) -> str:
        said = {True: _("published"), False: _("not published"), None: _("published or not?")}
        return said[node.published]

    # -- arrows -------------------------------------------------------------------------------

    def _port(self, edge: Edge, at: int) -> float:
        """Where on the side of a box an arrow begins (``at`` 0) or ends (1): side by side."""
        beside = [each for each in self.layout.edges if each[at] == edge[at]]
        beside.sort(key=lambda each: self._corner(_next_to(each, at))[0])
        return BOX[0] * (beside.index(edge) + 1) / (len(beside) + 1)

    def _arrow(self, svg: Element, edge: Edge) -> None:
        start, end, kind, through = edge
        x, y = self._corner(start)
        x, y = x + self._port(edge, 0), y + BOX[1]
        path = f"M{x:.0f} {y:.0f}"
        for stop in [*through, end]:
            to, top = self._corner(stop)
            to += self._port(edge, 1) if stop == end else BOX[0] / 2
            bend = (top - y) / 2
            path += f" C{x:.0f} {y + bend:.0f} {to:.0f} {top - bend:.0f} {to:.0f} {top:.0f}"
            x, y = to, top + BOX[1]
            path += "" if stop == end else f" L{x:.0f} {y:.0f}"
        line = SubElement(svg, "path", d=path, fill="none", stroke=LINE[kind])
        line.set("stroke-width", "1.5")
        line.set("marker-end", f"url(#{kind})")
        if kind == "synthetic":
            line.set("stroke-dasharray", "2 3")

    def _labels(self, svg: Element, key: str) -> None:
        """What the model's data were used for, under its box."""
        x, y = self._corner(key)
        uses = [
            (self.count.lineage.nodes[end], data)
            for start, end, kind, _through in self.layout.edges
            if start == key and kind == "synthetic"
            for data in self.count.lineage.nodes[end].synthetic or ()
            if data.generator == key
        ]
        for n, (used_by, data) in enumerate(uses[:4]):
            at = (x + BOX[0] / 2, y + BOX[1] + 24 + 14 * n)
            for halo in (True, False):
                says = self._data(used_by, data)
                _text(svg, *at, says, 11, "normal", LINE["synthetic"], "middle", halo)

    def _data(self, used_by: Node, data: Synthetic) -> str:
        made = self.count.lineage.amounts[data.amount].operations
        known = data.share.low == data.share.high
        share = f"{float(data.share.low) * 100:.4g} %" if known else "? %"
        counts = data.amount in self.count.possible
        says = (
            _("{share} of {name}, {made} to make")
            if counts
            else _("{share} of {name}, not counted")
        )
        return says.format(share=share, name=_short(used_by.name, 14), made=made)


def _next_to(edge: Edge, at: int) -> str:
    """The place that the arrow comes from or goes to first, seen from the box at one end."""
    start, end, _kind, through = edge
    return (through[0] if through else end) if at == 0 else (through[-1] if through else start)


def draw(count: Count) -> str:
    """The lineage of a count as SVG, in which every operation that counts stands once."""
    return _Drawing(count).svg()


def _rect(
    svg: Element, x: float, y: float, width: float, height: float, fill: str, dash: str, ink: str
) -> None:
    rect = SubElement(
        svg, "rect", x=f"{x:.0f}", y=f"{y:.0f}", width=str(width), height=str(height), rx="6"
    )
    rect.set("fill", fill)
    rect.set("stroke", ink)
    rect.set("stroke-dasharray", dash)


def _text(
    svg: Element,
    x: float,
    y: float,
    says: str,
    size: int = 12,
    weight: str = "normal",
    fill: str = INK,
    anchor: str = "start",
    halo: bool = False,
) -> None:
    text = SubElement(svg, "text", x=f"{x:.0f}", y=f"{y:.0f}", fill=fill)
    text.set("font-size", str(size))
    text.set("font-weight", weight)
    text.set("text-anchor", anchor)
    if halo:
        text.set("stroke", "white")
        text.set("stroke-width", "4")
    text.text = says


def _short(name: str, most: int = 26) -> str:
    return name if len(name) <= most else "…" + name[-(most - 1) :]
