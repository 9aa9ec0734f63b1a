"""What changed between two laws, for a person."""

from __future__ import annotations

import textwrap
from typing import Any

from licet.cli.words import outcome_in_words, place_in_words, policy_in_words, short
from licet.words import _

FEW = 6
"""So many chips or places are named; the rest is counted."""


def classes(found: dict[str, list[Any]]) -> str:
    """The classes of chips and places, by column; once, where both columns have the same."""
    if not any(found.values()):
        return ""
    books, enforced = (_classes(found[name]) for name in ("on_the_books", "as_enforced"))
    head = _(
        "Chips of the catalog, to a private buyer at home there, with every certificate in place"
    )
    if books == enforced:
        return "\n".join([head, *books])
    rows = [head, _("On the books"), *(books or [_("  nothing changed.")])]
    return "\n".join([*rows, _("As enforced"), *(enforced or [_("  nothing changed.")])])


def _classes(column: list[Any]) -> list[str]:
    decided = [each for each in column if not each.is_open]
    rows = [line for each in decided for line in _wrapped(_class(each), "  ")]
    left = {chip for each in column if each.is_open for chip in each.chips}
    if left:
        sentence = _("{count} chips are not known well enough to say (--json names them).")
        rows.append("  " + sentence.format(count=len(left)))
    return rows


def _class(each: Any) -> str:
    return _("{chips} to {places}: {before} before, {after} after").format(
        chips=_some(each.chips, _("{names} and {more} more")),
        places=_some([place_in_words(code) for code in each.places], _("{names} and {more} more")),
        before=_status(each.before),
        after=_status(each.after),
    )


def _some(names: Any, sentence: str) -> str:
    shown = list(names)[:FEW]
    if len(names) <= FEW:
        return ", ".join(shown)
    return sentence.format(names=", ".join(shown), more=len(names) - FEW)


def _status(step: Any) -> str:
    if step.status == "excepted":
        return _("{routes} available").format(routes=", ".join(step.by))
    policies = {
        "presumption_of_approval": _("license, presumption of approval"),
        "presumption_of_denial": _("license, presumption of denial"),
        "policy_of_denial": _("license, policy of denial"),
        "case_by_case": _("license, case by case"),
    }
    names = {
        "free": _("free"),
        "informed": _("free but for a letter"),
        "undetermined": _("undetermined"),
    }
    return names.get(step.status) or policies.get(step.review_policy, _("license"))


def paragraphs(columns: dict[str, list[Any]]) -> str:
    """The paragraphs that changed, with what shows each; once, where both columns have the same."""
    if _key(columns["on_the_books"]) == _key(columns["as_enforced"]):
        return _column(_("Paragraphs, both columns"), columns["as_enforced"])
    books = _column(_("Paragraphs, on the books"), columns["on_the_books"])
    return books + "\n\n" + _column(_("Paragraphs, as enforced"), columns["as_enforced"])


def _key(changes: list[Any]) -> list[Any]:
    return [(each.before, each.after, each.decided) for each in changes]


def _column(title: str, changes: list[Any]) -> str:
    if not changes:
        return f"{title}: " + _("nothing changed.")
    return "\n".join([title, *(_change(each) for each in changes)])


def _change(change: Any) -> str:
    rows = [f"  {short(change.paragraph.cite)}{_kind(change.paragraph.kind)}"]
    if change.because:
        rows += _wrapped(_(change.paragraph.says))
        rows += _wrapped("~ " + "; ".join(change.because))
    else:
        if change.before is not None:
            rows += _wrapped("- " + _(change.before.says))
        if change.after is not None:
            by = change.after.enacted_by.cite
            rows += _wrapped("+ " + _(change.after.says) + f" ({by})")
    if change.decided is not None:
        rows += _wrapped("> " + _example(change))
    return "\n".join(rows)


def _kind(kind: str) -> str:
    named = {
        "question": _("open question"),
        "duty": _("duty"),
        "red flag": _("red flag"),
        "statement": _("statement"),
    }
    return f" ({named[kind]})" if kind in named else ""


def _example(change: Any) -> str:
    line = change.facts["lines"][0]
    ((kind, item), *_more) = line["item"].items()
    what = item if isinstance(item, str) else kind.replace("_", " ")
    if isinstance(item, dict) and "tpp" in item:
        what += " " + _("of {tpp} TPP").format(tpp=f"{item['tpp']:,}")
    before, after = (_decided(each) for each in change.decided)
    return _("{what} to {place}: before: {before} After: {after}").format(
        what=what, place=place_in_words(change.facts["destination"]), before=before, after=after
    )


def _decided(told: dict[str, Any]) -> str:
    said = [outcome_in_words(told["outcome"])]
    if told["open"]:
        said.append(_("Open: {routes}.").format(routes=", ".join(told["open"])))
    if told["outcome"] == "license_required" and told["review_policy"]:
        said.append(policy_in_words(told["review_policy"]))
    return " ".join(said)


def _wrapped(text: str, indent: str = "    ") -> list[str]:
    return textwrap.wrap(text, 96, initial_indent=indent, subsequent_indent=indent + "  ")
