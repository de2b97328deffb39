"""Benchmarks of the product through its real stack, in throw-away databases: `python -m bench --help`."""
