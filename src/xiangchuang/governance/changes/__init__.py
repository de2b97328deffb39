"""The change register (F36): filing and approval lanes, what a change touches, its application on its day."""
