"""Pages of the scan: lists and progress, a table's columns, who was found, how an industry lies."""
