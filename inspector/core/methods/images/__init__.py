"""The methods that judge single images, one file each."""
