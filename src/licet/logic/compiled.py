"""Loops over rows as machine code: numba compiles a function when it is first called, and keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The function as machine code that runs beside other threads, kept on disk where that can be."""
    settings: dict[str, Any] = {"nogil": True, "boundscheck": False}
    try:
        made: F = numba.njit(cache=True, **settings)(function)
    except RuntimeError:  # there is no folder to keep it in
        made = numba.njit(**settings)(function)
    return made
