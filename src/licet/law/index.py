"""The index of the law and the page of open questions, made from the law: ``python -m licet.law.index``.

Both pages are kept in ``docs/``; a test fails when one of them is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from licet.law.coverage import handle
from licet.law.editions import Law, the_law
from licet.logic.rules import Paragraph, Section

PACKAGE = Path(__file__).parents[1]
MADE = "<!-- Made by `python -m licet.law.index`; do not edit. -->"


def index_of_the_law(law: Law, root: Path) -> str:
    """Provision, function, file and line, test file: one table for each section."""
    parts = [
        "# Index of the law",
        MADE,
        "From a citation to the function that holds it, its line, and its test. "
        '`licet law "740.29(d)"` shows the same paragraph in words.',
    ]
    for section in law.sections:
        heading = f"## {section.cite.strip(' ,')}: {section.title}"
        parts += [heading, "\n".join(_rows(section, root))]
    return "\n\n".join(parts) + "\n"


def _rows(section: Section, root: Path) -> Iterator[str]:
    yield "| Provision | Function | File and line | Test |"
    yield "|---|---|---|---|"
    for paragraph in section.paragraphs:
        path, line = _place(paragraph)
        test = _test(path)
        link = f"[{test}](../{test})" if (root / test).exists() else "none of its own"
        place = f"[{path}:{line}](../src/licet/{path}#L{line})"
        yield f"| {paragraph.cite} | `{paragraph.name}` | {place} | {link} |"


def _place(paragraph: Paragraph) -> tuple[str, str]:
    file, _colon, line = paragraph.where.rpartition(":")
    return Path(file).relative_to(PACKAGE).as_posix(), line


def _test(path: str) -> str:
    here = Path("tests") / path
    return here.with_name(f"test_{here.name}").as_posix()


def open_questions(law: Law) -> str:
    """Where the text is unclear: what is asked, what licet takes, and the other reading's code."""
    parts = [
        "# Open questions",
        MADE,
        "Where the text is unclear licet takes the stricter reading, says so, and says what the other "
        "reading would give. Each question stands as data beside its paragraph.",
    ]
    for paragraph in law.paragraphs:
        if paragraph.kind == "question" and paragraph.about is not None:
            path, line = _place(paragraph)
            parts += [
                f"## {paragraph.id}",
                f"{paragraph.says}\n\n**Taken:** {paragraph.taken}",
                f"About {paragraph.about.cite} (`{handle(paragraph.about)}`); see "
                f"{'; '.join(paragraph.cites)}. The other reading is "
                f"[{path}:{line}](../src/licet/{path}#L{line}).",
            ]
    return "\n\n".join(parts) + "\n"


def pages(root: Path, law: Law | None = None) -> dict[Path, str]:
    """The generated pages of the project at ``root``, by their paths."""
    law = law or the_law()
    return {
        root / "docs" / "index-of-the-law.md": index_of_the_law(law, root),
        root / "docs" / "open-questions.md": open_questions(law),
    }


def write(root: Path) -> None:
    """Write the generated pages below ``root``, the project's folder."""
    for path, text in pages(root).items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
