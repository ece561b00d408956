"""Model folders and the weights and detectors they are made with."""
