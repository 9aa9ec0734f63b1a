"""`licet decide --ledger`: facts from the open ledger, and a reservation of what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from licet.cli.ledger_common import REFUSED, moment, name_of_user, opened_at
from licet.cli.ledger_show import refusal, refusal_json, say
from licet.errors import InputError
from licet.words import _

if TYPE_CHECKING:
    from licet.ledger import Refused


class Book:
    """The ledger beside one decision; ``said`` holds the options."""

    def __init__(self, location: str, said: dict[str, Any]) -> None:
        self._location, self._said = location, said
        self._read: dict[str, Any] = {}
        self._refused: Refused | None = None
        self._by = "as_enforced"
        self._lines: list[tuple[str, Fraction]] = []
        """The items of the lines, each with the TPP of one."""

    def complete(self, facts: Any) -> Any:
        """The facts, with what the ledger knows where they state nothing."""
        from licet.ledger import facts_for, with_ledger

        self._ledger = opened_at(self._location, name_of_user())
        self._read = facts_for(self._ledger, facts)
        self._facts = with_ledger(facts, self._read)
        return self._facts

    def settle(self, answer: dict[str, Any], by: str) -> int:
        """Hold what was decided, say so in the answer; the exit status where it does not fit."""
        from licet.ledger import Refused, reserve_decided

        answer["ledger"] = self._read
        self._by, self._lines = by, list(_lines(self._facts, answer[by]))
        if self._said["reserve"] is None:
            return 0
        try:
            self._read["reserved"] = reserve_decided(
                self._ledger,
                self._facts,
                answer,
                by,
                why=self._said["reserve"],
                license=self._said["license"],
                expires=moment(self._said["until"]),
                idempotency=self._said["key"],
            )
        except Refused as refused:
            self._refused = refused
            self._read["refused"] = [refusal_json(each) for each in refused.refusals]
            return REFUSED
        except InputError as error:  # the answer stands all the same
            self._read["not_reserved"] = [str(fault) for fault in error.faults]
            return REFUSED
        return 0

    def show(self) -> None:
        """Print what the ledger added, and what it holds now."""
        told = self._read
        say("\n" + _("Ledger {location}, read at entry {seq}").format(**told["ledger"]))
        for name, amount in told["on_file"].items():
            shown = ", ".join(amount) if isinstance(amount, list) else f"{amount:,}"
            say(f"  on_file.{name}: {shown}")
        for each in told["sources"].values():
            say("  " + _left(each) + _fits(each, self._lines))
        for note in told["notes"]:
            say(f"  {note}")
        for each in told["licenses"]:
            say(_("  license {license}: {left} of {item} left until {until}").format(**each))
        for each in told["nac_approvals"]:
            say(_("  a NAC notice lists {reference} of {on}").format(**each))
        self._show_reserved(told.get("reserved"))
        for each in self._refused.refusals if self._refused else ():
            say(_("  Refused: {why}").format(why=refusal(each)))
        for text in told.get("not_reserved", ()):
            say(_("  Not reserved: {why}").format(why=text))

    def _show_reserved(self, reserved: list[dict[str, Any]] | None) -> None:
        if reserved == []:
            sentence = _("  Nothing was reserved: {by}, nothing of it counts toward a limit.")
            names = {"as_enforced": _("as enforced"), "on_the_books": _("on the books")}
            say(sentence.format(by=names.pop(self._by)))
            say(_("  The other answer is asked by --by {other}.").format(other=names.popitem()[0]))
        for each in reserved or ():
            sentence = _("  reserved: entry {entry}, {quantity} of {item} under {under}")
            told = {
                "entry": each["reservation"],
                "quantity": f"{each['quantity']:,}",
                "item": each.get("chip") or each["item"],
                "under": each.get("license") or each["under"],
            }
            say(sentence.format(**told))


def _lines(facts: Any, answer: dict[str, Any]) -> Iterator[tuple[str, Fraction]]:
    """The items of the lines whose TPP is known, and the TPP of one."""
    for number, (said, line) in enumerate(zip(facts["lines"], answer["lines"], strict=True), 1):
        if line.get("tpp_each"):
            name = said["item"].get("chip") or _("the item of line {n}").format(n=number)
            yield name, Fraction(str(line["tpp_each"]))


def _fits(each: dict[str, Any], lines: list[tuple[str, Fraction]]) -> str:
    """How many of each item that is at the least, and from when more fit, of a limit that counts TPP."""
    if each["high"] is None or each["low"] != each["high"]:
        return ""
    left = Fraction(str(each["low"]))
    fit = [_("{n} of {item}").format(n=f"{left // tpp:,}", item=item) for item, tpp in lines]
    told = _(": ") + _(" or ").join(fit) if fit else ""
    more = _(", more from {day}").format(day=each["opens"]) if each["opens"] else ""
    return told + more


def _left(each: dict[str, Any]) -> str:
    """What is left of a limit, as `facts_for` tells it."""
    if each["high"] is None:
        return _("{name} of {of}: not known").format(**each)
    left = {name: f"{each[name]:,}" for name in ("low", "high")}
    if each["low"] == each["high"]:
        return _("{name} of {of}: {low} TPP left").format(**each | left)
    return _("{name} of {of}: {low} to {high} TPP left").format(**each | left)
