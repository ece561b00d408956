"""Which training suits the images, and how good a finished one is."""
