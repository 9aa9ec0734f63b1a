"""The header of a safetensors file: eight bytes of length, then JSON, then the data.

Source of the format: the README of the safetensors library; a header has at most 100,000,000 bytes,
and the tensors' data follow each other without gaps to the end of the file.
"""

from __future__ import annotations

import json
from math import prod
from typing import Annotated, Any

import msgspec

from licet.weights.scan.contents import Broken, Contents, Reader
from licet.words import _

LONGEST_HEADER = 100_000_000
BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "U16": 16, "I16": 16, "U32": 32, "I32": 32, "U64": 64, "I64": 64,
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8,
    "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "F16": 16, "BF16": 16, "F32": 32, "F64": 64, "C64": 64,
}  # fmt: skip

NAME_OF_METADATA = "__metadata__"
Whole = Annotated[int, msgspec.Meta(ge=0)]


class _Entry(msgspec.Struct):
    """A tensor in the header. The metadata are read as one too, and have none of its fields."""

    dtype: str = ""
    shape: list[Whole] = []
    data_offsets: tuple[Whole, Whole] = (0, 0)


class _Metadata(msgspec.Struct, rename={"all": NAME_OF_METADATA}):
    """What the header says beside the tensors."""

    all: dict[str, Any] | None = None


_ENTRIES, _METADATA = msgspec.json.Decoder(dict[str, _Entry]), msgspec.json.Decoder(_Metadata)


def read(reader: Reader) -> Contents:
    """The tensors that the header lists, checked against the size of the file."""
    length = int.from_bytes(reader.read(8, _("the length of the header")), "little")
    if length > LONGEST_HEADER:
        sentence = _("its header claims {length} bytes; the format allows {most}.")
        raise Broken(sentence.format(length=f"{length:,}", most=f"{LONGEST_HEADER:,}"))
    entries, metadata = _entries(reader.read(length, _("the header")))
    contents = Contents("safetensors")
    _declared(contents, metadata)
    ends = sorted([_tensor(contents, name, entry) for name, entry in entries.items()])
    _without_gaps(ends, reader.left())
    return contents


def _entries(text: bytes) -> tuple[dict[str, _Entry], Any]:
    """The tensors by name, and the metadata; what is not as it should be is looked at more slowly."""
    try:
        entries = _ENTRIES.decode(text)
        found = _METADATA.decode(text).all if entries.pop(NAME_OF_METADATA, None) else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        header = _header(text)
        metadata = header.pop(NAME_OF_METADATA, None)
        return {name: _described(name, entry) for name, entry in header.items()}, metadata
    for name, entry in entries.items():
        if not entry.dtype:
            _described(name, {})
    return entries, found


def _header(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Broken(_("its header is not JSON: {why}.").format(why=_short(error))) from None
    if not isinstance(header, dict):
        raise Broken(_("its header is not a JSON object."))
    return header


def _short(error: Exception) -> str:
    return str(error).split(":")[0][:80].rstrip(".")


def _described(name: str, entry: Any) -> _Entry:
    try:
        kind, shape, (begin, end) = entry["dtype"], entry["shape"], entry["data_offsets"]
        sound = all(type(n) is int and n >= 0 for n in (*shape, begin, end))
    except (TypeError, KeyError, ValueError):
        sound = False
    if not sound:
        raise Broken(_("the header does not describe the tensor {name}.").format(name=name[:80]))
    return _Entry(kind if isinstance(kind, str) else "unknown", list(shape), (begin, end))


def _tensor(contents: Contents, name: str, entry: _Entry) -> tuple[int, int]:
    """Count a tensor; where its data begin and end."""
    kind, (begin, end) = entry.dtype, entry.data_offsets
    values = prod(entry.shape)
    if kind not in BITS or begin > end:
        kind = _unusual(contents, name, entry)
    elif values * BITS[kind] != (end - begin) * 8:
        sentence = _("the tensor {name} has {values} values of {kind} in {room} bytes.")
        room = f"{end - begin:,}"
        raise Broken(sentence.format(name=name[:80], values=f"{values:,}", kind=kind, room=room))
    contents.precision[kind] += values
    contents.tensors += 1
    return begin, end


def _unusual(contents: Contents, name: str, entry: _Entry) -> str:
    if entry.data_offsets[0] > entry.data_offsets[1]:
        raise Broken(_("the header does not describe the tensor {name}.").format(name=name[:80]))
    warning = _("it has tensors of types that licet does not know.")
    contents.warnings += [warning] if warning not in contents.warnings else []
    return "unknown"


def _without_gaps(ends: list[tuple[int, int]], data: int) -> None:
    position = 0
    for begin, end in ends:
        if begin != position:
            raise Broken(_("its tensors overlap or leave gaps, which the format forbids."))
        position = end
    if position > data:
        sentence = _("cut off: its tensors need {need} bytes of data, {there} are there.")
        raise Broken(sentence.format(need=f"{position:,}", there=f"{data:,}"))
    if position < data:
        sentence = _("{more} bytes follow its last tensor, which the format forbids.")
        raise Broken(sentence.format(more=f"{data - position:,}"))


def _declared(contents: Contents, metadata: Any) -> None:
    if not isinstance(metadata, dict):
        return
    for key in ("base_model", "modelspec.base_model"):
        if isinstance(metadata.get(key), str):
            contents.base_models.append(metadata[key])
    for key in ("license", "modelspec.license"):
        if isinstance(metadata.get(key), str):
            contents.license = metadata[key]
