"""Two models on the same images or clips: the flips in large words, their lists, and what both see on one of them."""

from functools import partial

from PySide6.QtCore import QItemSelection, QSize
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from inspector.gui.models.wording import ModelWording
from inspector.gui.numbers import clock_text, raw_score_text, score_text
from inspector.gui.screen import GAP, EmptyState, Switch, button, card, label
from inspector.gui.session import Session
from inspector.gui.widgets.pictures.image_list import ITEM_ROLE, ImageItem, ImageListModel, image_grid
from inspector.gui.widgets.pictures.picture_view import PictureView, to_image
from inspector.gui.widgets.pictures.thumbnails import Thumbnails
from inspector.gui.widgets.verdict import VerdictBadge
from inspector.workflow.review.comparison.models import (
    ComparedModel,
    ModelComparison,
    VerdictPicture,
    verdict_pictures,
)

_SIDE = 96
_LISTS_WIDTH = 290
_BADGE_HEIGHT = 56
_SMALLEST = QSize(160, 160)
_LOOK = "models/comparison"  # key of the image that is looked at
_GROUPS = ("fixes", "breaks", "differs")


class ComparisonView(QWidget):
    """What changes for the user from the first model (A) to the second (B)."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._compared: ModelComparison | None = None
        self._thumbnails = Thumbnails(self, side=_SIDE)
        self._flips, self._rest = label("", "number"), label("", "muted")
        self._rest.setWordWrap(True)
        self._headings: dict[str, QLabel] = {}
        self._lists: dict[str, QListView] = {}
        self._models: dict[str, ImageListModel] = {}
        self._sides = (_Side("A"), _Side("B"))

        self._top = QHBoxLayout()
        self._top.setSpacing(GAP)
        self._top.addWidget(self._flips)
        self._top.addStretch()
        pictures = QHBoxLayout()
        pictures.setSpacing(GAP)
        for side in self._sides:
            pictures.addWidget(side, stretch=1)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._make_lists())
        row.addLayout(pictures, stretch=1)
        self._alike = EmptyState("", "")
        self._below = Switch(self._alike, content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(self._top)
        layout.addWidget(self._rest)
        layout.addWidget(self._below, stretch=1)

    def add_buttons(self, back: QAction, swap: QAction) -> None:
        """The commands to leave, and to see it the other way round; once."""
        self._back = button(back)
        self._top.insertWidget(0, self._back)
        self._top.addWidget(button(swap))
        QWidget.setTabOrder(self._back, self._lists[_GROUPS[0]])

    @property
    def compared(self) -> ModelComparison | None:
        return self._compared

    def show_comparison(self, compared: ModelComparison, wording: ModelWording) -> None:
        """Show another comparison, from its first flip on.

        Args:
            wording: of the kind of what was compared.
        """
        self._compared = compared
        self._session.outdate(_LOOK)
        comparison = compared.comparison
        summary = comparison.summary
        self._flips.setText(
            self.tr("B fixes {fixes}, breaks {breaks}").format(fixes=summary["fixes"], breaks=summary["breaks"])
        )
        parts = [
            self.tr("A is {first}, B is {second}.").format(first=compared.first.name, second=compared.second.name),
            wording.compared().format(count=summary["compared"], agree=summary["agree"], wrong=summary["both_wrong"]),
        ]
        if compared.learned:
            text = self.tr("Left out, as a model learned them or they set its thresholds: {n}.")
            parts.append(text.format(n=compared.learned))
        if comparison.not_compared:
            parts.append(self.tr("Not compared, as only one model judged them: {n}.").format(n=comparison.not_compared))
        self._rest.setText(" ".join(parts))
        self._alike.say(self.tr("No difference"), wording.alike())
        self._thumbnails.make_by(partial(wording.thumbnail, bits=compared.second.bits))
        for side, judge in zip(self._sides, (compared.first, compared.second), strict=True):
            side.show_judge(judge)
        for group in _GROUPS:
            names = getattr(comparison, group)
            self._models[group].set_items([_item(compared, name) for name in names])
            self._headings[group].setText(self._heading(group).format(count=len(names)))
            self._headings[group].setVisible(group != "differs" or bool(names))
            self._lists[group].setVisible(bool(names))
        first = next((group for group in _GROUPS if getattr(comparison, group)), None)
        self._below.show_content(first is not None)
        if first is not None:
            self._lists[first].setCurrentIndex(self._models[first].index(0))
        self.take_focus()

    def take_focus(self) -> None:
        """Let the keys go through the images on which the verdicts differ."""
        lists = [self._lists[group] for group in _GROUPS if self._models[group].rowCount()]
        chosen = next((view for view in lists if view.selectionModel().hasSelection()), None)
        (chosen or self._back).setFocus()

    def _heading(self, group: str) -> str:
        texts = {
            "fixes": self.tr("Fixed by B: {count}"),
            "breaks": self.tr("Broken by B: {count}"),
            "differs": self.tr("Different verdict, label unknown: {count}"),
        }
        return texts[group]

    def _make_lists(self) -> QWidget:
        lists = QWidget()
        lists.setFixedWidth(_LISTS_WIDTH)
        column = QVBoxLayout(lists)
        column.setContentsMargins(0, 0, 0, 0)
        for group in _GROUPS:
            view = image_grid(self._heading(group).format(count=0).split(":")[0], side=_SIDE)
            view.setSelectionMode(QListView.SelectionMode.SingleSelection)
            model = ImageListModel(self._thumbnails, view)
            view.setModel(model)
            view.selectionModel().selectionChanged.connect(partial(self._selected, group))
            heading = label("", "heading")
            heading.setBuddy(view)
            column.addWidget(heading)
            column.addWidget(view, stretch=1)
            self._headings[group], self._lists[group], self._models[group] = heading, view, model
        return lists

    def _selected(self, group: str, selected: QItemSelection, _deselected: QItemSelection) -> None:
        if not selected.indexes():
            return
        for other in _GROUPS:
            if other != group:
                self._lists[other].clearSelection()
        name = selected.indexes()[0].data(ITEM_ROLE).data
        if self._compared is not None:
            self._session.latest(_LOOK, partial(_look, self._compared, name), self._show)

    def _show(self, verdicts: list[tuple[VerdictPicture, QImage]]) -> None:
        for side, (verdict, image) in zip(self._sides, verdicts, strict=True):
            side.show_verdict(verdict, image)


def _item(compared: ModelComparison, name: str) -> ImageItem:
    folder, _, file = name.rpartition("/")
    return ImageItem(compared.paths[name], file, folder, data=name)


def _look(compared: ModelComparison, name: str) -> list[tuple[VerdictPicture, QImage]]:
    """Run off the GUI thread."""
    return [(verdict, to_image(verdict.pixels)) for verdict in verdict_pictures(compared, name)]


class _Side(QWidget):
    """One model's verdict on the image, with its heatmap."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self._letter = letter
        self._judge: ComparedModel | None = None
        self._name, self._score = label("", "heading"), label("", "muted")
        self._badge, self._picture = VerdictBadge(), PictureView("", smallest=_SMALLEST)
        self._badge.setFixedHeight(_BADGE_HEIGHT)
        frame: QFrame = card()
        inside = QGridLayout(frame)
        inside.setContentsMargins(GAP, GAP, GAP, GAP)
        inside.setSpacing(GAP // 2)
        for row, part in enumerate((self._name, self._badge, self._score, self._picture)):
            inside.addWidget(part, row, 0)
        inside.setRowStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

    def show_judge(self, judge: ComparedModel) -> None:
        """Another model; nothing is seen of it yet."""
        self._judge = judge
        self._name.setText(f"{self._letter} · {judge.name}")
        self._score.clear()
        self._badge.clear()
        self._picture.show_picture(None)

    def show_verdict(self, verdict: VerdictPicture, image: QImage) -> None:
        judge = self._judge
        self._badge.show_decision(verdict.decision)
        if judge is None:
            return
        score = self.tr("Score {score} · Review above {review} · NG above {reject}").format(
            score=score_text(judge.relative(verdict.score), verdict.score),
            review=score_text(judge.relative(judge.point.review), judge.point.review),
            reject=score_text(judge.relative(judge.point.reject), judge.point.reject),
        )
        self._score.setText(" · ".join(filter(None, (score, self._moment(verdict)))))
        self._score.setToolTip(raw_score_text(verdict.score))
        self._picture.show_picture(image)
        self._picture.setAccessibleName(
            self.tr("{name} with the heatmap of {model}").format(name=verdict.name, model=judge.name)
        )

    def _moment(self, verdict: VerdictPicture) -> str:
        """When in a clip it is; empty for images."""
        if verdict.frame is None:
            return ""
        if verdict.time_s is None:
            return self.tr("worst frame: {frame}").format(frame=verdict.frame)
        return self.tr("worst at {time}").format(time=clock_text(verdict.time_s))
