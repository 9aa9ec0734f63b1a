"""What entries of the installed base do: chips that come to a site, move, and fail."""

from __future__ import annotations

from dataclasses import replace

from licet.errors import Fault, InputError
from licet.ledger import kinds, limits
from licet.ledger.drafts import Hold, Move, Threshold
from licet.ledger.effects import Effects, Known
from licet.ledger.fleet_guards import Allocation, Ratios, WasThere
from licet.ledger.items import Counted, counted
from licet.words import _


def installation(entry: kinds.Installation, made: Effects, known: Known) -> None:
    """Chips that come to a site."""
    item = counted(entry)
    made.moves.append(_move(entry, item, entry.owner, entry.country, entry.site, 1))
    held = [limits.fleet(entry.owner, entry.country)]
    if entry.country not in limits.home(entry.on):
        held.append(limits.fleet_outside(entry.owner))
    made.holds += [Hold(key, item.counting_each, item.units) for key in held]
    _arrives(entry, entry.owner, entry.country, item, made, known)


def transfer(entry: kinds.Transfer, made: Effects, known: Known) -> None:
    """Chips that go from one site to another."""
    to = entry.to_owner or entry.owner
    item = _as_installed(entry, entry.owner, entry.from_country, entry.from_site, known)
    made.moves.append(_move(entry, item, entry.owner, entry.from_country, entry.from_site, -1))
    made.moves.append(_move(entry, item, to, entry.to_country, entry.to_site, 1))
    made.guards.append(WasThere(tuple(made.moves)))
    if (entry.from_country, entry.owner) != (entry.to_country, to):
        _arrives(entry, to, entry.to_country, item, made, known)
    if entry.from_country != entry.to_country:
        says = _("A UVEU notifies BIS 60 days before chips move between countries.")
        made.thresholds.append(Threshold(0, limits.TRANSFER_NOTICE, says))


def attrition(entry: kinds.Attrition, made: Effects, known: Known) -> None:
    """Chips that no longer count."""
    item = _as_installed(entry, entry.owner, entry.country, entry.site, known)
    made.moves.append(_move(entry, item, entry.owner, entry.country, entry.site, -1))
    made.guards.append(WasThere(tuple(made.moves)))


def _as_installed(entry: kinds.Units, owner: str, country: str, site: str, known: Known) -> Counted:
    """The item at the level under which it was installed, unless the entry states another."""
    item = counted(entry)
    if entry.classification is not None:
        return item
    level = known.level_at(owner, country, site, item.item, entry.on)
    return replace(item, level=level or item.level)


def _arrives(
    entry: kinds.Said, owner: str, country: str, item: Counted, made: Effects, known: Known
) -> None:
    """Guard what comes to a country: an NVEU's allocation there, a UVEU's shares."""
    company, day = known.company(owner, entry.on), entry.on.isoformat()
    moves = tuple(made.moves)
    about = (country, day, item.counting_each, item.units, moves)
    if country in company.nveu:
        made.guards.append(Allocation(company.name, *about))
    group = known.group_of(owner, entry.on)
    members = [known.company(each, entry.on) for each in group or (owner,)]
    if country in limits.home(entry.on) or not any(each.uveu for each in members):
        return
    if group is None:
        sentence = _("the ultimate parent of {name} is not known, and the shares count by it.")
        raise InputError([Fault("owner", sentence.format(name=owner))])
    made.guards.append(Ratios(group, *about))


def _move(entry: kinds.Said, item: Counted, owner: str, country: str, site: str, sign: int) -> Move:
    return Move(
        limits.named(owner),
        country,
        limits.named(site),
        item.item,
        item.level,
        entry.on.isoformat(),
        sign * item.tpp,
        sign * item.units,
    )
