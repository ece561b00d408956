"""Frames, windows, objects and scores over time."""
