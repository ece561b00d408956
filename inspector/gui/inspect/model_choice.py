"""Which model to inspect with."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from inspector.gui.numbers import number
from inspector.gui.widgets.fields import ComboBox
from inspector.store.listing import ModelEntry


class ModelChoice(ComboBox):
    """The models to choose from: `entries`, each of which is also the data of its item.

    Attributes:
        gone: name of the model that was chosen and is no longer there; None once another one is chosen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[ModelEntry] = []
        self.gone: str | None = None
        self.currentIndexChanged.connect(self._chosen)
        self.setAccessibleName(self.tr("Model"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def offer(self, entries: Sequence[ModelEntry], *, last: str | None) -> None:
        """Offer these, and stay with the one that is chosen; where it is gone, no other takes its place.

        Args:
            last: name of the one that was used last, where none is chosen yet.
        """
        before = {entry.name for entry in self.entries}
        chosen = self.currentData()
        preferred = chosen.name if chosen is not None else self.gone or last
        self.entries = list(entries)
        names = [entry.name for entry in entries]
        newer = [name for name in names if name not in before]
        if before and newer:  # a model that was just trained is the one to try
            preferred = newer[0]
        self.blockSignals(True)
        self.clear()
        for entry in entries:
            self.addItem(entry.name, entry)
        if preferred in names:
            self.setCurrentIndex(names.index(preferred))
            self.gone = None
        elif chosen is not None or self.gone is not None:
            self.setCurrentIndex(-1)
            self.gone = self.gone if chosen is None else chosen.name
        else:
            self.setCurrentIndex(min(0, len(names) - 1))
        self.blockSignals(False)

    def thresholds(self) -> str:
        """Those of the model that is chosen, in words; nothing where there is none."""
        entry = self.currentData()
        if entry is None:
            return ""
        point = entry.operating_point
        return self.tr("Review above {review}, reject above {reject} (raw scores)").format(
            review=number(point.review), reject=number(point.reject)
        )

    def forget(self) -> None:
        """Another category is open: what was chosen before says nothing here."""
        self.entries, self.gone = [], None
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)

    def _chosen(self, index: int) -> None:
        if index >= 0:
            self.gone = None

    def choose(self, name: str) -> None:
        """Choose the model of this name, if it is there."""
        names = [entry.name for entry in self.entries]
        if name in names:
            self.setCurrentIndex(names.index(name))
