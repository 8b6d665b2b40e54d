"""From a source to records: read, parse, extract. Pure functions of one document."""
