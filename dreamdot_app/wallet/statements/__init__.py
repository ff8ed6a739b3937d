"""Monthly statements, and the proof that one's own money is what the ledger says."""
