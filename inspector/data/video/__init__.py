"""Video files and folders of frames, and categories of them."""
