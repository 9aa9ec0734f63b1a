"""What happened: a transaction, an item, a party, a training run. No law in it."""
