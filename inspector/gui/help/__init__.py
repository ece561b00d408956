"""What helps a person to find the way: commands with their keys, and a tour."""
