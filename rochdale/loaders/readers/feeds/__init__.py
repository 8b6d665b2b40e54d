"""What the readers of feeds share."""
