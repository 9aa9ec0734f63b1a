"""licet: it is permitted."""
