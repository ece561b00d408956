"""Pictures of what a run holds: their words, their scale, their menu."""
