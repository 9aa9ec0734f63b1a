"""Chips that a name stands for, with their rates and where each figure comes from. No law in it."""

from licet.catalog.chips import Chip, Mode, Unit, all_chips
from licet.catalog.names import find, search

__all__ = ["Chip", "Mode", "Unit", "all_chips", "find", "search"]
