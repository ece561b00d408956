"""Placeholder."""

from inspector.gui.screen import Screen


class CategoryScreen(Screen):
    key = "category"

    def title(self) -> str:
        return self.tr("Category")
