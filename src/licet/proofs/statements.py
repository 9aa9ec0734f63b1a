"""The theorems themselves, in the order in which `licet prove` states them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import z3  # type: ignore[import-untyped]

from licet.decision.review import EXCEPTIONS, plan_of
from licet.law.instruments import NON_ENFORCEMENT, UAE_STILL_ENFORCED
from licet.law.places import MACAU_OR_D5
from licet.law.subject import tx
from licet.logic.rules import Paragraph
from licet.logic.solve import Formulas, Symbols
from licet.logic.terms import Fact
from licet.proofs.theorems import Finding, Subject, Theorem
from licet.proofs.witness import Witness
from licet.words import _

NOT_TOWARD_MACAU_OR_D5 = ("AIA", "ACM", "LPP")
REVIEWING = ("15 CFR 742.6", "15 CFR 744.23")
GROWING = (tx.item.tpp, tx.item.strongest_tpp, tx.circuit.tpp, tx.circuit.performance_density)
NOT_ENFORCED = (NON_ENFORCEMENT, UAE_STILL_ENFORCED)
"""The instruments that make the column as enforced: the announcement, and what was inferred of it."""


def _toward_macau_or_d5(subject: Subject) -> Iterator[Finding]:
    for code in NOT_TOWARD_MACAU_OR_D5:
        found = _excepted_toward(subject, code)
        if found is not None:
            conditions = subject.plan.routes[code]
            says = _("{code} is open for an item toward Macau or Country Group D:5: {how}.").format(
                code=code, how=_how_toward(subject, found)
            )
            asked = subject.declared(conditions, lambda s, c=code: _excepted_toward(s, c))  # type: ignore[misc]
            yield Finding(tuple(conditions), says, found.facts(), asked)


def _excepted_toward(subject: Subject, code: str) -> Witness | None:
    toward = tx.destination.within(MACAU_OR_D5) | tx.for_entity_headquartered_in(MACAU_OR_D5)
    return subject.witness(subject.required, subject.formulas.of(toward), subject.route(code))


def _how_toward(subject: Subject, found: Witness) -> str:
    there = MACAU_OR_D5.on(subject.day)
    if found.choice(tx.destination) in there:
        return _("the destination lies there")
    roles = [
        role.replace("_", " ")
        for role, party in tx.parties.items()
        if {found.choice(party.headquarters), found.choice(party.ultimate_parent_headquarters)}
        & there
    ]
    return _("the {roles} has headquarters or an ultimate parent there").format(
        roles=_(" and the ").join(roles)
    )


def _controlled(subject: Subject) -> z3.BoolRef:
    """A license is required under 742.6 or 744.23."""
    named = [p for p in subject.plan.requirements if p.cite.startswith(REVIEWING)]
    return z3.And(
        z3.Not(subject.formulas.of(subject.plan.outside)),
        z3.Or([subject.formulas.paragraph(p) for p in named]),
    )


def _policies(subject: Subject) -> list[Paragraph]:
    return [p for p in subject.plan.policies if p.cite.startswith(REVIEWING)]


def _some_policy(subject: Subject) -> Iterator[Finding]:
    """Each requirement that no policy answers to is a finding of its own."""
    for requirement in subject.plan.requirements:
        if not requirement.cite.startswith(REVIEWING):
            continue
        found = _without_policy(subject, requirement)
        if found is not None:
            says = _("{cite} requires a license, and no paragraph that licet holds reviews it.")
            asked = subject.declared([requirement], lambda s, r=requirement: _without_policy(s, r))  # type: ignore[misc]
            yield Finding((requirement,), says.format(cite=requirement.cite), found.facts(), asked)


def _without_policy(subject: Subject, requirement: Paragraph) -> Witness | None:
    some = z3.Or([subject.formulas.paragraph(p) for p in _policies(subject)])
    outside = subject.formulas.of(subject.plan.outside)
    return subject.witness(z3.Not(outside), subject.formulas.paragraph(requirement), z3.Not(some))


def _one_policy(subject: Subject) -> Iterator[Finding]:
    for one, other in combinations(_policies(subject), 2):
        found = _clash(subject, one, other)
        if found is not None:
            outcomes = subject.edition.outcome(one), subject.edition.outcome(other)
            says = _("{one} says {first} and {other} says {second} of one transaction.").format(
                one=one.cite, first=outcomes[0], other=other.cite, second=outcomes[1]
            )
            asked = subject.declared((one, other), lambda s, a=one, b=other: _clash(s, a, b))  # type: ignore[misc]
            yield Finding((one, other), says, found.facts(), asked)


def _clash(subject: Subject, one: Paragraph, other: Paragraph) -> Witness | None:
    if subject.edition.outcome(one) == subject.edition.outcome(other):
        return None
    both = [subject.formulas.paragraph(p) for p in (one, other)]
    return subject.witness(_controlled(subject), *both)


def _partition(subject: Subject) -> Iterator[Finding]:
    by_outcome: dict[str, list[Paragraph]] = {}
    for case in subject.edition.cases:
        by_outcome.setdefault(case.outcome, []).append(case)
    holds = {
        outcome: z3.Or([subject.formulas.paragraph(case) for case in cases])
        for outcome, cases in by_outcome.items()
    }
    found = subject.witness(z3.AtLeast(*holds.values(), 2))
    if found is not None:
        named = [outcome for outcome, formula in holds.items() if found.truth(formula)]
        cases = tuple(case for outcome in named for case in by_outcome[outcome])
        says = _("An item falls under {paragraphs} at once.").format(paragraphs=", ".join(named))
        yield Finding(cases, says, found.facts())


def _never_wider(subject: Subject) -> Iterator[Finding]:
    for code in EXCEPTIONS:
        found = _opens(subject, code)
        if found is None:
            continue
        conditions = subject.plan.routes[code]
        closing = tuple(p for p in conditions if not found.truth(subject.formulas.paragraph(p)))
        says = _("{code} is closed for this item and open for one that computes more.")
        asked = subject.declared(closing, lambda s, c=code: _opens(s, c))  # type: ignore[misc]
        yield Finding(closing, says.format(code=code), found.facts(), asked)


def _opens(subject: Subject, code: str) -> Witness | None:
    """A second transaction: the same, but that the item computes more (and no less densely)."""
    if code not in subject.plan.open_routes:
        return None
    greater = Formulas(subject.edition, Symbols("'", lambda fact: fact not in GROWING))
    here, there = subject.formulas.symbols, greater.symbols
    solver = subject.solver_for(subject.formulas, greater)
    solver.add(here.of(tx.item.tpp) < there.of(tx.item.tpp), here.of(tx.quantity) == 1)
    solver.add(*[_grows(here, there, fact) for fact in GROWING])
    plan, term = subject.plan, subject.plan.open_routes[code]
    required = z3.And(z3.Not(greater.of(plan.outside)), greater.of(plan.required))
    needed = z3.And(subject.required, _controlled(subject))
    claims = (needed, required, z3.Not(subject.route(code)), greater.of(term))
    return subject.witness(*claims, solver=solver)


def _grows(here: Symbols, there: Symbols, fact: Fact) -> z3.BoolRef:
    same = here.meant(fact) == there.meant(fact)
    return z3.And(same, here.of(fact) <= there.of(fact))


def _columns(subject: Subject) -> Iterator[Finding]:
    """The texts of one column only are those of the instruments, or what these replaced."""
    books, enforced = subject.edition, subject.enforced
    only = set(books.paragraphs) ^ set(enforced.paragraphs)
    announced = {p for p in only if p.enacted_by in NOT_ENFORCED}
    replaced = {older for p in announced for older in _replaced(p)} | announced
    for paragraph in sorted(only - replaced, key=lambda p: p.cite):
        says = _("{cite} stands in one column only, and no announcement accounts for it.")
        yield Finding((paragraph,), says.format(cite=paragraph.cite), {})
    yield from _decides_otherwise(subject, only)


def _replaced(paragraph: Paragraph) -> Iterator[Paragraph]:
    """What a paragraph stands in the place of, one after another."""
    for older in paragraph.replaces:
        yield older
        yield from _replaced(older)


def _decides_otherwise(subject: Subject, only: set[Paragraph]) -> Iterator[Finding]:
    """Where the two columns differ, one of the paragraphs in which they differ does."""
    books, enforced = subject.formulas, Formulas(subject.enforced, subject.formulas.symbols)
    plans = subject.plan, plan_of(subject.enforced)
    differ = [
        books.of(one) != enforced.of(other)
        for one, other in zip(plans[0].parts, plans[1].parts, strict=True)
    ]
    theirs = {p: enforced.paragraph(p) for p in subject.edition.paragraphs if p in only}
    same = [books.paragraph(p) == formula for p, formula in theirs.items()]
    found = subject.witness(z3.Or(differ), *same)
    if found is not None:
        says = _("The columns differ though every paragraph that differs agrees.")
        yield Finding(tuple(theirs), says, found.facts())


THEOREMS = (
    Theorem(
        "not-toward-macau-or-d5",
        "Nothing toward Macau, Country Group D:5 or an entity of theirs is excepted by AIA, ACM or LPP.",
        ("15 CFR 740.27(a)", "15 CFR 740.28(c)", "15 CFR 740.29(c)"),
        _toward_macau_or_d5,
    ),
    Theorem(
        "some-review-policy",
        "Every transaction that needs a license under 742.6 or 744.23 has a review policy.",
        ("15 CFR 742.6(b)(10)", "15 CFR 742.6(b)(14)", "15 CFR 744.23(d)"),
        _some_policy,
    ),
    Theorem(
        "one-review-policy",
        "No transaction has two review policies that say different things.",
        ("15 CFR 742.6(b)(10)", "15 CFR 742.6(b)(14)", "15 CFR 744.23(d)"),
        _one_policy,
    ),
    Theorem(
        "classification-is-a-partition",
        "No item falls under two of these paragraphs of the Commerce Control List.",
        ("supplement no. 1 to 15 CFR part 774",),
        _partition,
    ),
    Theorem(
        "never-wider-with-performance",
        "No exception opens because an item that needs a license under 742.6 or 744.23 computes more.",
        ("15 CFR 740.8", "15 CFR 740.25", "15 CFR 740.27", "15 CFR 740.28", "15 CFR 740.29"),
        _never_wider,
    ),
    Theorem(
        "columns-differ-by-announcement",
        "On the books and as enforced differ only through the paragraphs of the non-enforcement.",
        ("BIS announcement of 13 May 2025", "91 FR 43034"),
        _columns,
        of_both_columns=True,
    ),
)
