"""The methods that judge windows of frames, one file each."""
