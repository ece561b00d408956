"""How well scores and maps separate good from defective, on raw scores."""
