"""Files: models, runs and records."""
