"""A draw anybody can replay: a list that is committed to, a seed that comes after it, and plain counting.

`document`, `numbers`, `rounding`, `replay` and `record` need nothing but Python's own library.
"""
