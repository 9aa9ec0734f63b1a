"""What enacted the texts: rules in the Federal Register and announcements, with their dates.

`complied` is the day from which compliance was due. Before it the older text counts. Each entry
says how sure it is: P the text was read, P-q only as quoted, S from secondary sources, I inferred,
U not verified.
"""

from __future__ import annotations

from datetime import date

from licet.logic.rules import Instrument

FIRST_DAY = date(2022, 10, 7)
"""The first day of the first edition that licet holds."""

EAR_BEFORE = Instrument(
    cite="15 CFR 730-774",
    title="The regulations as they stood before the rules that licet follows",
    published=date(2022, 1, 1),
    effective=date(2022, 1, 1),
    complied=date(2022, 1, 1),
    source="Electronic Code of Federal Regulations",
)
OCTOBER_2022 = Instrument(
    cite="87 FR 62186",
    title="Advanced computing and semiconductor manufacturing items, October 2022",
    published=date(2022, 10, 13),
    effective=date(2022, 10, 7),
    complied=date(2022, 10, 7),
    confidence="P-q",
    source="Federal Register document 2022-21658, released on 7 October 2022",
)
OCTOBER_2022_FDP = Instrument(
    cite="87 FR 62186",
    title="Foreign direct product rule for advanced computing items, October 2022",
    published=date(2022, 10, 13),
    effective=date(2022, 10, 21),
    complied=date(2022, 10, 21),
    confidence="P-q",
    source="Federal Register document 2022-21658; its second day, for 734.9 and others",
)
MACAU_2023 = Instrument(
    cite="88 FR 2821",
    title="Macau is added to the controls on advanced computing items",
    published=date(2023, 1, 18),
    effective=date(2023, 1, 17),
    complied=date(2023, 1, 17),
    confidence="U",
    source="Federal Register document 2023-00888; its title was seen, its text was not",
)
LETTERS_2023 = Instrument(
    cite="letter of BIS of October 2023",
    title="The requirement for datacenter circuits of 4,800 TPP or more counts at once for NVIDIA",
    published=date(2023, 10, 24),
    effective=date(2023, 10, 23),
    complied=date(2023, 10, 23),
    confidence="S",
    source="NVIDIA's report of 24 October 2023; a letter binds whom it addresses",
)
OCTOBER_2023 = Instrument(
    cite="88 FR 73458",
    title="Advanced computing and semiconductor manufacturing items, October 2023",
    published=date(2023, 10, 25),
    effective=date(2023, 11, 17),
    complied=date(2023, 11, 17),
    confidence="P-q",
    source="Federal Register document 2023-23055",
)
NICARAGUA = Instrument(
    cite="89 FR 18780",
    title="Nicaragua moves from Country Group B to D:1 and D:5",
    published=date(2024, 3, 15),
    effective=date(2024, 3, 15),
    complied=date(2024, 3, 15),
    confidence="P-q",
    source="Federal Register document 2024-05696; its summary was read",
)
APRIL_2024 = Instrument(
    cite="89 FR 23876",
    title="Corrections and clarifications of April 2024: NAC divided into NAC and ACA",
    published=date(2024, 4, 4),
    effective=date(2024, 4, 4),
    complied=date(2024, 4, 4),
    confidence="S",
    source="Federal Register document 2024-07004; law-firm summaries",
)
DATA_CENTER_VEU = Instrument(
    cite="89 FR 80080",
    title="Data Center Validated End User authorization",
    published=date(2024, 10, 2),
    effective=date(2024, 10, 2),
    complied=date(2024, 10, 2),
    confidence="S",
    source="Federal Register document 2024-22587",
)
HBM_RULE = Instrument(
    cite="89 FR 96790",
    title="High bandwidth memory and foreign direct product additions, December 2024",
    published=date(2024, 12, 5),
    effective=date(2024, 12, 2),
    complied=date(2024, 12, 31),
    confidence="P-q",
    source="Federal Register document 2024-28270",
)
AI_DIFFUSION = Instrument(
    cite="90 FR 4544",
    title="Framework for Artificial Intelligence Diffusion",
    published=date(2025, 1, 15),
    effective=date(2025, 1, 13),
    complied=date(2025, 5, 15),
    source="Federal Register document 2025-00636",
)
AI_DIFFUSION_SECURITY = Instrument(
    cite="90 FR 4544",
    title="Framework for Artificial Intelligence Diffusion, security paragraphs 14, 15 and 18",
    published=date(2025, 1, 15),
    effective=date(2025, 1, 13),
    complied=date(2026, 1, 15),
    source="Federal Register document 2025-00636",
)
FOUNDRY_RULE = Instrument(
    cite="90 FR 5298",
    title="Additional due diligence for advanced computing integrated circuits",
    published=date(2025, 1, 16),
    effective=date(2025, 1, 16),
    complied=date(2025, 1, 31),
    source="Federal Register document 2025-00711; read as codified",
)
FOUNDRY_RULE_ON_EXCEPTIONS = Instrument(
    cite="90 FR 5298",
    title="Designer condition on License Exceptions AIA and ACM",
    published=date(2025, 1, 16),
    effective=date(2025, 1, 16),
    complied=date(2025, 5, 15),
    source="Federal Register document 2025-00711; counts from the day the exceptions count",
)
LETTERS_2025 = Instrument(
    cite="letters of BIS of April 2025",
    title="Letters that inform makers of a requirement for circuits like the H20",
    published=date(2025, 4, 15),
    effective=date(2025, 4, 9),
    complied=date(2025, 4, 9),
    confidence="P-q",
    source="Company filings of April 2025; the letters are not public and bind whom they address",
)
NON_ENFORCEMENT = Instrument(
    cite="BIS announcement of 13 May 2025",
    title="BIS does not enforce the requirements that the AI Diffusion Framework newly created",
    published=date(2025, 5, 13),
    effective=date(2025, 5, 13),
    complied=date(2025, 5, 15),  # from the day on which the requirements would have counted
    confidence="S",
    source="BIS press release of 13 May 2025; narrowed by BIS guidance of 31 May 2026",
)
AFFILIATES_RULE = Instrument(
    cite="90 FR 47201",
    title="End-user controls cover affiliates of certain listed entities",
    published=date(2025, 9, 30),
    effective=date(2025, 9, 29),
    complied=date(2025, 9, 29),
    confidence="S",
    source="Federal Register document 2025-19001; law-firm summaries",
)
STAY = Instrument(
    cite="90 FR 50857",
    title="The Affiliates rule is stayed for a year",
    published=date(2025, 11, 12),
    effective=date(2025, 11, 10),
    complied=date(2025, 11, 10),
    source="Federal Register document 2025-19846; read as codified",
)
RETURN = Instrument(
    cite="90 FR 50857",
    title="The stay of the Affiliates rule ends by its own terms",
    published=date(2025, 11, 12),
    effective=date(2026, 11, 10),
    complied=date(2026, 11, 10),
    confidence="U",
    source="The stay ran until 9 November 2026; no later action was found",
)
SYRIA_RULE = Instrument(
    cite="90 FR 42315",
    title="Export controls for Syria are relaxed",
    published=date(2025, 9, 2),
    effective=date(2025, 9, 2),
    complied=date(2025, 9, 2),
    source="Federal Register document 2025-16724; read as codified",
)
CASE_BY_CASE_2026 = Instrument(
    cite="91 FR 1684",
    title="Case-by-case review of certain advanced computing commodities",
    published=date(2026, 1, 15),
    effective=date(2026, 1, 15),
    complied=date(2026, 1, 15),
    source="Federal Register document 2026-00789; read as codified",
)
DESIGNER_DATE = Instrument(
    cite="91 FR 17851",
    title="Authorized integrated circuit designers until 31 December 2026",
    published=date(2026, 4, 9),
    effective=date(2026, 4, 7),
    complied=date(2026, 4, 7),
    source="Federal Register document 2026-06851; read as codified",
)
AUTHORIZED_BY_APPLICATION = Instrument(
    cite="91 FR 17851",
    title="Authorized integrated circuit designers must have applied for approval",
    published=date(2026, 4, 9),
    effective=date(2026, 12, 31),
    complied=date(2026, 12, 31),
    source="Federal Register document 2026-06851; read as codified",
)
UAE_RULE = Instrument(
    cite="91 FR 43034",
    title="The United Arab Emirates: country groups and supplement no. 8 to part 740",
    published=date(2026, 7, 14),
    effective=date(2026, 7, 10),
    complied=date(2026, 7, 10),
    source="Federal Register document 2026-14132; read as codified",
)
UAE_STILL_ENFORCED = Instrument(
    cite="91 FR 43034",
    title="The requirement toward the United Arab Emirates goes on being enforced",
    published=date(2026, 7, 14),
    effective=date(2026, 7, 10),
    complied=date(2026, 7, 10),
    confidence="I",
    source="Inferred: the rule keeps the requirement and frees only supplement no. 8 parties",
)
CAMBODIA = Instrument(
    cite="91 FR, document 2026-02262",
    title="Cambodia leaves Country Group D:5",
    published=date(2026, 2, 6),
    effective=date(2026, 2, 6),
    complied=date(2026, 2, 6),
    confidence="S",
    source="Federal Register document 2026-02262; the day in February 2026 is not verified",
)
LAST_VERIFIED = date(2026, 9, 24)
"""The last day whose text was checked against the Electronic Code of Federal Regulations."""

IN_FORCE = [each for each in list(globals().values()) if isinstance(each, Instrument)]
"""Everything above that counts, or counted."""
