"""A plan: dated orders that are to go by named routes, rehearsed against the ledger as it stands.

The rehearsal is the real thing, entry by entry with its guards, in a transaction that is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from licet.errors import Fault, InputError
from licet.facts.reading import Facts, read
from licet.facts.transaction import Transaction, transaction
from licet.ledger.book import Ledger
from licet.ledger.drafting import draft, said
from licet.ledger.drafts import Draft, Refusal, Refused
from licet.ledger.facts import units_of
from licet.ledger.guards import OnFile
from licet.ledger.kinds import Under
from licet.words import _


class Wish(Facts, kw_only=True):
    """What a plan says of an order beside the transaction."""

    under: Under | None = None
    until: date | None = None
    owner: str | None = None
    site: str | None = None
    license: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One line of a plan: a transaction as `licet decide` reads it, and how and until when it may go."""

    name: str
    facts: Transaction
    stated: Mapping[str, Any]
    wish: Wish

    @property
    def day(self) -> date:
        """The day on which it is to go, or from which it may."""
        assert self.facts.date is not None
        return self.facts.date

    @property
    def consignee(self) -> str:
        """The ultimate consignee, by whom the ledger counts."""
        parties = self.facts.parties
        party = parties.ultimate_consignee if parties else None
        assert party is not None
        assert party.name is not None
        return party.name

    @property
    def owner(self) -> str:
        """Who will own what is installed."""
        return self.wish.owner or self.consignee


AT_SITES = ("UVEU", "NVEU")
"""What goes under them counts where it is installed."""
WISHES = ("under", "until", "owner", "site", "license", "name")


def orders(data: Any) -> list[Order]:
    """The orders of a plan: a list of transactions, or an object with a list ``orders``.

    Raises `InputError` with the faults of every order.
    """
    listed = data.get("orders") if isinstance(data, Mapping) else data
    if not isinstance(listed, list) or not listed:
        raise InputError([Fault("orders", _("a plan is a list of transactions."))])
    faults: list[Fault] = []
    found = []
    for number, each in enumerate(listed):
        try:
            found.append(_order(each, number))
        except InputError as error:
            faults += [Fault(f"orders[{number}].{f.path}", f.sentence) for f in error.faults]
    if faults:
        raise InputError(faults)
    return found


def _order(data: Any, number: int) -> Order:
    if not isinstance(data, Mapping):
        raise InputError([Fault("", _("is not a transaction."))])
    wish = read(Wish, {name: data[name] for name in WISHES if name in data})
    stated = {name: value for name, value in data.items() if name not in WISHES}
    facts = transaction(stated)
    party = facts.parties.ultimate_consignee if facts.parties else None
    needed = {
        "date": facts.date,
        "destination": facts.destination,
        "action": facts.action,
        "parties.ultimate_consignee.name": party.name if party else None,
    }
    missing = [Fault(path, _("is missing.")) for path, value in needed.items() if value is None]
    if missing:
        raise InputError(missing)
    return Order(wish.name or _("order {n}").format(n=number + 1), facts, stated, wish)


@dataclass(frozen=True, slots=True)
class Step:
    """What would come of one entry of a plan: it goes, or what stops it."""

    order: str
    day: date
    units: int
    item: str
    under: str
    refusals: tuple[Refusal, ...] = ()
    fault: str | None = None

    @property
    def goes(self) -> bool:
        """Whether nothing stops it."""
        return not self.refusals and self.fault is None


def rehearse(ledger: Ledger, plan: Iterable[Order]) -> list[Step]:
    """What would come of a plan in the order of its days. Nothing is written.

    Papers that are still to be obtained do not stop a plan. The first step that does not go breaks
    the first limit; the steps after it are tried as if it had not been there.
    """
    drafts: list[tuple[Order, dict[str, Any], Draft]] = []
    wanted = sorted(plan, key=lambda each: each.day)
    if lost := [order for order in wanted if order.wish.under is None]:
        sentence = _("is missing: say under what it is to go, one of {routes}.")
        text = sentence.format(routes=", ".join(get_args(Under)))
        raise InputError([Fault(f"{order.name}: under", text) for order in lost])
    for order in wanted:
        for fields in units_of(order.facts):
            drafts.append((order, fields, _draft(ledger, order, fields)))
    outcomes = ledger.rehearse([each for _order, _fields, each in drafts])
    steps = []
    for (order, fields, _made), outcome in zip(drafts, outcomes, strict=True):
        refusals = tuple(outcome.refusals) if isinstance(outcome, Refused) else ()
        fault = str(outcome) if isinstance(outcome, InputError) else None
        item = fields.get("chip") or fields["item"]
        under = order.wish.under or ""
        steps.append(Step(order.name, order.day, fields["quantity"], item, under, refusals, fault))
    return steps


def _draft(ledger: Ledger, order: Order, fields: dict[str, Any]) -> Draft:
    """What the order counts; whatever a validated end user receives is installed there as well."""
    place = {"owner": order.owner, "country": order.facts.destination}
    place |= {"site": order.wish.site or order.facts.destination}
    if order.wish.under in AT_SITES:
        return _of_kind(ledger, "installation", order, {**place, **fields})
    shared = {
        "under": order.wish.under,
        "action": order.facts.action,
        "destination": order.facts.destination,
        "ultimate_consignee": order.consignee,
        "license": order.wish.license,
    }
    made = _of_kind(ledger, "shipment", order, {**shared, **fields})
    if is_validated(ledger, order.owner, place["country"], order.day):
        arrives = _of_kind(ledger, "installation", order, {**place, **fields})
        made.moves, made.guards = arrives.moves, (*made.guards, *arrives.guards)
    return made


def _of_kind(ledger: Ledger, kind: str, order: Order, fields: dict[str, Any]) -> Draft:
    try:
        entry = said(kind, {"on": order.day, **fields})
        made = draft(kind, entry, ledger.names, who="plan", why="plan")
    except InputError as error:
        faults = [Fault(f"{order.name}: {each.path}", each.sentence) for each in error.faults]
        raise InputError(faults) from None
    made.guards = tuple(guard for guard in made.guards if not isinstance(guard, OnFile))
    return made


def is_validated(ledger: Ledger, owner: str, country: str | None, day: date) -> bool:
    """Whether the ledger has the owner as an NVEU of the country, or its group as a UVEU."""
    group = ledger.names.group_of(owner, day) or (owner,)
    if any(ledger.names.company(each, day).uveu for each in group):
        return True
    return country in ledger.names.company(owner, day).nveu


def first_break(steps: Iterable[Step]) -> Step | None:
    """The first step that does not go."""
    return next((step for step in steps if not step.goes), None)
