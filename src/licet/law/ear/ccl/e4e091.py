"""ECCN 4E091: the parameters of an AI model that took 10^26 or more operations to train.

Supplement no. 1 to 15 CFR part 774, added by 90 FR 4544 from 13 January 2025. Its Note 1 says "the
training operations defined in Note 2" where only Technical Note 2 defines any; it is read so.
"""

from __future__ import annotations

from fractions import Fraction

THRESHOLD = 10**26
"""ECCN 4E091, heading: this many training operations, or more, and the entry applies."""

SYNTHETIC_DATA_SHARE = Fraction(10, 100)
"""Technical Note 3: more than this share of the operations on one generator's unpublished data."""

DERIVED_OPERATIONS = 25 * 10**24
"""Note 1: more additional operations than this, or than the share below, whichever is higher."""

DERIVED_SHARE = Fraction(25, 100)
"""Note 1: of the training operations that Technical Note 2 defines."""
