"""Review batches: several proposals whose panels are formed, drawn and compared together."""
