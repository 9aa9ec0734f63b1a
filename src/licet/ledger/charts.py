"""Pictures for a report, PNG or SVG by the file's ending: headroom as bars, a fleet by country."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.ledger.amounts import THOUSANDTHS
from licet.ledger.headroom import Headroom
from licet.ledger.views import Fleet
from licet.words import _

MILLIONS = THOUSANDTHS * 1_000_000
THICK = 0.55
"""Of the place of a bar."""
USED, HELD, OTHERS, LEFT = "#1b4965", "#62b6cb", "#f4a259", "#e9ecef"


def draw_headroom(found: list[Headroom], day: date, file: str) -> None:
    """Each limit as a bar of its own length: counted, held, others, left."""
    known = [each for each in found if each.limit]
    figure, axes = _figure(file, max(2.2, 0.55 * len(known) + 1.6))
    parts = (
        (_("counted"), USED, [each.used for each in known]),
        (_("held"), HELD, [each.held for each in known]),
        (_("others, as certified"), OTHERS, [each.others or 0 for each in known]),
    )
    rows = range(len(known))
    axes.barh(rows, [100] * len(known), THICK, color=LEFT, label=_("left"))
    begins = [0.0] * len(known)
    for label, colour, amounts in parts:
        shares = [_percent(amount, each) for amount, each in zip(amounts, known, strict=True)]
        axes.barh(rows, shares, THICK, left=begins, color=colour, label=label)
        begins = [begin + share for begin, share in zip(begins, shares, strict=True)]
    unknown = [_percent((each.high or 0) - each.low, each) for each in known]
    axes.barh(
        rows,
        unknown,
        THICK,
        left=begins,
        color=LEFT,
        hatch="////",
        edgecolor="#adb5bd",
        linewidth=0,
        label=_("not known"),
    )
    limits = [f"{each.limit / MILLIONS:,.1f}" for each in known if each.limit]
    names = [f"{each.name}\n{each.of}" for each in known]
    axes.set_yticks(rows, [f"{n} ({m} M)" for n, m in zip(names, limits, strict=True)], fontsize=8)
    axes.set_ylim(len(known) - 0.4, -0.6)
    axes.axvline(100, color="#c1121f", linewidth=1)
    axes.set_xlabel(_("percent of the limit (in million TPP) on {day}").format(day=day))
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.4, -0.28 if len(known) < 4 else -0.14),
        ncols=5,
        fontsize=8,
        frameon=False,
    )
    _save(figure, file)


def _percent(amount: int, of: Headroom) -> float:
    return 100 * amount / of.limit if of.limit else 0.0


def draw_fleet(view: Fleet, file: str) -> None:
    """Each group's compute by country on the day, the largest countries first."""
    groups = [group for group in view.groups if group.shares.total][:12]
    figure, axes = _figure(file, max(2.2, 0.5 * len(groups) + 1.6))
    totals: dict[str, int] = {}
    for group in groups:
        for country, amount in group.shares.countries.items():
            totals[country] = totals.get(country, 0) + amount
    shown = sorted(totals, key=lambda each: -totals[each])[:9]
    begins = [0.0] * len(groups)
    for country in [*shown, ""]:
        amounts = [_of(group.shares.countries, country, shown) / MILLIONS for group in groups]
        if any(amounts):
            label = country or _("others")
            axes.barh(range(len(groups)), amounts, THICK, left=begins, label=label)
            begins = [begin + amount for begin, amount in zip(begins, amounts, strict=True)]
    axes.set_yticks(range(len(groups)), [group.name for group in groups], fontsize=8)
    axes.set_ylim(len(groups) - 0.4, -0.6)
    axes.set_xlabel(_("installed on {day}, million TPP").format(day=view.day))
    if groups:
        axes.legend(fontsize=8, frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    _save(figure, file)


def _of(countries: dict[str, int], country: str, shown: list[str]) -> int:
    if country:
        return countries.get(country, 0)
    return sum(amount for each, amount in countries.items() if each not in shown)


def _figure(file: str, height: float) -> tuple[Any, Any]:
    if Path(file).suffix.lower() not in (".png", ".svg"):
        raise InputError([Fault("--chart", _("a picture's name ends in .png or .svg."))])
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _save(figure: Any, file: str) -> None:
    try:
        figure.savefig(file, dpi=150)
    except OSError as error:
        sentence = _("{file} cannot be written: {why}.").format(file=file, why=error.strerror)
        raise InputError([Fault("--chart", sentence)]) from None
