"""Working days of mainland China and the one clock. Pure Python: no Django, no database."""
