"""What the Train screen shows of video."""
