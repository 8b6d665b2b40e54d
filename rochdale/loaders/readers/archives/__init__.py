"""The kinds of archives: one module each, and what they share."""
