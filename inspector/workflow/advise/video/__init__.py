"""What good clips look like, and which method suits them."""
