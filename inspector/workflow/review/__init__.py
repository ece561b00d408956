"""Runs and models under review: decisions, thresholds, comparisons."""
