"""The Inspect screen and the operator's view."""
