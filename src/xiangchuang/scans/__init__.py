"""Scouting: a national table brought in, the conditions run over it, whom to invite, how an industry lies."""
