"""Inspecting images."""
