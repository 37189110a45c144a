"""Money is asked for, read back from its provider, and entered in the ledger here."""
