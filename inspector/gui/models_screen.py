"""Placeholder."""

from inspector.gui.screen import Screen


class ModelsScreen(Screen):
    key = "models"

    def title(self) -> str:
        return self.tr("Models")
