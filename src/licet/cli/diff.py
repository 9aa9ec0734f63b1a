"""`licet diff`: what changed between the laws of two dates, with transactions that show it."""

from __future__ import annotations

import textwrap
from typing import Any

import click

from licet.cli.files import written
from licet.cli.words import outcome_in_words, place_in_words, policy_in_words, short
from licet.facts.parsing import a_date
from licet.words import _


@click.command(name="diff")
@click.argument("one", metavar="DATE")
@click.argument("other", metavar="DATE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def command(one: str, other: str, as_json: bool) -> int:
    """The paragraphs that changed from one date's law to another's, by column.

    Each comes with a transaction that the two laws decide differently, where one shows it; --json
    gives that transaction in full.
    """
    from licet.proofs.diff import diff

    columns = diff(a_date(one, "DATE"), a_date(other, "DATE"))
    if as_json:
        told = {name: [each.to_dict() for each in changes] for name, changes in columns.items()}
        click.echo(written({"from": one, "to": other, **told}))
        return 0
    same = _key(columns["on_the_books"]) == _key(columns["as_enforced"])
    if same:
        click.echo(_column(_("Both columns"), columns["as_enforced"]))
        return 0
    click.echo(_column(_("On the books"), columns["on_the_books"]) + "\n")
    click.echo(_column(_("As enforced"), columns["as_enforced"]))
    return 0


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
    named = {"question": _("open question"), "duty": _("duty"), "red flag": _("red flag")}
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


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 96, initial_indent="    ", subsequent_indent="      ")
