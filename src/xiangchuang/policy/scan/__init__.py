"""A scan of the whole country: a national table, its facts, and the conditions of a policy run over them."""
