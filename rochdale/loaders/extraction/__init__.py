"""What an item's own words say: one module per kind of thing."""
