"""The Category screen of images: the grid, one image large, marks, and what is stated of the parts."""
