"""A bar with the time left on standard error, where a person watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from licet.words import _


@contextmanager
def counting(rows: int | None = None, least: int = 0) -> Iterator[Callable[[int], object]]:
    """Yields what is called with how many are done; nothing is drawn below ``least``.

    Without ``rows`` the first call says how many there will be.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    if not console.is_terminal or (rows is not None and rows < least):
        yield lambda count: None
        return
    rate = TextColumn(_("{rate} a second").format(rate="{task.speed:,.0f}"))
    with Progress(
        BarColumn(),
        MofNCompleteColumn(),
        rate,
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task("", total=rows)

        def done(count: int) -> None:
            if progress.tasks[0].total is None:
                progress.update(task, total=count)
            else:
                progress.advance(task, count)

        yield done
