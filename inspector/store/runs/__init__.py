"""Run files of images and of video."""
