"""Inspecting clips."""
