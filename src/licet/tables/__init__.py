"""Many transactions at once: a table in, the same table with the answers beside each row."""

from licet.tables.deciding import ANSWERS, decide
from licet.tables.names import match

__all__ = ["ANSWERS", "decide", "match"]
