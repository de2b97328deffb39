"""Panels, draws and scores as pure mathematics: who may read what, by chance or by fitness, and what
scores tell.

Pure Python over NumPy, SciPy and OR-Tools: no Django, no database, no sentence a person reads.
"""
