"""Sentences of the lower layers' errors, for their translation."""
