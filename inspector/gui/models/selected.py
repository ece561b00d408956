"""Which commands on models the selection allows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP

from inspector.gui.commands import needs
from inspector.workflow.review.model_overview import ModelOverview


class SelectedModels:
    """What the selected models have to be for a command."""

    def __init__(self, selected: Callable[[], Sequence[ModelOverview]]) -> None:
        self._selected = selected

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a selected model"))
    def any(self) -> bool:
        return bool(self._selected())

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a model that is selected alone"))
    def just_one(self) -> bool:
        return len(self._selected()) == 1

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a sound model that is selected alone"))
    def one(self) -> bool:
        return self.just_one() and self._selected()[0].entry.error is None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a model with test results, selected alone"))
    def tested(self) -> bool:
        return self.one() and self._selected()[0].test_run is not None

    def two(self) -> bool:
        models = self._selected()
        return len(models) == 2 and all(model.entry.error is None for model in models)
