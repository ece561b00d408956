"""Several processes and several machines: shared training, archives of images and benchmarks on Ray.

An optional package: nothing but the command line imports it.
"""
