"""A Word file comes back to the manuscript: brought, read, compared section by section, settled."""
