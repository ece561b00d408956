"""Learning what people confirmed in a run, into a new model."""
