"""Pages of files: bringing them in piece by piece, and giving them out."""
