"""Placeholder."""

from inspector.gui.screen import Screen


class TrainScreen(Screen):
    key = "train"

    def title(self) -> str:
        return self.tr("Train")
