"""The ledger against a simple model of the law in memory, over histories that Hypothesis makes up."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.ledger.world import certify, installed, know, shipment

from licet.errors import InputError
from licet.ledger import Refused, headroom, open_ledger

LIMIT, EACH = 26_900_000, 15_832
YEARS = (2025, 2026)
COMPANIES = {"A Cloud": "A", "A Hosting": "A", "B Cloud": "B"}
_EMPTY = Path(tempfile.mkdtemp()) / "ledger"


@dataclass
class Held:
    """A reservation in the model."""

    company: str
    year: int
    units: int
    expires: datetime


@dataclass
class Model:
    """The law as one page: a year of an ultimate parent, with what others sent and what is held."""

    sent: dict[tuple[str, int], int] = field(default_factory=dict)
    others: dict[tuple[str, int], int] = field(default_factory=dict)
    held: dict[int, Held] = field(default_factory=dict)

    def left(self, company: str, year: int, now: datetime) -> int:
        """The TPP that are left beside what was sent, certified and held."""
        key = (COMPANIES[company], year)
        held = sum(
            each.units * EACH
            for each in self.held.values()
            if (COMPANIES[each.company], each.year) == key and each.expires > now
        )
        return LIMIT - self.sent.get(key, 0) * EACH - self.others.get(key, 0) - held

    def room(self, company: str, year: int, now: datetime) -> int:
        """The units that still fit."""
        return self.left(company, year, now) // EACH

    def send(self, company: str, year: int, units: int) -> None:
        """Count units in a parent's year."""
        key = (COMPANIES[company], year)
        self.sent[key] = self.sent.get(key, 0) + units


companies = st.sampled_from(sorted(COMPANIES))
years = st.sampled_from(YEARS)
amounts = st.one_of(st.integers(1, 1700), st.integers(600, 900))


class Kept(RuleBasedStateMachine):
    """A ledger of its own for each history, open in two programs; at its end the chain is sound."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2025, 6, 2, 12, tzinfo=UTC)
        self.folder = Path(tempfile.mkdtemp())

    @initialize()
    def begin(self) -> None:
        if not _EMPTY.exists():
            open_ledger(_EMPTY, create=True).close()
        shutil.copy(_EMPTY, self.folder / "ledger")
        self.ledger, self.other = (
            open_ledger(self.folder / "ledger", who=who, clock=lambda: self.now)
            for who in ("model", "another program")
        )
        for company, parent in COMPANIES.items():
            know(self.ledger, company, ultimate_parent=parent)
        for parent in set(COMPANIES.values()):
            for year in YEARS:
                certify(self.ledger, parent, year=year, on=f"{year}-01-01", others_tpp=0)

    @rule()
    def another_program_goes_on(self) -> None:
        """Each remembers what it wrote last and has to notice what the other one wrote since."""
        self.ledger, self.other = self.other, self.ledger

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            assert self.ledger.verify().flaws == []
            self.ledger.close()
            self.other.close()
        shutil.rmtree(self.folder)


class YearsFollowTheLaw(Kept):
    """Every answer of the ledger about a year of LPP is the model's."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()

    def fields(self, company: str, year: int, units: int) -> dict[str, object]:
        return shipment(units, ultimate_consignee=company, on=f"{year}-07-01")

    @rule(company=companies, year=years, units=amounts)
    def ship(self, company: str, year: int, units: int) -> None:
        room = self.model.room(company, year, self.now)
        fields = self.fields(company, year, units)
        if units <= room:
            self.ledger.add("shipment", fields, why="order")
            self.model.send(company, year, units)
        else:
            with pytest.raises(Refused) as refused:
                self.ledger.add("shipment", fields, why="order")
            assert refused.value.refusals[0].fits == max(0, room)

    @rule(company=companies, year=years, units=amounts, hours=st.integers(1, 72))
    def reserve(self, company: str, year: int, units: int, hours: int) -> None:
        room, ends = self.model.room(company, year, self.now), self.now + timedelta(hours=hours)
        fields = self.fields(company, year, units)
        try:
            held = self.ledger.reserve("shipment", fields, why="order", expires=ends)
        except Refused:
            assert units > room
        else:
            assert units <= room
            self.model.held[held.seq] = Held(company, year, units, ends)

    @precondition(lambda self: self.model.held)
    @rule(data=st.data())
    def commit(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.held)))
        held = self.model.held[number]
        units = data.draw(st.one_of(st.none(), st.integers(1, held.units)))
        going = units or held.units
        own = going * EACH if held.expires > self.now else 0
        fits = going * EACH <= self.model.left(held.company, held.year, self.now) + own
        try:
            self.ledger.commit(number, why="gone", quantity=units)
        except Refused:
            assert not fits
        else:
            assert fits
            self.model.send(held.company, held.year, going)
            self._close(number, going)

    @precondition(lambda self: self.model.held)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.held)))
        units = data.draw(st.integers(1, self.model.held[number].units))
        self.ledger.release(number, why="cancelled", quantity=units)
        self._close(number, units)

    def _close(self, number: int, units: int) -> None:
        held = self.model.held[number]
        held.units -= units
        if not held.units:
            del self.model.held[number]

    @rule(parent=st.sampled_from(["A", "B"]), year=years, room=st.integers(0, 1800))
    def certificate(self, parent: str, year: int, room: int) -> None:
        """What others sent leaves room for so many units, or it is nothing."""
        tpp = max(0, LIMIT - room * EACH)
        certify(self.ledger, parent, year=year, on=f"{year}-05-01", others_tpp=tpp)
        self.model.others[parent, year] = tpp

    @rule(hours=st.integers(1, 48))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def amounts_are_the_models(self) -> None:
        if not hasattr(self, "ledger"):
            return
        for parent in ("A", "B"):
            for year in YEARS:
                left = headroom.lpp(self.ledger, parent, date(year, 7, 1))
                key = (parent, year)
                assert left.used == self.model.sent.get(key, 0) * EACH * 1000
                assert left.others == self.model.others.get(key, 0) * 1000


class PapersAndSites(Kept):
    """A license gives what it was issued for, and a site what came to it."""

    def __init__(self) -> None:
        super().__init__()
        self.licensed = self.drawn = self.base = 0

    @rule(units=st.integers(1, 40))
    def license_issued(self, units: int) -> None:
        said = {"on": "2025-06-03", "license": "D1", "chip": "nvidia-h100-sxm5", "quantity": units}
        said |= {"destination": "IN", "purchase_order": "P"}
        self.ledger.add("license_issued", said, why="BIS")
        self.licensed += units

    @precondition(lambda self: self.licensed)
    @rule(units=st.integers(1, 60))
    def license_drawn(self, units: int) -> None:
        said = shipment(units, under="license", license="D1", on="2025-09-01")
        try:
            self.ledger.add("shipment", said, why="order")
        except Refused:
            assert self.drawn + units > self.licensed
        else:
            self.drawn += units
            assert self.drawn <= self.licensed

    @rule(units=st.integers(1, 30), comes=st.booleans())
    def installed_or_gone(self, units: int, comes: bool) -> None:
        if comes:
            self.ledger.add("installation", installed(units), why="built")
            self.base += units
            return
        try:
            self.ledger.add("attrition", installed(units, cause="loss"), why="lost")
        except InputError:
            assert units > self.base
        else:
            self.base -= units
            assert self.base >= 0


STEPS = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
YearsFollowTheLaw.TestCase.settings = STEPS
PapersAndSites.TestCase.settings = settings(STEPS, max_examples=12)
TestYearsFollowTheLaw = YearsFollowTheLaw.TestCase
TestPapersAndSites = PapersAndSites.TestCase
