"""What several methods share: tasks posed on squares of an image, views that are recognised, pictures predicted."""
