"""Stages around every method: where the part lies, at which resolution it is judged, and how a map becomes a score.

A method sees images of the network's input size and knows nothing of them.
"""
