"""Images, categories and splits, as tensors for the core."""
