"""Several processes and several machines: shared training, archives of images and benchmarks on Ray."""
