"""For the record: what was proposed, announced or revoked and never was law of these controls, and what is
law beside them and changes nothing that licet decides.

Nothing is decided by any of it. Each says what it would do and how it stands, as far as that could be
found out, and how sure that is (`licet.logic.rules.CONFIDENCE`).
"""

from __future__ import annotations

from datetime import date

from licet.logic.rules import Instrument

CIRCUITS, MODELS = "circuits", "models"


def _never(
    cite: str, title: str, published: date, what: str, status: str, confidence: str, about: str
) -> Instrument:
    return Instrument(
        cite=cite,
        title=title,
        published=published,
        effective=date.max,
        complied=date.max,
        confidence=confidence,
        in_force=False,
        says=" ".join(what.split()),
        status=status,
        about=about,
    )


def _beside(
    cite: str, title: str, published: date, counts: date, sure: str, why: str
) -> Instrument:
    return Instrument(
        cite=cite,
        title=title,
        published=published,
        effective=counts,
        complied=counts,
        confidence=sure,
        status=" ".join(why.split()),
    )


NOT_READ = _beside(
    "91 FR 46260",
    "An amendment of 742.6, regional stability",
    date(2026, 7, 23),
    date.max,
    "U",
    """Counts from a day after 24 September 2026: the Code of that day prints 742.6 as it was and links
    to it. Its text was not found. No such link stands at 740.2, 740.8, 740.25 to 740.29, 742.4 or 744.23.""",
)
"""What is known to change a section that licet holds, from a day and with words that are not known."""

BESIDE = [
    NOT_READ,
    _beside(
        "88 FR 73424",
        "Semiconductor manufacturing items, October 2023",
        date(2023, 10, 25),
        date(2023, 11, 17),
        "P-q",
        "The sister rule on manufacturing: 744.23(a)(2) and (a)(4), which are facts here.",
    ),
    _beside(
        "89 FR 72926",
        "Quantum items, manufacturing equipment and License Exception IEC",
        date(2024, 9, 6),
        date(2024, 9, 6),
        "S",
        "Does not touch 3A090 or 4E091.",
    ),
    _beside(
        "Federal Register document 2024-28267",
        "140 additions to the Entity List",
        date(2024, 12, 5),
        date(2024, 12, 2),
        "S",
        "Parties: the lists that licet parties reads.",
    ),
    _beside(
        "Federal Register document 2025-16735",
        "General VEU authorizations of plants in China end",
        date(2025, 9, 2),
        date(2025, 12, 31),
        "S",
        "Manufacturing plants; none is a data center.",
    ),
    _beside(
        "Federal Register documents 2026-17230 and 2026-17231",
        "Revisions of the Entity List",
        date(2026, 8, 28),
        date(2026, 8, 28),
        "S",
        "Parties: the lists that licet parties reads. The day is not verified.",
    ),
]
"""In force, and nothing that is decided here turns on them."""

EARLIER_LETTERS = _never(
    "letters of BIS of August 2022",
    "Letters to NVIDIA and AMD on A100, H100 and MI250",
    date(2022, 8, 26),
    "A license for A100, H100 and MI250 class circuits to China, Hong Kong and Russia.",
    "Bound whom they addressed; 87 FR 62186 took their place.",
    "S",
    CIRCUITS,
)
COMMENTS_2022 = _never(
    "Federal Register document 2022-26662",
    "Time to comment on 87 FR 62186 is extended",
    date(2022, 12, 7),
    "More time for comments.",
    "Changed no control.",
    "S",
    CIRCUITS,
)
ORDER_14110 = _never(
    "Executive Order 14110",
    "Safe, secure and trustworthy development and use of AI, section 4.2",
    date(2023, 10, 30),
    """Reports on models trained with more than 10^26 operations (10^23 on mostly biological sequence
    data), and on clusters of 10^20 operations a second networked at more than 100 Gbit/s.""",
    "Revoked on 20 January 2025 by Executive Order 14148. Never a control on exports.",
    "P",
    MODELS,
)
IAAS_CUSTOMERS = _never(
    "89 FR 5698",
    "Proposed: customer identification for IaaS providers (15 CFR part 7, subpart D)",
    date(2024, 1, 29),
    """Know-your-customer duties of US providers, and reports within 15 days where a foreign person
    trains a large model (7.308).""",
    "Proposed only; no final rule was found.",
    "P",
    MODELS,
)
REPORTING = _never(
    "Federal Register document 2024-20529",
    "Proposed: quarterly reports on advanced AI models and clusters (15 CFR 702.7)",
    date(2024, 9, 11),
    """Reports on training runs above 10^26 operations and clusters above 10^20 operations a second,
    networked at more than 300 Gbit/s.""",
    "Proposed only; its authority, Executive Order 14110, was revoked on 20 January 2025.",
    "P",
    MODELS,
)
BIOTECHNOLOGY = _never(
    "90 FR 4615",
    "Biotechnology equipment: 742.6(a)(13) and (b)(14) that could not be added",
    date(2025, 1, 16),
    "Paragraphs of these numbers, which 90 FR 4544 had taken already.",
    "Not incorporated into 742.6; the numbers stand for model weights.",
    "P",
    CIRCUITS,
)
LICENCES_2025 = _never(
    "company statements of July and August 2025",
    "Licenses for H20 and MI308 with a share of the revenue",
    date(2025, 7, 15),
    "Licenses promised and issued, with 15 percent of the revenue as reported.",
    "A practice in licensing; no text was found.",
    "S",
    CIRCUITS,
)
EXPORTS_PROGRAM = _never(
    "Executive Order 14320",
    "American AI Exports Program",
    date(2025, 7, 23),
    "Packages of AI exports, which are to comply with export controls.",
    "Changed no control.",
    "P",
    CIRCUITS,
)
GAIN = _never(
    "GAIN AI Act",
    "Bill: US customers first",
    date(2025, 12, 18),
    "Exports of advanced circuits only after US demand.",
    "Left out of the National Defense Authorization Act for 2026 as enacted.",
    "S",
    CIRCUITS,
)
H200_ANNOUNCED = _never(
    "statement of 8 December 2025",
    "The President announces H200 for China",
    date(2025, 12, 8),
    "Exports of H200 to approved customers in China.",
    "A statement; 91 FR 1684 is the rule that followed.",
    "S",
    CIRCUITS,
)
REMOTE_ACCESS = _never(
    "H.R. 2683",
    "Bill: Remote Access Security Act",
    date(2026, 1, 12),
    "Export controls reach access over a network.",
    "Passed the House on 12 January 2026; not law in anything found.",
    "S",
    CIRCUITS,
)
OVERWATCH = _never(
    "AI OVERWATCH Act",
    "Bill on exports of advanced circuits",
    date(2026, 1, 21),
    "Limits on exports of advanced circuits, by statute.",
    "Through the House Foreign Affairs Committee, 42 to 2; not law in anything found.",
    "S",
    CIRCUITS,
)
CHIP_SECURITY = _never(
    "H.R. 3447, S. 1705",
    "Bill: Chip Security Act",
    date(2026, 1, 22),
    "Circuits of 3A090, 3A001.z, 4A090 and 4A003.z verify where they are.",
    "Not law in anything found.",
    "P",
    CIRCUITS,
)
TARIFF = _never(
    "Proclamation 11002",
    "Tariff on certain circuits (section 232)",
    date(2026, 1, 14),
    "25 percent on imports in two bands of TPP and DRAM bandwidth.",
    "In force as a tariff. No control on exports.",
    "S",
    CIRCUITS,
)
PLAN_DRAFT = _never(
    "draft rule of March 2026",
    "AI Action Plan Implementation, a draft under review at OIRA",
    date(2026, 3, 5),
    """As reported: a simple review up to 1,000 GB300, agreements between governments and investment above
    200,000.""",
    "Withdrawn on 13 March 2026.",
    "S",
    CIRCUITS,
)
FRONTIER_ORDER = _never(
    "Executive Order 14409, 91 FR 34565",
    "A voluntary framework for frontier models",
    date(2026, 6, 5),
    "A framework that developers may follow.",
    "Changed no control.",
    "S",
    MODELS,
)

GAO_DECISION = _never(
    "GAO decision B-337935",
    "The Government Accountability Office on the announcement of 13 May 2025",
    date(2026, 5, 12),
    """Finds that the announcement is a rule of which Congress was not told, and that 90 FR 4544 remains
    legally in effect.""",
    "An opinion for Congress; it changed no text.",
    "S",
    CIRCUITS,
)
GUIDANCE_2026 = _never(
    "BIS guidance of 31 May 2026",
    "What the announcement of 13 May 2025 covers",
    date(2026, 5, 31),
    """The requirement for entities headquartered or parented in Macau or D:5 is enforced outside the
    United States, as since November 2023.""",
    "Guidance, not a rule; licet reads the announcement by it.",
    "S",
    CIRCUITS,
)
ALLOCATIONS_TO_TWO = _never(
    "statement of Commerce of 19 November 2025",
    "Licenses for G42 and Humain",
    date(2025, 11, 19),
    "Up to 35,000 GB300 or their like for each, as stated.",
    "Licenses for two companies; no text.",
    "S",
    CIRCUITS,
)

NEVER_IN_FORCE = sorted(
    (e for e in list(globals().values()) if isinstance(e, Instrument) and not e.in_force),
    key=lambda each: each.published,
)
"""All of them, by the day on which they were published."""
