"""What images of good parts look like, measured; how they vary; how they are cut and corrected."""
