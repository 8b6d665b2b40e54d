"""The parts of reading a PDF."""
