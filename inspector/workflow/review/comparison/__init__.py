"""Two models on the same images or clips."""
