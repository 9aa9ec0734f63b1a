"""Which files of a folder are checkpoints, and which of their links may be followed.

A link is followed only within the folder that was named, and within a model cache from a snapshot to
the blobs of the same model (huggingface_hub: models--x/snapshots/y/file -> models--x/blobs/hash).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from licet.words import _

READ = {".safetensors", ".gguf", ".onnx", ".pt", ".pth", ".ckpt", ".jit", ".ptl", ".pkl", ".pickle"}
NOT_READ = {".h5", ".hdf5", ".keras", ".tflite", ".npz", ".msgpack", ".engine", ".mlmodel", ".nemo"}
MAYBE = {"", ".bin", ".zip", ".pdparams", ".joblib", ".model", ".weights"}
"""Endings that say little: such a file is a checkpoint where its first bytes say so."""
SNAPSHOTS, BLOBS = "snapshots", "blobs"


@dataclass(frozen=True)
class Candidate:
    """A file that may be a checkpoint (``named``: it was asked for), or why it was not looked at."""

    path: Path
    fault: str | None = None
    named: bool = False


def candidates(root: Path) -> Iterator[Candidate]:
    """The files under ``root``, by name, a folder at a time; the blobs of a cache last."""
    if not root.is_dir():
        fault = None if root.exists() else _("there is no such file.")
        yield Candidate(root, fault, named=True)
        return
    real = Path(os.path.realpath(root))
    seen: set[tuple[int, int]] = set()
    stack = [root]
    while stack:
        folder = stack.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Candidate(folder, _("it cannot be read: {why}.").format(why=error.strerror))
            continue
        folders = [e.path for e in entries if e.is_dir(follow_symlinks=False)]
        folders.sort(key=lambda path: (Path(path).name == BLOBS, path), reverse=True)
        stack += [Path(path) for path in folders]
        for entry in entries:
            yield from _entry(entry, real, seen)


def _entry(entry: os.DirEntry[str], root: Path, seen: set[tuple[int, int]]) -> Iterator[Candidate]:
    path = Path(entry.path)
    if entry.is_symlink():
        yield from _link(path, root, seen)
    elif entry.is_file(follow_symlinks=False):
        found = entry.stat(follow_symlinks=False)
        if not (path.parent.name == BLOBS and (found.st_dev, found.st_ino) in seen):
            yield Candidate(path)
    elif path.suffix in READ and not entry.is_dir(follow_symlinks=False):
        yield Candidate(path, _("it is not a regular file."))


def _link(path: Path, root: Path, seen: set[tuple[int, int]]) -> Iterator[Candidate]:
    target = Path(os.path.realpath(path))
    gone = _("it is a link to {target}, which is not there.").format(target=target)
    if own_blob(path, target):
        try:
            found = target.stat()
        except OSError:
            yield Candidate(path, gone)
            return
        if stat.S_ISREG(found.st_mode):
            seen.add((found.st_dev, found.st_ino))
            yield Candidate(path)
    elif not target.is_relative_to(root):
        sentence = _("it is a link to {target}, outside the folder; it was not followed.")
        yield Candidate(path, sentence.format(target=target))
    elif not target.exists():
        yield Candidate(path, gone)


def own_blob(path: Path, target: Path) -> bool:
    """Whether the link leads from a snapshot of a model cache to a blob of the same model."""
    above = Path(os.path.realpath(path.parent))
    parts = above.parts
    if SNAPSHOTS not in parts:
        return False
    at = len(parts) - 1 - parts[::-1].index(SNAPSHOTS)
    return target.parent == Path(*parts[:at], BLOBS)
