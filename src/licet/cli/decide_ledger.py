"""`licet decide --ledger`: facts from the open ledger, and a reservation of what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.cli.ledger_common import REFUSED, moment, name_of_user
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

    def complete(self, facts: Any) -> Any:
        """The facts, with what the ledger knows where they state nothing."""
        from licet.ledger import facts_for, open_ledger, with_ledger

        self._ledger = open_ledger(self._location, who=name_of_user())
        self._read = facts_for(self._ledger, facts)
        self._facts = with_ledger(facts, self._read)
        return self._facts

    def settle(self, answer: dict[str, Any], by: str) -> int:
        """Hold what was decided, say so in the answer; the exit status where it does not fit."""
        from licet.ledger import Refused, reserve_decided

        answer["ledger"] = self._read
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
            say("  " + _left(each))
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
            say(_("  Nothing was reserved: nothing that goes counts toward a limit."))
        for each in reserved or ():
            sentence = _("  reserved: entry {entry}, {quantity} of {item} under {under}")
            told = {
                "entry": each["reservation"],
                "quantity": f"{each['quantity']:,}",
                "item": each.get("chip") or each["item"],
                "under": each.get("license") or each["under"],
            }
            say(sentence.format(**told))


def _left(each: dict[str, Any]) -> str:
    """What is left of a limit, as `facts_for` tells it."""
    if each["high"] is None:
        return _("{name} of {of}: not known").format(**each)
    left = {name: f"{each[name]:,}" for name in ("low", "high")}
    if each["low"] == each["high"]:
        return _("{name} of {of}: {low} TPP left").format(**each | left)
    return _("{name} of {of}: {low} to {high} TPP left").format(**each | left)
