"""Which model to inspect with."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QComboBox

from inspector.core.errors import ModelError
from inspector.core.operating_point import ScoreScale
from inspector.gui.core_texts import remark_text
from inspector.gui.numbers import number, score_text
from inspector.gui.widgets.fields import ComboBox
from inspector.store.listing import ModelEntry, list_models
from inspector.store.models.model_folder import read_good_scores
from inspector.store.workspace import Workspace
from inspector.workflow.kinds import AnyKind, kind_of_model
from inspector.workflow.learn.remarks import remarks_on_passing


def models_of_kind(workspace: Workspace, kind: AnyKind) -> list[tuple[ModelEntry, ScoreScale | None]]:
    """The models to inspect with, newest first, with the scale that people read their scores on.

    The scale is None where the scores of good parts cannot be read. Runs off the GUI thread.
    """
    fitting = [one for one in list_models(workspace) if one.card is not None and kind_of_model(one.card) is kind]
    return [(entry, _scale_of(entry)) for entry in fitting]


def _scale_of(entry: ModelEntry) -> ScoreScale | None:
    try:
        return ScoreScale.of(read_good_scores(entry.folder))
    except ModelError:
        return None


class ModelChoice(ComboBox):
    """The models to choose from: `entries`, each of which is also the data of its item.

    Attributes:
        gone: name of the model that was chosen and is no longer there; None once another one is chosen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[ModelEntry] = []
        self._scales: Mapping[str, ScoreScale | None] = {}
        self._wanted: str | None = None  # until the models are listed
        self.gone: str | None = None
        self.currentIndexChanged.connect(self._chosen)
        self.setAccessibleName(self.tr("Model"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def offer(self, found: Sequence[tuple[ModelEntry, ScoreScale | None]], *, last: str | None) -> None:
        """Offer these, and stay with the one that is chosen; where it is gone, no other takes its place.

        A new one is chosen, unless parts that were rejected may pass with it: that one a person has to choose.

        Args:
            found: models with the scales that people read their scores on.
            last: name of the one that was used last, where none is chosen yet.
        """
        before = {entry.name for entry in self.entries}
        chosen = self.currentData()
        preferred = chosen.name if chosen is not None else self.gone or last
        self.entries = [entry for entry, _ in found]
        self._scales = {entry.name: scale for entry, scale in found}
        names = [entry.name for entry in self.entries]
        silent = [entry.name for entry in self.entries if not _passing(entry)]
        newer = [name for name in silent if name not in before]
        if before and newer:  # a model that was just trained is the one to try
            preferred = newer[0]
        if self._wanted in names:
            preferred = self._wanted
        self._wanted = None
        self.blockSignals(True)
        self.clear()
        for entry in self.entries:
            self.addItem(entry.name, entry)
        if preferred in names:
            self.setCurrentIndex(names.index(preferred))
            self.gone = None
        elif chosen is not None or self.gone is not None:
            self.setCurrentIndex(-1)
            self.gone = self.gone if chosen is None else chosen.name
        else:
            self.setCurrentIndex(names.index(silent[0]) if silent else min(0, len(names) - 1))
        self.blockSignals(False)

    def thresholds(self) -> str:
        """Those of the model that is chosen, as its scores read; nothing where there is none."""
        entry = self.currentData()
        scale = None if entry is None else self._scales[entry.name]
        if scale is None:
            return self.raw_thresholds()
        point = entry.operating_point
        review, reject = (score_text(scale.relative(raw, point), raw) for raw in (point.review, point.reject))
        if point.review == point.reject:
            return self.tr("NG above {reject}; no score leads to REVIEW").format(reject=reject)
        return self.tr("Review above {review}, reject above {reject}").format(review=review, reject=reject)

    def raw_thresholds(self) -> str:
        """Those that are stored, in words; nothing where no model is chosen."""
        entry = self.currentData()
        if entry is None:
            return ""
        point = entry.operating_point
        return self.tr("Review above {review}, reject above {reject} (raw scores)").format(
            review=number(point.review), reject=number(point.reject)
        )

    def warning(self) -> str:
        """What passes with the model that is chosen since it learned confirmed parts; empty for nothing."""
        entry = self.currentData()
        return "" if entry is None else "\n".join(map(remark_text, _passing(entry)))

    def forget(self) -> None:
        """Another category is open: what was chosen before says nothing here."""
        self.entries, self.gone, self._wanted = [], None, None
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)

    def _chosen(self, index: int) -> None:
        if index >= 0:
            self.gone = None

    def choose(self, name: str) -> None:
        """Choose the model of this name, if it is there, or among those that are listed next."""
        names = [entry.name for entry in self.entries]
        if name in names:
            self.setCurrentIndex(names.index(name))
        else:
            self._wanted = name


def _passing(entry: ModelEntry) -> list[str]:
    return [] if entry.card is None else remarks_on_passing(entry.card)
