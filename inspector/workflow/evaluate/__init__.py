"""How a model does on the test set of a category."""
