"""Placeholder."""

from inspector.gui.screen import Screen


class ReviewScreen(Screen):
    key = "review"

    def title(self) -> str:
        return self.tr("Review")
