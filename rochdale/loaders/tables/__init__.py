"""Tables: the mapping that says what columns hold, the rows of each format, and the record that they make."""
