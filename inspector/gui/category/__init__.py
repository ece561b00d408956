"""The Category screen."""
