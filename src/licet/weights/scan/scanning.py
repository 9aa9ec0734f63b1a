"""The scan: from paths to checkpoints, with a sentence for each thing that is wrong with one."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from licet.weights.scan import gguf, onnx, safetensors, torch
from licet.weights.scan.contents import Broken, Contents, Reader
from licet.weights.scan.declared import Declared, declared_in
from licet.weights.scan.files import MAYBE, NOT_READ, READ, Candidate, candidates
from licet.weights.scan.found import Checkpoint, File
from licet.weights.scan.sharded import Index, read_index
from licet.words import _

PART = re.compile(r"(?P<stem>.+)-(?P<n>\d{5})-of-(?P<of>\d{5})(?P<end>\.\w+)")
INDEX = ".index.json"
Told = Callable[[int], None]


def scan(
    paths: Iterable[str | Path],
    *,
    hashes: bool = True,
    hashed: Callable[[int], None] | None = None,
) -> Iterator[Checkpoint]:
    """The checkpoints at and under ``paths``, a folder at a time.

    A file that is broken, or that may not be followed, is a checkpoint with ``faults``. Without
    ``hashes`` only headers are read; with them every byte is, and ``hashed`` is told of each stretch.
    """
    for path in paths:
        found = candidates(Path(path))
        for folder, inside in groupby(found, key=lambda candidate: candidate.path.parent):
            yield from _folder(folder, list(inside), (hashed or _nobody) if hashes else None)


def _nobody(_count: int) -> None:
    """Nobody is told how many bytes were hashed."""


def _folder(folder: Path, inside: list[Candidate], hashed: Told | None) -> Iterator[Checkpoint]:
    indexes = [c.path for c in inside if not c.fault and c.path.name.endswith(INDEX)]
    read = [(c.path, _file(c, hashed)) for c in inside if not c.path.name.endswith(INDEX)]
    files = {path.name: file for path, file in read if file is not None}
    if not files and not indexes:
        return
    declared = declared_in(folder)
    for listed in indexes:
        index = read_index(listed)
        shards = [files.pop(name) for name in index.shards if name in files]
        yield _checkpoint(str(listed), shards, declared, _index_faults(index, shards))
    for stem, names in groupby(sorted(files, key=_group), key=_group):
        parts = [files[name] for name in names]
        missing = _missing_parts([Path(part.path).name for part in parts])
        path = str(folder / stem) if len(parts) > 1 else parts[0].path
        yield _checkpoint(path, parts, declared, missing)


def _group(name: str) -> str:
    part = PART.fullmatch(name)
    return f"{part['stem']}-*-of-{part['of']}{part['end']}" if part else name


def _missing_parts(names: list[str]) -> list[str]:
    part = PART.fullmatch(names[0])
    if part is None or int(part["of"]) <= len(names):
        return []
    sentence = _("{there} of its {all} parts are there.")
    return [sentence.format(there=len(names), all=int(part["of"]))]


def _index_faults(index: Index, shards: list[File]) -> list[str]:
    faults = list(index.faults)
    there = {Path(shard.path).name for shard in shards}
    missing = [name for name in index.shards if name not in there]
    if missing:
        sentence = _("parts are missing, {count} of {all}: {names}.")
        shown = ", ".join(missing[:3]) + (", ..." if len(missing) > 3 else "")
        count = len(missing)
        faults.append(sentence.format(all=len(index.shards), count=count, names=shown))
    tensors = sum(shard.tensors for shard in shards)
    if not missing and index.tensors != tensors and all(s.parameters is not None for s in shards):
        sentence = _("its index lists {listed} tensors, its parts hold {held}.")
        faults.append(sentence.format(listed=f"{index.tensors:,}", held=f"{tensors:,}"))
    return faults


def _checkpoint(path: str, files: list[File], declared: Declared, faults: list[str]) -> Checkpoint:
    bases = dict.fromkeys([*declared.base_models, *(b for f in files for b in f.base_models)])
    licenses = [file.license for file in files if file.license]
    several = len(files) > 1

    def told(name: str) -> list[str]:
        said = [(Path(file.path).name, each) for file in files for each in getattr(file, name)]
        return [f"{where}: {each}" if several else each for where, each in said]

    return Checkpoint(
        path=path,
        files=tuple(files),
        base_models=tuple(bases),
        license=declared.license or (licenses[0] if licenses else None),
        architecture=declared.architecture,
        faults=tuple(faults + told("faults")),
        warnings=(*declared.warnings, *told("warnings")),
    )


def _file(candidate: Candidate, hashed: Told | None) -> File | None:
    """The file by its headers; nothing where it is no checkpoint."""
    path = candidate.path
    if candidate.fault is not None:
        return File(str(path), 0, faults=(candidate.fault,))
    try:
        with open(path, "rb", buffering=1 << 16, opener=_without_waiting) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                return File(str(path), 0, faults=(_("it is not a regular file."),))
            size, faults, contents = found.st_size, [], None
            try:
                contents = _contents(path, Reader(file, size))
                if contents is None and not candidate.named:
                    return None
                if contents is None:
                    raise Broken(_("its first bytes are of no format that licet reads."))
            except Broken as broken:
                faults = [str(broken)]
                contents = Contents("", warnings=broken.warnings)
            file.seek(0)
            digest = None if hashed is None else _hash(file, hashed)
    except OSError as error:
        sentence = _("it cannot be read: {why}.").format(why=error.strerror)
        return File(str(path), 0, faults=(sentence,))
    return _described(path, size, contents, faults, digest)


def _hash(file: BinaryIO, hashed: Told) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
        hashed(len(chunk))
    return digest.hexdigest()


def _without_waiting(path: str, flags: int) -> int:
    """Open so that a pipe without a writer does not block."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _described(
    path: Path, size: int, contents: Contents, faults: list[str], hashed: str | None
) -> File:
    known = bool(contents.format) and contents.format != "pickle"
    return File(
        path=str(path),
        bytes=size,
        format=contents.format or None,
        parameters=contents.parameters if known else None,
        precision=dict(contents.precision),
        tensors=contents.tensors,
        sha256=hashed,
        base_models=tuple(contents.base_models),
        license=contents.license,
        faults=tuple(faults),
        warnings=tuple(contents.warnings),
    )


def _contents(path: Path, reader: Reader) -> Contents | None:
    """What the file holds, by its first bytes and its ending; nothing where it is no checkpoint."""
    ending = path.suffix.lower()
    if ending in NOT_READ:
        raise Broken(_("licet does not read the format {ending}.").format(ending=ending))
    head = reader.file.read(16)
    reader.file.seek(0)
    tensors = head[8:9] == b"{" and int.from_bytes(head[:8], "little") <= reader.size
    if ending not in READ and ending not in MAYBE and not (tensors or head.startswith(b"GGUF")):
        return None
    if ending == ".onnx":
        return _onnx(path, reader)
    if head.startswith(b"GGUF"):
        return gguf.read(reader)
    if head.startswith(b"PK"):
        contents = torch.read_archive(reader)
        if contents is not None or ending not in READ:
            return contents
    elif head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return torch.read_pickles(reader)
    elif ending == ".safetensors" or tensors:
        return safetensors.read(reader)
    elif ending in (".pkl", ".pickle"):
        return torch.read_pickles(reader)
    if ending not in READ and not path.name.startswith(("pytorch_model", "adapter_model")):
        return None
    raise Broken(_("its first bytes are of no format that licet reads."))


def _onnx(path: Path, reader: Reader) -> Contents:
    """An ONNX model, and whether the files with its data lie in its folder."""
    contents, external = onnx.read(reader)
    for name in sorted(external):
        beside = (path.parent / name).resolve()
        if not beside.is_relative_to(path.parent.resolve()):
            sentence = _("it takes data from {name}, outside its folder; it was not followed.")
            contents.warnings.append(sentence.format(name=name[:200]))
        elif not beside.is_file():
            sentence = _("it takes data from {name}, which is not there.")
            contents.warnings.append(sentence.format(name=name[:200]))
    return contents
