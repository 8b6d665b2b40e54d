"""From records to a checked graph, and from the graph to answers."""
