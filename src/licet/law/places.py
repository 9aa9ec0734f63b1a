"""Country groups (supplement no. 1 to part 740) and supplements no. 5, 6 and 8, by date.

Hong Kong is written into every group that China is in: the regulations treat it as China. Macau is
in D:1, D:3 and D:4 but not in D:5, so rules name it beside D:5.
"""

from __future__ import annotations

import re
from datetime import date

from licet.logic.dated import Group

WHOLE_TIME = "2022-01-01"


def _codes(text: str) -> frozenset[str]:
    codes = frozenset(text.split())
    return codes | {"HK"} if "CN" in codes else codes


def _group(name: str, members: str, **later: str) -> Group:
    steps = {WHOLE_TIME: _codes(members)}
    for day, change in later.items():
        steps[day.removeprefix("on_").replace("_", "-")] = _codes(change)
    return Group.dated(name, steps)


_A1 = """AR AU AT BE BG CA HR CZ DK EE FI FR DE GR HU IS IN IE IT JP KR LV LT LU MX NL NZ NO PL PT
RO SK ZA SI ES SE CH TR GB US"""
_A5 = """AR AU AT BE BG CA HR CZ DK EE FI FR DE GR HU IS IN IE IT JP KR LV LT LU NL NZ NO PL PT RO
SK SI ES SE CH TR GB"""
_D1 = "AM AZ BY MM KH CN GE IQ KZ KP KG LA LY MO MD MN RU TJ TM UZ VE VN YE"
_D2 = "BY CU IR IQ IL KP LY PK RU VE"
_D3 = """AF AM AZ BH BY MM CN CU EG GE IR IQ IL JO KZ KP KW KG LB LY MO MD MN OM PK QA RU SA SY TW
TJ TM UZ VE VN YE"""
_D4 = "BH BY CN EG IR IQ IL JO KP KW LB LY MO OM PK QA RU SA SY VE YE"
_D5 = "AF BY MM CF CN CD CU ER HT IR IQ KP LB LY RU SO SS SD SY VE ZW"

_B = """AF AL DZ AD AO AG AR AW AU AT BS BH BD BB BE BZ BJ BT BO BA BW BR BN BG BF BI CM CA CV CF TD CL
CO KM CD CG CR CI HR CW CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM DE GH GR GD GT
GN GW GY HT HN HU IS IN ID IE IL IT JM JP JO KE KI KR XK KW LV LB LS LR LT LU MG MW MY MV ML MT
MH MR MU MX FM MC ME MA MZ NA NR NP NL NZ NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA RO RW KN
LC VC WS SM ST SA SN RS SC SL SG SX SK SI SB SO ZA SS ES LK SD SR SE CH TW TZ TH TL TG TO TT TN
TR TV UG UA AE GB US UY VU VA EH ZM ZW"""

A1 = _group("Country Group A:1", _A1)
A5 = _group("Country Group A:5", _A5, on_2026_07_10=_A5 + " AE")
A6 = _group("Country Group A:6", "AL CY IL MT MX SG ZA TW")
D1 = _group("Country Group D:1", _D1, on_2024_03_15=_D1 + " NI")
D2 = _group("Country Group D:2", _D2)
D3 = _group("Country Group D:3", _D3 + " AE", on_2026_07_10=_D3)
D4 = _group("Country Group D:4", _D4 + " AE", on_2026_07_10=_D4)
D5 = _group(
    "Country Group D:5",
    _D5 + " KH",
    on_2024_03_15=_D5 + " KH NI",
    on_2026_02_06=_D5 + " NI",
)
B = _group("Country Group B", _B + " NI", on_2024_03_15=_B)
E1 = _group("Country Group E:1", "IR KP SY")
E2 = _group("Country Group E:2", "CU")
MACAU = _group("Macau", "MO")
MACAU_OR_D5 = (MACAU | D5).named("Macau or Country Group D:5")
D1_D4_D5 = ((D1 | D4 | D5) - (A5 | A6)).named(
    "Country Group D:1, D:4 or D:5, excluding A:5 and A:6"
)
CHINA_OR_MACAU = _group("China or Macau", "CN MO")
CHINA_AND_THEN_MACAU = _group("China, and Macau from 17 January 2023", "CN", on_2023_01_17="CN MO")
CUBA = _group("Cuba", "CU")
IRAN = _group("Iran", "IR")
IRAQ = _group("Iraq", "IQ")
NORTH_KOREA = _group("North Korea", "KP")
RUSSIA_OR_BELARUS = _group("Russia or Belarus", "BY RU")
SYRIA = _group("Syria", "SY")
UAE = _group("the United Arab Emirates", "AE")
UKRAINE = _group("Ukraine", "UA")
UNITED_STATES = _group("the United States", "US")
US_A5_A6 = (UNITED_STATES | A5 | A6).named("the United States, Country Group A:5 or A:6")
US_A5 = (UNITED_STATES | A5).named("the United States or Country Group A:5")
DESIGNER_HOMES = (_group("Taiwan", "TW") | A1 | A5).named("Taiwan, Country Group A:1 or A:5")
NVEU_PLACES = ((A1 | A5 | A6 | B | D1 | D2 | D3 | D4) - MACAU_OR_D5).named(
    "Country Groups A, B or D:1 to D:4, but not Macau or D:5"
)

SUPPLEMENT_5A = _group(
    "supplement no. 5(a) to part 740",
    "AU BE CA DK FI FR DE IE IT JP NL NZ NO KR ES SE TW GB US",
)
SUPPLEMENT_5B = _group("supplement no. 5(b) to part 740", "")

APPROVED_DESIGNERS = frozenset(
    {
        "Advanced Micro Devices, Inc.",
        "Alphabet, Inc.",
        "Amazon.com, Inc.",
        "Analog Devices, Inc.",
        "Apple, Inc.",
        "BAE Systems, Inc.",
        "Block, Inc.",
        "The Boeing Company",
        "Broadcom, Inc.",
        "Cerebras Systems, Inc.",
        "Cisco Systems, Inc.",
        "Hewlett Packard Enterprise Company",
        "Honeywell International, Inc.",
        "Infineon Technologies AG",
        "Intel Corporation",
        "International Business Machines Corporation (IBM)",
        "L3Harris Technologies, Inc.",
        "Marvell Technology, Inc.",
        "MediaTek, Inc.",
        "Meta Platforms, Inc.",
        "Micron Technology, Inc.",
        "Microsoft Corporation",
        "Mitsubishi Group",
        "Nokia Corporation",
        "Nvidia Corporation",
        "NXP Semiconductors NV",
        "Qualcomm, Inc.",
        "Raytheon Company",
        "Realtek Semiconductor Corporation",
        "Sony Group Corporation",
        "Tesla, Inc.",
        "Texas Instruments",
        "Western Digital Technologies, Inc.",
    }
)
"""Supplement no. 6 to part 740: approved integrated circuit designers (90 FR 5298)."""

APPROVED_OSATS = frozenset(
    {
        "Amkor Technology, Inc.",
        "Ardentec Corporation",
        "ASE Technology Holding Co., Ltd.",
        "Doosan Tesna, Inc.",
        "Fabrinet",
        "Giga Solution Tech. Co., Ltd.",
        "GlobalFoundries, Inc.",
        "HT Micron Semicondutores SA",
        "Intel Corporation",
        "International Business Machines Corporation (IBM)",
        "KESM Industries Berhad",
        "LB Semicon, Inc.",
        "Micro Silicon Electronics Co., Ltd.",
        "Nepes Corporation",
        "Powertech Technology, Inc. (PTI)",
        "QP Technologies",
        "Raytek Semiconductor, Inc.",
        "Samsung Electronics Co. Ltd.",
        "SFA Semicon Co., Ltd.",
        "Shinko Electric Industries Co. Ltd.",
        "Sigurd Microelectronics Corporation",
        "Steco Co., Ltd.",
        "Taiwan Semiconductor Manufacturing Company Limited (TSMC)",
        "United Microelectronics Corporation (UMC)",
    }
)
"""Supplement no. 7 to part 740: approved OSAT companies (90 FR 5298)."""

APPROVAL_ENDS = {"group 42": date(2027, 4, 6), "g42": date(2027, 4, 6), "core42": date(2027, 4, 6)}
"""Supplement no. 8 to part 740, note 2 to (b): by words of a name, approvals that expire on a day."""


def approval_ends(name: str) -> date:
    """The day on which an approval in supplement no. 8 expires; `date.max` where none is set."""
    words = " ".join(re.findall(r"[a-z0-9]+", name.casefold()))
    found = [day for known, day in APPROVAL_ENDS.items() if re.search(rf"\b{known}\b", words)]
    return min(found, default=date.max)
