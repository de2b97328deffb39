"""Pages of the proposals, one module for each part of the line."""
