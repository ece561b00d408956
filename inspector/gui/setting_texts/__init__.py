"""What the settings of methods are called on all screens."""
