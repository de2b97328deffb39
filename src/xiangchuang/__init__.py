"""湘创: runs a provincial technology-innovation-center programme."""
