"""Reforms: another number, list of places or date for a paragraph that is cited, read from a file.

The file maps citations to changes (docs/reforms.md). What comes of it is another `Law`; every answer
under it says so. Nothing here touches the law itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from licet.decision.citations import Citation, unknown
from licet.decision.lookup import lists
from licet.decision.reform_values import (
    codes,
    day_of,
    exact,
    held,
    places_of,
    since_in_words,
    wrong,
)
from licet.errors import Fault, InputError
from licet.law.editions import Law, the_law
from licet.law.reformed import NEVER, REFORM, Reform
from licet.logic.dated import Dated, Exact, Group
from licet.logic.rules import Instrument, Paragraph
from licet.logic.walk import dated_numbers
from licet.logic.words import figure
from licet.words import _

WHOLE, DATES = ("number", "group"), ("from", "until", "in_force")
__all__ = ["Law", "reformed"]
KEYS = (*WHOLE, "since", *DATES, "enacted_by")


def reformed(data: Any, law: Law | None = None) -> Law:
    """The law with the changes in ``data``: by citation, what is to be other there.

    Raises `InputError` with a sentence for each change that cannot be made.
    """
    law = law or the_law()
    if not isinstance(data, Mapping) or not data:
        sentence = _(
            "a reform maps citations to changes, such as 15 CFR 740.29(d): {number: 50000000}."
        )
        raise InputError(sentence)
    made, faults = _Made(law), []
    for cite, change in data.items():
        try:
            made.change(str(cite), change)
        except InputError as error:
            faults += [Fault(f"{cite} {f.path}".strip(), f.sentence) for f in error.faults]
    if faults:
        raise InputError(faults)
    return law.reformed(made.reform())


class _Made:
    """A reform while its changes are read."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.numbers: dict[Dated, Dated] = {}
        self.groups: dict[Group, Group] = {}
        self.scopes: dict[Paragraph, dict[Group, Group]] = {}
        self.spans: dict[Paragraph, tuple[date, date | None]] = {}
        self.says: list[str] = []

    def reform(self) -> Reform:
        """What the changes come to."""
        return Reform(self.numbers, self.groups, self.scopes, self.spans, tuple(self.says))

    def change(self, cite: str, change: Any) -> None:
        """Take in what a citation's change says."""
        if not isinstance(change, Mapping) or not change:
            raise wrong(_("says what to change with {keys}."), keys=", ".join(KEYS))
        strange = [str(key) for key in change if key not in KEYS]
        if strange:
            sentence = _("{names} is no change; a change is one of {keys}.")
            raise wrong(sentence, names=", ".join(strange), keys=", ".join(KEYS))
        if not any(key in change for key in (*WHOLE, *DATES)):
            raise wrong(
                _("says nothing to change; write {keys}."), keys=", ".join((*WHOLE, *DATES))
            )
        since = day_of(change.get("since"), "since")
        paragraphs, listed, instruments = self._found(cite)
        if "number" in change:
            self._number(cite, paragraphs, change["number"], since)
        if "group" in change:
            self._group(cite, paragraphs, listed, change["group"], since)
        if any(key in change for key in DATES):
            self._dates(cite, paragraphs, instruments, change)

    # -- what is cited ------------------------------------------------------------------------------

    def _found(self, cite: str) -> tuple[list[Paragraph], dict[str, Group], list[Instrument]]:
        """The paragraphs, the list and the instruments at a citation, and not below it."""
        asked = Citation.read(cite)

        def is_it(other: str) -> bool:
            there = Citation.read(other)
            return asked.means(there) and there.text == asked.text

        paragraphs = [p for p in self.law.paragraphs if is_it(p.cite) and p.kind != "question"]
        listed = {name: group for name, group in lists().items() if is_it(name)}
        enacting = dict.fromkeys(p.enacted_by for p in self.law.paragraphs)
        instruments = [each for each in enacting if each.cite.casefold() == cite.strip().casefold()]
        if not (paragraphs or listed or instruments):
            known = {*(p.cite for p in self.law.paragraphs), *lists(), *(e.cite for e in enacting)}
            raise unknown(cite, sorted(known))
        return paragraphs, listed, instruments

    # -- numbers ------------------------------------------------------------------------------------

    def _number(self, cite: str, found: list[Paragraph], stated: Any, since: date | None) -> None:
        """One number for the paragraph's only one, or for each old value the new one."""
        numbers = list(dict.fromkeys(n for p in found for n in dated_numbers(p.term)))
        if not numbers:
            raise wrong(_("holds no number. {near}"), near=self._with_numbers(cite))
        if isinstance(stated, Mapping):
            pairs: list[tuple[Exact | None, Exact]]
            pairs = [(exact(old), exact(new)) for old, new in stated.items()]
        elif len(numbers) > 1:
            sentence = _("holds several numbers ({held}); write number: {{old: new}}.")
            raise wrong(sentence, held=held(numbers))
        else:
            pairs = [(None, exact(stated))]
        for old, new in pairs:
            self._put(cite, numbers, old, new, since)

    def _put(
        self, cite: str, numbers: list[Dated], old: Exact | None, new: Exact, since: date | None
    ) -> None:
        changed = 0
        for number in numbers:
            try:
                other = self.numbers.get(number, number).changed(old, new, since, REFORM.cite)
            except LookupError:
                continue
            self.numbers[number] = other
            changed += 1
            before = figure(old if old is not None else number.on(since or NEVER))
            sentence = _("{cite}: {new} {unit} instead of {before}{since}")
            self._say(
                sentence, cite=cite, new=figure(new), unit=_(number.unit), before=before,
                since=since_in_words(since),
            )  # fmt: skip
        if not changed:
            sentence = _("does not hold {old}; it holds {held}.")
            raise wrong(sentence, old=figure(old or 0), held=held(numbers))

    def _with_numbers(self, cite: str) -> str:
        """The paragraphs of the same section that hold numbers."""
        section = Citation.read(cite).text.partition("(")[0].strip()
        near = [
            p.cite
            for p in self.law.paragraphs
            if dated_numbers(p.term) and Citation.read(p.cite).text.startswith(section)
        ]
        names = "; ".join(dict.fromkeys(near))
        return _("In this section do: {names}.").format(names=names) if names else ""

    # -- lists of places ----------------------------------------------------------------------------

    def _group(
        self, cite: str, found: list[Paragraph], listed: dict[str, Group], stated: Any,
        since: date | None,
    ) -> None:  # fmt: skip
        """A list gets other members wherever it is used; a paragraph alone reads its list otherwise."""
        if not isinstance(stated, Mapping) or not set(stated) <= {"add", "remove", "of"}:
            raise wrong(_("a group is changed with add, remove, or both: group: {{add: [PL]}}."))
        more, fewer = (codes(stated.get(key), key) for key in ("add", "remove"))
        if not more and not fewer:
            raise wrong(_("adds no country and removes none."))
        if listed:
            for group in listed.values():
                self.groups[group] = self.groups.get(group, group).changed(more, fewer, since)
        else:
            self._scope(found, stated.get("of"), lambda g: g.changed(more, fewer, since))
        with_, without = (" ".join(sorted(each)) for each in (more, fewer))
        parts = [_("with {codes}").format(codes=with_)] if more else []
        parts += [_("without {codes}").format(codes=without)] if fewer else []
        self._say(
            "{cite}: {parts}{since}", cite=cite, parts=", ".join(parts), since=since_in_words(since)
        )

    def _scope(self, found: list[Paragraph], of: Any, change: Callable[[Group], Group]) -> None:
        read = {p: places_of(p) for p in found}
        names = sorted({group.name for groups in read.values() for group in groups})
        wanted = names if of is None else [name for name in names if name == of]
        if not names:
            raise wrong(_("refers to no list of places."))
        if len(wanted) != 1:
            sentence = _(
                "refers to several lists; write group: {{of: NAME, ...}} with one of: {names}."
            )
            raise wrong(sentence, names="; ".join(names))
        for paragraph, groups in read.items():
            for group in groups:
                if group.name == wanted[0]:
                    self.scopes.setdefault(paragraph, {})[group] = change(group)

    # -- dates --------------------------------------------------------------------------------------

    def _dates(
        self, cite: str, found: list[Paragraph], instruments: list[Instrument],
        change: Mapping[str, Any],
    ) -> None:  # fmt: skip
        """From when to when a paragraph counts, or everything that an instrument enacted."""
        starts, until = (day_of(change.get(key), key) for key in ("from", "until"))
        never = change.get("in_force", True)
        if not isinstance(never, bool):
            raise wrong(_("in_force is true or false."))
        if never is False:
            starts, until = NEVER, None
        if starts and until and until <= starts:
            raise wrong(_("ends before it begins."))
        if instruments:
            self._instruments(instruments, starts, until)
        else:
            self._paragraph(found, change.get("enacted_by"), starts, until)
        told = [_("never in force")] if starts == NEVER else []
        told += [_("from {day}").format(day=starts)] if starts and starts != NEVER else []
        told += [_("until {day}").format(day=until)] if until else []
        self._say("{cite}: {told}", cite=cite, told=", ".join(told))

    def _paragraph(
        self, found: list[Paragraph], by: Any, starts: date | None, until: date | None
    ) -> None:
        versions = [p for p in found if by is None or p.enacted_by.cite == by]
        if not versions:
            known = ", ".join(dict.fromkeys(p.enacted_by.cite for p in found))
            raise wrong(
                _("no version was enacted by {by}; there are: {known}."), by=by, known=known
            )
        if len({p.enacted_by.cite for p in versions}) > 1:
            known = ", ".join(dict.fromkeys(p.enacted_by.cite for p in versions))
            sentence = _(
                "has several versions; say whose is meant with enacted_by: one of {known}."
            )
            raise wrong(sentence, known=known)
        for paragraph in versions:
            self.spans[paragraph] = (starts or paragraph.starts, until or paragraph.until)

    def _instruments(
        self, instruments: list[Instrument], starts: date | None, until: date | None
    ) -> None:
        """All of it by as many days later or earlier; what ended with it ends with it still."""
        main = min(each.complied for each in instruments)
        by = timedelta(0) if starts in (None, NEVER) else starts - main
        for paragraph in self.law.paragraphs:
            own, ended = paragraph.enacted_by, paragraph.ended_by
            begins, ends = self.spans.get(paragraph, (paragraph.starts, paragraph.until))
            if own in instruments:
                begins = NEVER if starts == NEVER else paragraph.starts + by
                ends = until or ends
            if ended in instruments and own not in instruments:
                ends = None if starts == NEVER else ended.complied + by
            if own in instruments or ended in instruments:
                self.spans[paragraph] = (begins, ends)

    def _say(self, sentence: str, **values: Any) -> None:
        self.says.append(sentence.format(**values))
