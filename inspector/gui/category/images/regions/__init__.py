"""Regions on an image: drawn, changed, stated."""
