"""The settings of a method as labelled fields."""
