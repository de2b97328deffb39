"""The ledger: who did what, when, for whom and on which clause; append-only and hash-chained."""
