"""Decisions of people: what they are, the file they stand in, and what they do to a graph."""
