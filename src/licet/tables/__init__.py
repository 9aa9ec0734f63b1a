"""Many transactions at once: a table in, the same table with the answers beside each row."""

from licet.tables.deciding import decide
from licet.tables.names import match
from licet.tables.written import ANSWERS

__all__ = ["ANSWERS", "decide", "match"]
