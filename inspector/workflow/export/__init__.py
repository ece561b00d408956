"""Models and runs for other programs."""
