"""Measurements: one script for each claim of speed."""
