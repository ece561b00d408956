"""Visual inspection that learns from images of good parts alone."""

__version__ = "0.1.0"
