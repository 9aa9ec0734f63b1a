"""What a scan found: files, and the checkpoints that they make up."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class File:
    """One file of a checkpoint. ``sha256`` is of its bytes; ``parameters`` of its headers."""

    path: str
    bytes: int
    format: str | None = None
    parameters: int | None = None
    precision: dict[str, int] = field(default_factory=dict)
    tensors: int = 0
    sha256: str | None = None
    base_models: tuple[str, ...] = ()
    license: str | None = None
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The same as JSON."""
        names = ("path", "format", "parameters", "precision", "tensors", "bytes", "sha256")
        found = {name: getattr(self, name) for name in names}
        return found | {"faults": list(self.faults), "warnings": list(self.warnings)}


@dataclass(frozen=True)
class Checkpoint:
    """A model in one file or several. What it declares of itself is repeated, not verified.

    ``parameters`` counts the values of all tensors, ``None`` where a file does not say. ``sha256``
    of several files is that of their lines "hash  name", sorted by name.
    """

    path: str
    files: tuple[File, ...]
    base_models: tuple[str, ...]
    license: str | None
    architecture: str | None
    faults: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def format(self) -> str | None:
        """The format of its files."""
        return next((file.format for file in self.files if file.format), None)

    @property
    def bytes(self) -> int:
        """The bytes of its files."""
        return sum(file.bytes for file in self.files)

    @property
    def tensors(self) -> int:
        """The tensors in its files."""
        return sum(file.tensors for file in self.files)

    @property
    def parameters(self) -> int | None:
        """The values of all tensors; ``None`` where a file does not say."""
        counts = [file.parameters for file in self.files]
        return None if None in counts or not counts else sum(n for n in counts if n is not None)

    @property
    def precision(self) -> dict[str, int]:
        """How many values there are of each type."""
        found: Counter[str] = Counter()
        for file in self.files:
            found.update(file.precision)
        return dict(found)

    @property
    def sha256(self) -> str | None:
        """The content hash; ``None`` where the bytes were not read."""
        hashes = {Path(file.path).name: file.sha256 for file in self.files}
        if None in hashes.values() or not hashes:
            return None
        if len(hashes) == 1:
            return next(iter(hashes.values()))
        lines = "".join(f"{hashed}  {name}\n" for name, hashed in sorted(hashes.items()))
        return hashlib.sha256(lines.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The same as JSON."""
        names = ("path", "format", "parameters", "precision", "tensors", "bytes", "sha256")
        found = {name: getattr(self, name) for name in names} | {
            "base_models": list(self.base_models),
            "license": self.license,
            "architecture": self.architecture,
            "faults": list(self.faults),
            "warnings": list(self.warnings),
        }
        many = len(self.files) > 1
        return found | ({"files": [file.to_json() for file in self.files]} if many else {})
