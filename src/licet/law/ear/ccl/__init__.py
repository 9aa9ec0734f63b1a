"""The Commerce Control List, supplement no. 1 to part 774: the entries that licet decides."""
