"""What the Train screen shows of images."""
