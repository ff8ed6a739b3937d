"""The double-entry ledger: accounts, transfers, entries. Only the wallet sees it."""
