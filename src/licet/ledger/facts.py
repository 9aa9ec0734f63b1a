"""Between the ledger and a decision: amounts become facts, and what was decided is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from licet.decision.hardware import tpp_of
from licet.errors import Fault, InputError
from licet.facts.items import Item
from licet.facts.transaction import Transaction
from licet.facts.transaction import transaction as read_transaction
from licet.ledger import headroom
from licet.ledger.amounts import Exact, number
from licet.ledger.book import Ledger
from licet.ledger.drafts import Written
from licet.ledger.headroom import Headroom
from licet.words import _


def facts_for(ledger: Ledger, transaction: Mapping[str, Any]) -> dict[str, Any]:
    """The amounts that the ledger knows for a transaction, and the position they were read at.

    ``on_file`` holds ``lpp_tpp_this_year``, ``aia_tpp_cumulative`` and
    ``country_allocation_tpp_used``, in TPP: what is counted, what open reservations hold, and what
    others certified. An amount that the ledger does not know in full is left out, unless what it
    knows fills the limit by itself: then it is given, since more would decide the same.
    ``sources`` says for each where it comes from; ``notes`` says what is not known and why.
    """
    facts = read_transaction(dict(transaction))
    with ledger.reading():
        seq, digest = ledger.position()
        amounts = {name: (left, _amount(left)) for name, left in _read(ledger, facts)}
    return {
        "on_file": {name: number(a) for name, (_left, a) in amounts.items() if a is not None},
        "sources": {name: _source(left) for name, (left, _a) in amounts.items()},
        "notes": [note for left, _a in amounts.values() for note in left.notes],
        "ledger": {"location": ledger.shown, "seq": seq, "hash": digest},
    }


def with_ledger(ledger: Ledger, transaction: Mapping[str, Any]) -> dict[str, Any]:
    """The transaction with the amounts that it does not state taken from the ledger."""
    read = facts_for(ledger, transaction)["on_file"]
    stated = {k: v for k, v in (transaction.get("on_file") or {}).items() if v is not None}
    return {**transaction, "on_file": {**read, **stated}}


def reserve_for(
    ledger: Ledger,
    transaction: Mapping[str, Any],
    under: str,
    *,
    why: str,
    license: str | None = None,
    determination: str | None = None,
    expires: datetime | None = None,
    who: str = "",
    idempotency: str | None = None,
) -> list[Written]:
    """Hold every line of a transaction under the exception, authorization or license it goes by.

    ``under`` is `LPP`, `AIA`, `license`, ...; each line is a reservation, all of them or none.
    Raises `Refused` with what would still fit, `InputError` where a fact that counting needs is
    missing.
    """
    facts = read_transaction(dict(transaction))
    lines = [{**_shared(facts, under, license), **units} for units in units_of(facts)]
    keys = [f"{idempotency}#{n}" if idempotency else None for n in range(len(lines))]
    about = {"why": why, "who": who, "determination": determination}
    return ledger.reserve_all(
        [
            ("shipment", line, {**about, "idempotency": key})
            for line, key in zip(lines, keys, strict=True)
        ],
        expires=expires,
    )


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


def _shared(facts: Transaction, under: str, license: str | None) -> dict[str, Any]:
    consignee = facts.parties.ultimate_consignee if facts.parties else None
    shared = {
        "on": facts.date,
        "under": under,
        "action": facts.action,
        "destination": facts.destination,
        "ultimate_consignee": consignee.name if consignee else None,
        "license": license,
    }
    paths = {"on": "date", "ultimate_consignee": "parties.ultimate_consignee.name"}
    needed = ("on", "action", "destination", "ultimate_consignee")
    faults = [
        Fault(paths.get(name, name), _("is missing, and the ledger counts by it."))
        for name in needed
        if shared[name] is None
    ]
    if faults:
        raise InputError(faults)
    return {name: value for name, value in shared.items() if value is not None}


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
