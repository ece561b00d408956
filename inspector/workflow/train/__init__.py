"""From good images or clips to a calibrated model."""
