"""Pages, pictures and videos for people."""
