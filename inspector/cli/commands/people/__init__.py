"""What people decide, from the command line, and what a model learns of it."""
