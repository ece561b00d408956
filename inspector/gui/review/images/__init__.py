"""What Review shows of a run of images."""
