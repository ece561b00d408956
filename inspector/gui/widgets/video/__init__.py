"""Views of clips: a frame, a player, a timeline and its tracks."""
