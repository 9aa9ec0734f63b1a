"""Another law: the same paragraphs with other numbers, groups or dates. The law itself stays as it is.

`licet.decision.reforms` reads a reform from a file and says what it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from licet.logic.dated import Dated, Exact, Group
from licet.logic.rules import Instrument, Paragraph, Spans
from licet.logic.terms import Member, Term
from licet.logic.walk import dated_numbers, groups, rebuilt

NEVER = date.max
"""The day from which a text counts that never does."""

REFORM = Instrument(
    cite="reform",
    title="A reform that somebody tries out: not the law",
    published=date.min,
    effective=date.min,
    complied=date.min,
    confidence="U",
    source="the file that was named",
    in_force=False,
)


@dataclass(frozen=True, eq=False)
class Reform:
    """What is other than in the law.

    ``numbers`` and ``groups``: what stands in the place of a number and of a list, wherever the law
    uses it. ``scopes``: by paragraph, the groups that it alone reads otherwise. ``spans``: by
    paragraph, from when to when it counts. ``says``: a sentence for each change.
    """

    numbers: Mapping[Dated, Dated] = field(default_factory=dict)
    groups: Mapping[Group, Group] = field(default_factory=dict)
    scopes: Mapping[Paragraph, Mapping[Group, Group]] = field(default_factory=dict)
    spans: Spans = field(default_factory=dict)
    says: tuple[str, ...] = ()
    _known: dict[Group, Group] = field(default_factory=dict)
    _terms: dict[Paragraph, Term] = field(default_factory=dict)

    def number(self, dated: Dated, day: date) -> Exact:
        """The number of the day."""
        return self.numbers.get(dated, dated).on(day)

    def group(self, group: Group) -> Group:
        """The group, with other lists in it where the reform changes them."""
        if group not in self._known:
            self._known[group] = group.with_parts(self.groups) if self.groups else group
        return self._known[group]

    def term(self, paragraph: Paragraph) -> Term:
        """What the paragraph says."""
        if paragraph not in self.scopes:
            return paragraph.term
        if paragraph not in self._terms:
            instead = self.scopes[paragraph]

            def change(part: Member) -> Term:
                other = instead.get(part.group)
                return part if other is None else Member(part.fact, other)

            self._terms[paragraph] = rebuilt(paragraph.term, change)
        return self._terms[paragraph]

    def touches(self, paragraph: Paragraph) -> bool:
        """Whether the paragraph itself is other than in the law."""
        return (
            paragraph in self.scopes
            or paragraph in self.spans
            or any(number in self.numbers for number in dated_numbers(paragraph.term))
            or any(self.group(group) is not group for group in groups(paragraph.term))
        )

    def changes(self, paragraph: Paragraph) -> set[date]:
        """The days on which the paragraph begins, ends, or says something else."""
        starts, until = paragraph.span(self.spans)
        days = {starts, *([until] if until else [])} - {NEVER}
        for number in dated_numbers(paragraph.term):
            days.update(self.numbers.get(number, number).changes)
        for group in groups(self.term(paragraph)):
            days.update(self.group(group).changes)
        return days


AS_IT_IS = Reform()
"""No reform."""
