"""How a person writes a citation, and which citations it means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from licet.errors import InputError
from licet.words import _

_SUPPLEMENT = re.compile(r"\bsupp(?:lement|l)?\.?\s*(?:nos?\.?)?\s*(\d+)")
_PART = re.compile(r"\s*\b(?:to|of)\s+part\s+(\d+)")


@dataclass(frozen=True)
class Citation:
    """A citation without what people write in different ways: ``740.29(d)``, ``supplement 5(a)``.

    ``part`` is the part that a supplement belongs to, where it is named.
    """

    text: str
    part: str

    @classmethod
    def read(cls, written: str) -> Citation:
        """The citation that was written, with or without title, section sign, spaces or capitals."""
        text = re.sub(r"15\s*c\.?f\.?r\.?|§|\beccns?\b|\bcountry groups?\b|,", " ", written.lower())
        text = _SUPPLEMENT.sub(r"supplement \1", text)
        part = _PART.search(text)
        text = re.sub(r"\s+", " ", _PART.sub(" ", text)).strip()
        return cls(re.sub(r"\s+\(", "(", text), part[1] if part else "")

    def means(self, other: Citation) -> bool:
        """Whether ``other`` is this very place of the text, or below it."""
        rest = other.text.removeprefix(self.text)
        return self._same_part(other) and rest != other.text and not rest[:1].isalnum()

    def within(self, other: Citation) -> bool:
        """Whether this stands somewhere in ``other``, as ``red flag 28`` does."""
        found = re.search(rf"(?<!\w){re.escape(self.text)}(?!\w)", other.text)
        return self._same_part(other) and found is not None

    def _same_part(self, other: Citation) -> bool:
        return not self.part or not other.part or self.part == other.part


def unknown(written: str, known: Iterable[str]) -> InputError:
    """The sentence for a citation that nothing answers to, with the nearest ones that exist."""
    by_text = {Citation.read(cite).text: cite for cite in known}
    asked = Citation.read(written).text
    near = [by_text[text] for text in get_close_matches(asked, by_text, n=3, cutoff=0.6)]
    sentence = _("licet holds no paragraph {written}.").format(written=written)
    if near:
        sentence += " " + _("Nearest: {names}.").format(names="; ".join(near))
    else:
        sentence += " " + _("licet law lists the sections that it holds.")
    return InputError(sentence)
