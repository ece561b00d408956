"""What a category looks like, what may be wrong with it, and which method suits it."""
