"""Who owns whom: shares, chains, exact bounds, ultimate parents, registers and drawings."""
