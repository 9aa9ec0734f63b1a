"""Between the ledger and a decision: amounts become facts, and what was decided is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from licet.decision.hardware import tpp_of
from licet.errors import Fault, InputError
from licet.facts.items import Item
from licet.facts.transaction import Transaction
from licet.facts.transaction import transaction as read_transaction
from licet.ledger import headroom
from licet.ledger.amounts import THOUSANDTHS, Exact, number
from licet.ledger.book import Ledger
from licet.ledger.headroom import Headroom
from licet.ledger.papers import certifications, known_parties, papers_for
from licet.words import _


def facts_for(ledger: Ledger, transaction: Mapping[str, Any]) -> dict[str, Any]:
    """What the ledger knows for a transaction, and the position it was read at.

    ``on_file`` holds ``lpp_tpp_this_year``, ``aia_tpp_cumulative`` and
    ``country_allocation_tpp_used``, in TPP: what is counted, what open reservations hold, and what
    others certified. An amount that the ledger does not know in full is left out, unless what it
    knows fills the limit by itself: then it is given, since more would decide the same. It holds
    the ``certifications`` that are in the ledger, where there are any. ``parties`` is what party
    entries say of those that are named.

    ``sources`` says for each amount where it comes from; ``notes`` what is not known and why.
    ``licenses`` are those with units left for the destination, ``nac_approvals`` what a NAC notice
    of the day lists for the end user (740.8(c)(1)(iv)).
    """
    facts = read_transaction(dict(transaction))
    with ledger.reading():
        seq, digest = ledger.position()
        amounts = {name: (left, _amount(left)) for name, left in _read(ledger, facts)}
        papers = papers_for(ledger, facts)
        on_file: dict[str, Any] = {
            name: _number(a) for name, (_left, a) in amounts.items() if a is not None
        }
        if certified := certifications(ledger, facts):
            on_file["certifications"] = certified
        return {
            "on_file": on_file,
            "parties": dict(known_parties(ledger, facts)),
            "sources": {name: _source(left) for name, (left, _a) in amounts.items()},
            "notes": [note for left, _a in amounts.values() for note in left.notes],
            **papers,
            "ledger": {"location": ledger.shown, "seq": seq, "hash": digest},
        }


def with_ledger(transaction: Mapping[str, Any], read: Mapping[str, Any]) -> dict[str, Any]:
    """The transaction with what it does not state taken from what `facts_for` read."""
    on_file = {**read["on_file"], **_stated(transaction.get("on_file"))}
    parties = {
        role: {**read["parties"].get(role, {}), **_stated(said)}
        if isinstance(said, Mapping)
        else said
        for role, said in (transaction.get("parties") or {}).items()
    }
    return {**transaction, "on_file": on_file, "parties": parties}


def _stated(said: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (said or {}).items() if value is not None}


def _number(thousandths: int) -> int | Decimal:
    """The amount as a fact: exact."""
    whole, rest = divmod(thousandths, THOUSANDTHS)
    return Decimal(thousandths) / THOUSANDTHS if rest else whole


def _read(ledger: Ledger, facts: Transaction) -> Iterator[tuple[str, Headroom]]:
    consignee = facts.parties.ultimate_consignee if facts.parties else None
    name, day = (consignee.name if consignee else None), facts.date
    if day is None:
        return
    if name is not None:
        parent = ledger.names.parent_of(name, day)
        left = headroom.lpp(ledger, parent, day) if parent else _no_parent(name, day)
        yield "lpp_tpp_this_year", left
        yield "aia_tpp_cumulative", headroom.aia(ledger, name, day)
    if facts.destination is not None:
        yield "country_allocation_tpp_used", headroom.allocation(ledger, facts.destination, day)


def _no_parent(name: str, day: date) -> Headroom:
    sentence = _("The ultimate parent of {name} is not known, and LPP counts by it.")
    note = sentence.format(name=name)
    title = _("LPP {year}").format(year=day.year)
    return Headroom(
        title, name, "15 CFR 740.29(h)(1)", None, 0, 0, None, None, 0, None, None, (note,)
    )


def _amount(left: Headroom) -> int | None:
    """What counts already, in thousandths; None where others are not known and could decide."""
    if left.limit is None:
        return None
    used = left.used + left.held + (left.others or 0)
    return used if left.others is not None or used >= left.limit else None


def _source(left: Headroom) -> dict[str, Any]:
    told = asdict(left)
    amounts = ("limit", "used", "held", "others", "low", "high")
    return told | {name: None if told[name] is None else number(told[name]) for name in amounts}


def units_of(facts: Transaction) -> Iterator[dict[str, Any]]:
    """The circuits of every line, each as the fields of an entry: what it is and how many.

    Raises `InputError` for an item whose compute cannot be counted.
    """
    for n, line in enumerate(facts.lines):
        yield from _units(line.item, line.quantity, f"lines[{n}]")


def _units(item: Item, quantity: int | None, path: str) -> Iterator[dict[str, Any]]:
    """The circuits of a line, each as the fields of an entry."""
    if quantity is None:
        raise InputError([Fault(f"{path}.quantity", _("is missing, and the ledger counts by it."))])
    if item.chip is not None:
        yield {"chip": item.chip, "quantity": quantity}
    elif item.integrated_circuit is not None:
        performance = tpp_of(item.integrated_circuit)
        if not isinstance(performance, Exact):
            text = _("its TPP is not known, and the ledger counts by it.")
            raise InputError([Fault(f"{path}.item.integrated_circuit", text)])
        name = _("integrated circuit of {tpp} TPP").format(tpp=performance)
        yield {"item": name, "tpp_each": performance, "quantity": quantity}
    elif item.computer is not None and item.computer.contains:
        for n, part in enumerate(item.computer.contains):
            inner = f"{path}.item.computer.contains[{n}]"
            for each in _units(part.item, part.quantity, inner):
                yield each | {"quantity": each["quantity"] * quantity}
    else:
        text = _("the ledger counts chips, integrated circuits and computers by what they contain.")
        raise InputError([Fault(f"{path}.item", text)])
