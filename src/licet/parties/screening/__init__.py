"""Names against the Consolidated Screening List. No law in it: what a hit means is `consequences`."""
