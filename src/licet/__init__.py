"""licet (Latin: it is permitted): US export controls on AI chips and model weights, decided."""

from __future__ import annotations

from typing import Any

from licet.errors import Fault, InputError

__all__ = ["Fault", "InputError", "decide", "determine"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`decide` and `determine`, read with the law when they are first asked for."""
    if name in ("decide", "determine"):
        from licet import decision

        return getattr(decision, name)
    raise AttributeError(f"licet has no {name}")
