"""Inspecting batches of images on the screen and in the operator's view."""
