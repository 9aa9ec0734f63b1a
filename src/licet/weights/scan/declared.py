"""What stands beside a checkpoint: the base model and the license that its folder declares."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from licet.weights.scan.files import own_blob
from licet.words import _

LARGEST_CONFIG = 4 << 20
LARGEST_FRONT_MATTER = 64 << 10


@dataclass
class Declared:
    """What a folder says of the model in it. Said is not proved: the scan only repeats it."""

    base_models: list[str] = field(default_factory=list)
    license: str | None = None
    architecture: str | None = None
    warnings: list[str] = field(default_factory=list)


def declared_in(folder: Path) -> Declared:
    """What ``config.json``, ``adapter_config.json`` and the front matter of ``README.md`` say."""
    declared = Declared()
    config = _json(folder / "config.json", declared)
    names = config.get("architectures")
    if isinstance(names, list) and names and isinstance(names[0], str):
        declared.architecture = names[0]
    if isinstance(config.get("quantization_config"), dict):
        declared.warnings.append(_("its values are packed: there are more parameters than values."))
    _add(declared, config.get("base_model"))
    adapter = _json(folder / "adapter_config.json", declared)
    _add(declared, adapter.get("base_model_name_or_path"))
    card = _front_matter(folder / "README.md", declared)
    _add(declared, card.get("base_model"))
    for key in ("license_name", "license"):
        if isinstance(card.get(key), str):
            declared.license = card[key]
    return declared


def _add(declared: Declared, named: Any) -> None:
    for name in named if isinstance(named, list) else [named]:
        if isinstance(name, str) and name and name not in declared.base_models:
            declared.base_models.append(name[:200])


def _text(path: Path, most: int) -> str | None:
    """The beginning of a regular file; nothing where there is none, or only a link elsewhere."""
    try:
        if not path.is_file():
            return None
        target = path.resolve()
        if not (target.parent == path.parent.resolve() or own_blob(path, target)):
            return None
        with path.open("rb") as file:
            return file.read(most).decode("utf-8", "replace")
    except OSError:
        return None


def _json(path: Path, declared: Declared) -> dict[str, Any]:
    text = _text(path, LARGEST_CONFIG)
    if text is None:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        declared.warnings.append(_("{name} beside it is not JSON.").format(name=path.name))
        return {}
    return found if isinstance(found, dict) else {}


def _front_matter(path: Path, declared: Declared) -> dict[str, Any]:
    text = _text(path, LARGEST_FRONT_MATTER)
    if text is None or not text.startswith("---"):
        return {}
    import yaml

    body, end, _rest = text[3:].partition("\n---")
    if not end:
        return {}
    try:
        found = yaml.safe_load(body)
    except (yaml.YAMLError, RecursionError, ValueError):
        declared.warnings.append(_("the front matter of README.md beside it is not YAML."))
        return {}
    return found if isinstance(found, dict) else {}
