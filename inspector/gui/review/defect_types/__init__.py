"""Types of defects: giving them by a key, and how many there are of each."""
