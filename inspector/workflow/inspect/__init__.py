"""From images or clips to a run."""
