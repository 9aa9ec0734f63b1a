"""A PyTorch checkpoint: a zip archive of pickles and storages, or the pickles of before 2020.

Source of the format: torch/serialization.py and torch/csrc/jit/docs/serialization.md of PyTorch.
Tied tensors share a storage and count once.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from licet.weights.scan.contents import Broken, Contents, Reader
from licet.weights.scan.pickles import Bounded, Findings, Global, Machine
from licet.words import _

LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
LARGEST_DIRECTORY = 64 << 20
LARGEST_PICKLE = 256 << 20
IN_MEMORY = 4 << 20
"""A pickle up to this size is read at once; what it claims to hold can be no more than is there."""
MOST_PICKLES = 64
END_OF_DIRECTORY, END_OF_DIRECTORY_64 = b"PK\x05\x06", b"PK\x06\x06"
WIDE_RECORD_AND_LOCATOR = 56 + 20
STORAGES = {
    "DoubleStorage": ("F64", 8), "FloatStorage": ("F32", 4), "HalfStorage": ("F16", 2),
    "BFloat16Storage": ("BF16", 2), "LongStorage": ("I64", 8), "IntStorage": ("I32", 4),
    "ShortStorage": ("I16", 2), "CharStorage": ("I8", 1), "ByteStorage": ("U8", 1),
    "BoolStorage": ("BOOL", 1), "ComplexFloatStorage": ("C64", 8),
    "ComplexDoubleStorage": ("C128", 16), "QInt8Storage": ("I8", 1), "QUInt8Storage": ("U8", 1),
    "QInt32Storage": ("I32", 4), "QUInt4x2Storage": ("U8", 1), "QUInt2x4Storage": ("U8", 1),
    "UntypedStorage": ("U8", 1),
}  # fmt: skip
"""The type of a storage's values, and the bytes of one."""

Storage = tuple[str, int, int]
"""The type of its values, how many there are, and the bytes of one."""


def read_archive(reader: Reader) -> Contents | None:
    """The storages that the archive's pickles name. Nothing where it is some other zip file."""
    _small_enough(reader)
    try:
        with zipfile.ZipFile(reader.file) as archive:
            return _read_archive(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        why = str(error)[:120].rstrip(".")
        raise Broken(_("its zip archive cannot be read: {why}.").format(why=why)) from None


def _small_enough(reader: Reader) -> None:
    """Refuse a directory of a size that no checkpoint has, before it is read into memory."""
    tail = min(reader.size, 22 + (1 << 16) + 76)
    reader.file.seek(reader.size - tail)
    end = reader.file.read(tail)
    at = end.rfind(END_OF_DIRECTORY)
    if at < 0:
        raise Broken(_("cut off: the directory at the end of its zip archive is missing."))
    size = int.from_bytes(end[at + 12 : at + 16], "little")
    wide = at - WIDE_RECORD_AND_LOCATOR
    if wide >= 0 and end[wide : wide + 4] == END_OF_DIRECTORY_64:
        size = int.from_bytes(end[wide + 40 : wide + 48], "little")
    if size > LARGEST_DIRECTORY:
        sentence = _("the directory of its zip archive claims {count} bytes; none needs so many.")
        raise Broken(sentence.format(count=f"{size:,}"))
    reader.file.seek(0)


def _read_archive(archive: zipfile.ZipFile) -> Contents | None:
    entries = {info.filename: info for info in archive.infolist()}
    pickles = [name for name in entries if name.endswith(".pkl")]
    if not any(name.rpartition("/")[2] == "data.pkl" for name in pickles):
        return None
    code = any("/code/" in name for name in entries)
    contents = Contents("TorchScript archive" if code else "PyTorch archive")
    if code:
        contents.warnings.append(_("it holds TorchScript code, which runs when the model is used."))
    for name in pickles[:MOST_PICKLES]:
        storages = _read_pickle(archive, entries[name], contents)
        folder = name.removesuffix(".pkl")
        for key, (kind, count, width) in storages.items():
            stored = entries.get(f"{folder}/{key}")
            if stored is None or stored.file_size < count * width:
                sentence = _("cut off: the storage {key} of {count} values is not whole in it.")
                short = sentence.format(key=key[:40], count=f"{count:,}")
                raise Broken(short, contents.warnings)
            contents.precision[kind] += count
            contents.tensors += 1
    return contents


def _read_pickle(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, contents: Contents
) -> dict[str, Storage]:
    if info.file_size > LARGEST_PICKLE:
        sentence = _("a zip bomb: {name} would unpack from {packed} to {size} bytes.")
        raise Broken(
            sentence.format(
                name=info.filename[:80],
                packed=f"{info.compress_size:,}",
                size=f"{info.file_size:,}",
            )
        )
    machine = Machine()
    with archive.open(info) as packed:
        try:
            if info.file_size <= IN_MEMORY:
                found = machine.run(BytesIO(packed.read(info.file_size)))
            else:
                found = machine.run(Bounded(packed, info.file_size))  # type: ignore[arg-type]
        except Broken as broken:
            raise Broken(str(broken), contents.warnings + machine.found.warnings()) from None
    contents.warnings += [w for w in found.warnings() if w not in contents.warnings]
    return _storages(found, contents)


def _storages(found: Findings, contents: Contents) -> dict[str, Storage]:
    """The storages that a pickle names, each once. A tied tensor names one a second time."""
    storages: dict[str, Storage] = {}
    for named in found.persistent:
        match named:
            case ("storage", Global(name=str(kind)), str(key), _place, int(count), *_view) if (
                kind in STORAGES and count >= 0
            ):
                label, width = STORAGES[kind]
                storages[key] = (label, count, width)
            case _unknown:
                warning = _("it refers to storages in a way that licet does not know.")
                contents.warnings += [warning] if warning not in contents.warnings else []
    return storages


def read_pickles(reader: Reader) -> Contents:
    """A checkpoint of PyTorch before 1.6, or any other pickle, whose arrays are not counted."""
    first = _one(reader, [])
    if first.first != LEGACY_MAGIC:
        contents = Contents("pickle", warnings=first.warnings())
        contents.warnings.append(_("it is a plain pickle; its parameters are not counted."))
        return contents
    contents = Contents("PyTorch, before 1.6")
    seen: dict[str, Storage] = {}
    for _part in ("protocol", "system", "object", "keys"):
        found = _one(reader, contents.warnings)
        contents.warnings += [w for w in found.warnings() if w not in contents.warnings]
        seen |= _storages(found, contents)
    _count_legacy(reader, contents, seen)
    return contents


def _one(reader: Reader, before: list[str]) -> Findings:
    machine = Machine()
    try:
        found = machine.run(Bounded(reader.file, reader.left()))
    except Broken as broken:
        raise Broken(str(broken), before + machine.found.warnings()) from None
    reader.position = reader.file.tell()
    return found


def _count_legacy(reader: Reader, contents: Contents, storages: dict[str, Storage]) -> None:
    need = sum(8 + count * width for _kind, count, width in storages.values())
    if need > reader.left():
        sentence = _("cut off: its storages need {need} bytes, {left} are left.")
        short = sentence.format(need=f"{need:,}", left=f"{reader.left():,}")
        raise Broken(short, contents.warnings)
    for kind, count, _width in storages.values():
        contents.precision[kind] += count
        contents.tensors += 1
