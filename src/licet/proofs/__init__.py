"""What holds for every possible transaction, what changed between two dates, and what would help."""
