"""The Category screen of video: the list of clips, and one clip played."""
