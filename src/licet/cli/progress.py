"""A bar with the time left on standard error, where a person watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from licet.words import _


@contextmanager
def counting(rows: int | None = None, least: int = 0) -> Iterator[Callable[[int], object]]:
    """Yields what is called with how many are done; nothing is drawn below ``least``.

    Without ``rows`` the first call says how many there will be.
    """
    if rows is not None and rows < least:
        yield lambda count: None
        return
    with _bar() as progress:
        if progress is None:
            yield lambda count: None
            return
        task = progress.add_task("", total=rows)

        def done(count: int) -> None:
            if progress.tasks[0].total is None:
                progress.update(task, total=count)
            else:
                progress.advance(task, count)

        yield done


@contextmanager
def streaming() -> Iterator[Callable[[int, int | None], object]]:
    """Yields what is called with how many more are done, and how many there are as far as told."""
    with _bar() as progress:
        if progress is None:
            yield lambda count, expected: None
            return
        task = progress.add_task("", total=None)
        yield lambda count, expected: progress.update(task, advance=count, total=expected)


@contextmanager
def _bar() -> Iterator[Any]:
    """The bar; none where nobody watches."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    rate = TextColumn(_("{rate} a second").format(rate="{task.speed:,.0f}"))
    columns = (BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield progress
