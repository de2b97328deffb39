"""Forms of the proposals' pages: they clean and ask; the verbs decide."""
