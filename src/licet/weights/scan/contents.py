"""What a reader finds in a checkpoint file, and how it says that the file is broken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import BinaryIO

from licet.words import _


class Broken(Exception):  # noqa: N818 (the file is broken, not licet)
    """The file cannot be read as what it claims to be; the message is the sentence for a person.

    ``warnings`` are what was found in it before.
    """

    def __init__(self, sentence: str, warnings: list[str] | None = None) -> None:
        super().__init__(sentence)
        self.warnings = warnings or []


@dataclass
class Contents:
    """What the headers of one file say. Nothing in the file was executed, no tensor was loaded.

    ``precision`` counts the values of each type; its sum is the number of parameters, buffers and
    packed values among them. It is empty where the format does not say.
    """

    format: str
    precision: Counter[str] = field(default_factory=Counter)
    tensors: int = 0
    base_models: list[str] = field(default_factory=list)
    license: str | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def parameters(self) -> int:
        """The values in all tensors."""
        return self.precision.total()


class Reader:
    """A file that is read forward within its bounds; what lies beyond its end is a `Broken` file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file, self.size = file, size
        self.position = 0

    def read(self, count: int, what: str) -> bytes:
        """The next ``count`` bytes, which are ``what``."""
        self._within(count, what)
        found = self.file.read(count)
        self.position += len(found)
        if len(found) < count:
            raise Broken(_("the file became shorter while it was read."))
        return found

    def skip(self, count: int, what: str) -> None:
        """Pass over the next ``count`` bytes, which are ``what``."""
        self._within(count, what)
        self.file.seek(count, 1)
        self.position += count

    def left(self) -> int:
        """The bytes between here and the end of the file."""
        return self.size - self.position

    def _within(self, count: int, what: str) -> None:
        if count > self.left():
            sentence = _("cut off: {what} needs {count} bytes from byte {at} on, {left} are there.")
            raise Broken(
                sentence.format(
                    what=what,
                    count=f"{count:,}",
                    at=f"{self.position:,}",
                    left=f"{self.left():,}",
                )
            )
