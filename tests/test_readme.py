"""What the README says, done."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from licet.cli.main import licet as command

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[1]
STANDS_FOR = {
    "SHIPMENT.json": str(next((ROOT / "src/licet/cli/shipments").glob("1-*.json"))),
    "REFORM.yaml": str(
        min((ROOT / "examples").rglob("*.yaml"), key=lambda p: "reform" not in str(p))
    ),
}
MAKEFILE = (Path(__file__).parents[1] / "Makefile").read_text(encoding="utf-8")


def test_the_python_of_the_readme_runs() -> None:
    (program,) = re.findall(r"```python\n(.*?)```", README, re.S)
    exec(compile(program, "README.md", "exec"), {})


def typed() -> list[list[str]]:
    """The commands of the README, as a shell splits them."""
    blocks = re.findall(r"```\n(.*?)```", README, re.S)
    lines = re.findall(r"^(licet .*?)(?:\s+#.*)?$", "\n".join(blocks), re.M)
    for line in lines:
        words = list(shlex.shlex(line, posix=True, punctuation_chars=True))
        assert "(" not in words, f"a shell stops at {line}"
    return [shlex.split(line)[1:] for line in lines]


def test_the_commands_of_the_readme_run() -> None:
    found = typed()
    assert len(found) >= 5
    for arguments in found:
        here = [STANDS_FOR.get(each, each) for each in arguments]
        done = CliRunner().invoke(command, here, standalone_mode=False)
        assert done.exception is None, arguments
        assert done.output.strip(), arguments


def test_every_make_target_exists() -> None:
    for target in set(re.findall(r"make ([a-z-]+)", README)):
        assert f"\n{target}:" in MAKEFILE, target


def test_every_linked_page_exists() -> None:
    root = Path(__file__).parents[1]
    for link in re.findall(r"\]\(([^)h][^)]*)\)", README):
        assert (root / link).exists(), link
