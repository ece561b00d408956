"""One generator per job; the command line and the desktop loop over the same events."""
