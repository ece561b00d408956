"""Views that several screens share."""
