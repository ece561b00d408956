"""Placeholder."""

from inspector.gui.screen import Screen


class InspectScreen(Screen):
    key = "inspect"

    def title(self) -> str:
        return self.tr("Inspect")
