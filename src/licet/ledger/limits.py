"""The numbers of the law, as the ledger keeps them: which counter, up to what, by which paragraph."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from licet.law.ear import s740_27, s740_29, s742_6_review, s748_15
from licet.law.instruments import AI_DIFFUSION
from licet.law.places import SUPPLEMENT_5A
from licet.ledger.amounts import stored

LPP = "15 CFR 740.29(d)"
LPP_OPERATOR = "15 CFR 740.29(a)"
LPP_STATEMENT = "15 CFR 740.29(f)"
LPP_NOTICE = "15 CFR 740.29(g)(3)"
LPP_REACHED = "15 CFR 740.29(g)(2)"
AIA = "15 CFR 740.27(c)"
AIA_CERTIFICATION = "15 CFR 740.27(b)(2)"
ACM = "15 CFR 740.28(e)"
ALLOCATION = "15 CFR 742.6(b)(10)(iii)(B)(1)"
ASSURANCES = "15 CFR 742.6(b)(10)(iii)(C)"
NVEU = "15 CFR 748.15(a)(2)(iii)(B)"
RATIOS = "supplement no. 10 to 15 CFR part 748, paragraph 6"
TRANSFER_NOTICE = "supplement no. 10 to 15 CFR part 748, paragraph 5"
LICENSE_QUANTITY = "supplement no. 2 to 15 CFR part 748, (c)(3)"
LICENSE_VALIDITY = "15 CFR 750.7(g)"
NAC_APPROVALS = "15 CFR 740.8(c)(1)(iv)"

ALLOCATION_YEARS = (2025, 2027)
"""The period of the country allocations, first and last year (742.6(b)(10)(iii)(B)(1))."""


@lru_cache(16_384)
def named(name: str) -> str:
    """A name as it is counted: case, width and spaces do not make another company."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("|", "/")
    return re.sub(r"\s+", " ", folded).strip()


def key(*parts: object) -> str:
    """The name of a counter."""
    return "|".join([str(part).replace("|", "/") for part in parts])


def lpp(parent: str, year: int) -> str:
    """What this ledger's exporters sent one ultimate parent in a calendar year."""
    return key("LPP", named(parent), year)


def lpp_others(parent: str, year: int) -> str:
    """What all other exporters sent it in that year, as it certified."""
    return key("LPP others", named(parent), year)


def lpp_limit(day: date) -> int:
    """The yearly limit, in thousandths of a TPP."""
    return stored(s740_29.YEARLY_LIMIT.on(day))


def lpp_notice(day: date) -> int:
    """The TPP of a shipment from which BIS is notified first, in thousandths."""
    return stored(s740_29.NOTICE_TPP.on(day))


def next_year(day: date) -> str:
    """The day on which a new calendar year's limit opens."""
    return date(day.year + 1, 1, 1).isoformat()


def aia(consignee: str) -> str:
    """What one ultimate consignee received under AIA since the exception began."""
    return key("AIA", named(consignee))


def aia_certification(day: date) -> int:
    """The cumulative TPP from which the certification goes to BIS, in thousandths."""
    return stored(s740_27.CERTIFICATION_TPP.on(day))


def in_allocation_period(day: date) -> bool:
    """Whether a license of the day counts toward a country allocation."""
    return ALLOCATION_YEARS[0] <= day.year <= ALLOCATION_YEARS[1]


def allocation(country: str) -> str:
    """What this ledger's licenses sent to a country in the period of the allocation."""
    return key("allocation", country, *ALLOCATION_YEARS)


def allocation_by_headquarters(country: str) -> str:
    """The same by the headquarters of the ultimate parent, which the text names beside it (H14)."""
    return key("allocation by headquarters", country, *ALLOCATION_YEARS)


def allocation_published(country: str) -> str:
    """What BIS published of the country's progress, all licensees together."""
    return key("allocation published", country, *ALLOCATION_YEARS)


def is_stated(name: str) -> bool:
    """Whether a counter holds what the latest paper states, and no sum of entries."""
    return name.startswith(("LPP others|", "allocation published|"))


def allocation_limit(day: date, increase_percent: int = 0) -> int:
    """A country's allocation, in thousandths of a TPP, raised by assurances where there are any."""
    single = stored(s742_6_review.COUNTRY_ALLOCATION.on(day))
    doubled = stored(s742_6_review.COUNTRY_ALLOCATION_WITH_ASSURANCES.on(day))
    return single + (doubled - single) * increase_percent // 100


def fleet(owner: str, country: str) -> str:
    """What reservations hold for installations of an owner in a country."""
    return key("fleet", named(owner), country)


def fleet_outside(owner: str) -> str:
    """The same in all countries outside supplement no. 5(a) together."""
    return key("fleet", named(owner), "outside supplement no. 5(a)")


def law_of(day: date) -> date:
    """The day whose law an installed base of ``day`` is measured by: none before the Framework's."""
    return max(day, AI_DIFFUSION.effective)


def home(day: date) -> frozenset[str]:
    """The countries of supplement no. 5(a) to part 740."""
    return SUPPLEMENT_5A.on(law_of(day))


def nveu_limit(day: date) -> int | None:
    """What an NVEU may have installed in a country on the day; None beyond the table."""
    if not in_allocation_period(day):
        return None
    return stored(s748_15.NVEU_ALLOCATION.on(day))


def quarters() -> list[date]:
    """The days on which the table of 748.15(a)(2)(iii)(B) has a new number, the first one among them."""
    return [date(ALLOCATION_YEARS[0], 1, 1), *s748_15.NVEU_ALLOCATION.changes]


def next_quarter(day: date) -> str | None:
    """The day after ``day`` on which an NVEU's allocation grows, if it does."""
    return next((each.isoformat() for each in quarters() if each > day), None)
