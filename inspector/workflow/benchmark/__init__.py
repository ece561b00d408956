"""Tables of published figures, measured."""
