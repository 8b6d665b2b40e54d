"""Review: what waits for people to decide, and taking down what they decide."""
