"""What was decided is held: a reservation for each line, under what carries its answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from licet.errors import Fault, InputError
from licet.facts.transaction import Transaction
from licet.facts.transaction import transaction as read_transaction
from licet.ledger import accounts
from licet.ledger.book import Ledger
from licet.ledger.drafts import Written
from licet.ledger.facts import units_of
from licet.ledger.plan import AT_SITES
from licet.words import _

ROUTES = ("AIA", "ACM", "NAC", "ACA", "HBM", "UVEU", "NVEU", "LPP")
"""Where several carry an answer: those that use up the least come first."""


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
    entries = [
        entry for n in range(len(facts.lines)) for entry in _entries(facts, n, under, license)
    ]
    about = {"why": why, "who": who, "determination": determination}
    return ledger.reserve_all(_keyed(entries, about, idempotency), expires=expires)


def reserve_decided(
    ledger: Ledger,
    transaction: Mapping[str, Any],
    answer: Mapping[str, Any],
    by: str,
    *,
    why: str,
    license: str | None = None,
    expires: datetime | None = None,
    idempotency: str | None = None,
) -> list[dict[str, Any]]:
    """Hold what one of the two answers lets go: by line, the reservation and what it is under.

    Lines for which nothing is required hold nothing. A line that needs a license is held under
    ``license``, or under the only license in the ledger that has enough left. The entries name the
    answer that they rest on by its hash. Raises as `reserve_for`.
    """
    facts = read_transaction(dict(transaction))
    carried = [
        (n, under, number)
        for n, line in enumerate(answer[by]["lines"])
        for under, number in [_carrier(ledger, facts, n, line, license)]
        if under is not None
    ]
    entries = [
        (n, under, entry)
        for n, under, number in carried
        for entry in _entries(facts, n, under, number)
    ]
    about = {"why": why, "determination": hash_of_answer(answer)}
    keyed = _keyed([entry for _n, _under, entry in entries], about, idempotency)
    held = ledger.reserve_all(keyed, expires=expires) if keyed else []
    return [
        {"line": n, "under": under, "reservation": made.seq, **fields}
        for (n, under, (_kind, fields)), made in zip(entries, held, strict=True)
    ]


def hash_of_answer(answer: Mapping[str, Any]) -> str:
    """How an entry names the answer it rests on: SHA-256 of its JSON, without ``ledger``.

    The JSON has sorted keys and no spaces, and numbers as Python writes them.
    """
    decided = {name: value for name, value in answer.items() if name != "ledger"}
    text = json.dumps(decided, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + sha256(text.encode()).hexdigest()


Entry = tuple[str, dict[str, Any]]
"""A kind and its fields."""


def _keyed(
    entries: list[Entry], about: dict[str, Any], idempotency: str | None
) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return [
        (kind, fields, {**about, "idempotency": f"{idempotency}#{n}" if idempotency else None})
        for n, (kind, fields) in enumerate(entries)
    ]


def _carrier(
    ledger: Ledger, facts: Transaction, n: int, line: Mapping[str, Any], license: str | None
) -> tuple[str | None, str | None]:
    """What a line goes under, and by which license; nothing where nothing is required."""
    outcome, path = line["outcome"], f"lines[{n}]"
    if outcome == "undetermined":
        text = _("whether it may go is not decided, so nothing is reserved; the answer says why.")
        raise InputError([Fault(path, text)])
    if outcome == "license_required":
        return "license", license or _only_license(ledger, facts, n)
    routes = {**line["exceptions"], **line["authorizations"]}
    open_ = (name for name in ROUTES if routes.get(name, {}).get("available"))
    return (next(open_, None) if line["license_required"] else None), None


def _only_license(ledger: Ledger, facts: Transaction, n: int) -> str:
    assert facts.date is not None
    (one,) = facts.lines[n : n + 1]
    wanted: dict[str, int] = {}
    for units in units_of(type(facts)(lines=(one,))):
        item = units.get("chip") or units["item"]
        wanted[item] = wanted.get(item, 0) + units["quantity"]
    left = {
        (each.license, each.item): each.left(facts.date)
        for each in accounts.licenses(ledger)
        if each.destination == facts.destination
    }
    numbers = sorted({number for number, _item in left})
    fit = [n for n in numbers if all(left.get((n, i), 0) >= u for i, u in wanted.items())]
    if len(fit) == 1:
        return fit[0]
    sentence = (
        _("it needs a license: several in the ledger have enough left, name one ({numbers}).")
        if fit
        else _("it needs a license, and none in the ledger has enough left of it for {country}.")
    )
    text = sentence.format(numbers=", ".join(fit), country=facts.destination)
    raise InputError([Fault(f"lines[{n}]", text)])


def _entries(facts: Transaction, n: int, under: str, license: str | None) -> Iterator[Entry]:
    """The entries of a line: shipments, or installations where these count."""
    shared = _installed(facts, n) if under in AT_SITES else _shipped(facts, under, license)
    kind = "installation" if under in AT_SITES else "shipment"
    for units in units_of(type(facts)(lines=facts.lines[n : n + 1])):
        yield kind, {**shared, **units}


def _shipped(facts: Transaction, under: str, license: str | None) -> dict[str, Any]:
    consignee = facts.parties.ultimate_consignee if facts.parties else None
    return _complete(
        {
            "on": ("date", facts.date),
            "under": ("", under),
            "action": ("action", facts.action),
            "destination": ("destination", facts.destination),
            "ultimate_consignee": (
                "parties.ultimate_consignee.name",
                consignee.name if consignee else None,
            ),
        }
    ) | ({"license": license} if license else {})


def _installed(facts: Transaction, n: int) -> dict[str, Any]:
    parties = facts.parties
    user = (parties.end_user or parties.ultimate_consignee) if parties else None
    del n
    return _complete(
        {
            "on": ("date", facts.date),
            "owner": ("parties.end_user.name", user.name if user else None),
            "site": ("destination", facts.destination),
            "country": ("destination", facts.destination),
        }
    )


def _complete(fields: dict[str, tuple[str, Any]]) -> dict[str, Any]:
    faults = [
        Fault(path, _("is missing, and the ledger counts by it."))
        for path, value in fields.values()
        if value is None
    ]
    if faults:
        raise InputError(faults)
    return {name: value for name, (_path, value) in fields.items()}
