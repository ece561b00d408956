"""What people decide and name in Review: shown, written, undone, and what others decide meanwhile."""
