"""What settings are called, in English, for the command line and the desktop, which translates it."""
