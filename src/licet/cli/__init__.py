"""The command `licet`. It asks; it decides nothing."""
