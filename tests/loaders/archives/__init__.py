"""Archives made on the spot."""
