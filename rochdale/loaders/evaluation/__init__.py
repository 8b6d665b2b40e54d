"""How well pages are read: what is found in them, held to what people annotated."""
