"""What went wrong with the input, as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong: ``path`` names the field, ``sentence`` says what is wrong and what is right."""

    path: str
    sentence: str

    def __str__(self) -> str:
        """The fault in one line."""
        return f"{self.path}: {self.sentence}" if self.path else self.sentence


class InputError(ValueError):
    """The input cannot be read as it is. ``faults`` holds every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault] | str) -> None:
        self.faults = [Fault("", faults)] if isinstance(faults, str) else list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
