"""A part of the real list, and a party file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from licet.parties.partyfile import PartyFile
from licet.parties.screening.screener import Screener

DATA = Path(__file__).parents[1] / "data" / "parties"

PARTIES = """
licet_parties: 1
parties:
- name: Example Cloud Pte. Ltd.
  aliases: [Example Cloud]
  country: SG
  lei: 52990000000BUYERSG00
  facts:
    location:
    - {value: SG, source: ACRA profile, date: 2026-05-02, grade: registry}
    headquarters:
    - {value: SG, source: ACRA profile, date: 2026-05-02, grade: registry}
    private_sector:
    - {value: true, source: the buyer's letter, date: 2026-05-02, grade: claimed}
    certified_veu:
    - {value: {NVEU: [AE]}, source: supplement no. 7 to part 748, date: 2026-05-02, grade: documented}
  owners:
  - {owner: Example Holdings, percent: 60, source: ACRA profile, date: 2026-05-02, grade: registry}
  - {owner: Sugon, low: 10, high: 20, source: a newspaper, date: 2026-05-02, grade: documented}
- name: Example Holdings
  facts:
    headquarters:
    - {value: CN, source: annual report, date: 2026-06-01, grade: documented}
    owners_complete:
    - {value: true, source: annual report, date: 2026-06-01, grade: documented}
- name: Sugon
  facts:
    headquarters:
    - {value: CN, source: annual report, date: 2026-06-01, grade: documented}
"""


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def screener(_cache: None) -> Screener:
    return Screener.open(DATA / "consolidated.json")


@pytest.fixture
def party_path(tmp_path: Path) -> Path:
    path = tmp_path / "parties.yaml"
    path.write_text(PARTIES, encoding="utf-8")
    return path


@pytest.fixture
def parties(party_path: Path) -> PartyFile:
    return PartyFile.open(party_path)
