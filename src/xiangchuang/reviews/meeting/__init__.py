"""The meeting of a panel after each expert has read alone: discussion, second scoring, signed statement."""
