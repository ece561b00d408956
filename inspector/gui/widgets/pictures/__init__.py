"""Pictures, with what lies over them."""
