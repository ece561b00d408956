"""What may be wrong with a category's images, found in the background after it was opened."""

from functools import partial

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QProgressBar, QPushButton, QVBoxLayout, QWidget

from inspector.data.category import Category
from inspector.gui.background.job import BackgroundJob, Done, Ended, Snapshot
from inspector.gui.screen import GAP, label
from inspector.gui.session import Session
from inspector.gui.widgets.image_list import ITEM_ROLE, Badge, paint_badge
from inspector.workflow.advise.examine import examine
from inspector.workflow.advise.findings import ExamineDone, Finding, FindingKind
from inspector.workflow.progress import Progress

_TOLD = 3
_ROW = 30
_ICON = 20


class FindingsPanel(QWidget):
    """One row for each kind of finding; choosing it tells more and shows its images.

    Signals:
        wanted (str, object): title of a kind and its findings, whose images the person wants to see.
        examined (object): `ExamineDone` once every image was looked at.
    """

    wanted = Signal(str, object)
    examined = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        session.opening.connect(self.stop)
        self._category: Category | None = None
        self._job: BackgroundJob | None = None
        self._findings: dict[FindingKind, list[Finding]] = {}
        self._state = label("", "muted")
        self._state.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Images that were looked at"))
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("What stands out"))
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setIconSize(QSize(_ICON, _ICON))
        self._list.itemClicked.connect(self._choose)
        self._list.itemActivated.connect(self._choose)
        self._told = label("", "muted")
        self._told.setWordWrap(True)
        self._again = QPushButton(self.tr("Look again"))
        self._again.clicked.connect(self._examine_again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        for widget in (self._state, self._bar, self._list, self._told):
            layout.addWidget(widget)
        layout.addWidget(self._again, alignment=Qt.AlignmentFlag.AlignLeft)
        self._show_findings()

    def examine(self, category: Category) -> None:
        """Look at every image of a category."""
        self.clear()
        self._category = category
        self._state.setText(self.tr("Looking at every image …"))
        self._bar.setRange(0, 0)
        self._bar.show()
        self._job = self._session.start(
            partial(examine, category),
            title=self.tr("Looking at the images of {name}").format(name=category.name),
            updated=self._updated,
            ended=self._ended,
            quietly=True,
        )

    def set_category(self, category: Category) -> None:
        """The same category with other marks, for the next look."""
        self._category = category

    def stop(self) -> None:
        """Look no further; what was found stays."""
        if self._job is not None:
            self._job.stop()

    def clear(self) -> None:
        """Stop looking and forget what was found."""
        if self._job is not None:
            self._job.updated.disconnect(self._updated)
            self._job.ended.disconnect(self._ended)
            self._job.stop()
        self._job = None
        self._category = None
        self._findings = {}
        self._told.clear()
        self._state.clear()
        self._bar.hide()
        self._again.hide()
        self._show_findings()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_findings()

    def _updated(self, snapshot: Snapshot) -> None:
        progress = snapshot.latest.get(Progress)
        if progress is not None:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
            text = self.tr("Looking at every image: {done} of {total}")
            if progress.stage != "Reading":
                text = self.tr("Comparing the images: {done} of {total}")
            self._state.setText(text.format(done=progress.done, total=progress.total))
        found = [event for event in snapshot.events if isinstance(event, Finding)]
        for finding in found:
            self._findings.setdefault(finding.kind, []).append(finding)
        if found:
            self._show_findings()

    def _ended(self, ended: Ended) -> None:
        self._job = None
        self._bar.hide()
        self._again.show()
        if isinstance(ended, Done) and isinstance(ended.result, ExamineDone):
            nothing = self.tr("Every image was looked at, and nothing stands out.")
            self._state.setText(nothing if not self._findings else "")
            self.examined.emit(ended.result)
        else:
            self._state.setText(self.tr("Not every image was looked at."))
        self._state.setVisible(bool(self._state.text()))

    def _examine_again(self) -> None:
        if self._category is not None:
            self._state.show()
            self.examine(self._category)

    def _show_findings(self) -> None:
        chosen = self._list.currentRow()
        self._list.clear()
        for kind, findings in self._findings.items():
            row = QListWidgetItem(self._sign(), self._text(kind, findings))
            row.setData(ITEM_ROLE, kind)
            row.setSizeHint(QSize(0, _ROW))
            row.setToolTip(_told(findings))
            self._list.addItem(row)
        self._list.setFixedHeight(self._list.count() * _ROW + 4)
        self._list.setVisible(self._list.count() > 0)
        self._list.setCurrentRow(chosen)
        self._told.setVisible(bool(self._told.text()))

    def _text(self, kind: FindingKind, findings: list[Finding]) -> str:
        count = len({name for finding in findings for name in finding.images})
        return f"{self._title(kind)}: {count}" if count else self._title(kind)

    def _title(self, kind: FindingKind) -> str:
        return {
            FindingKind.CORRUPT: self.tr("Cannot be read"),
            FindingKind.MIXED_SIZES: self.tr("Other size than most"),
            FindingKind.MIXED_RATES: self.tr("Other frame rate than most"),
            FindingKind.EXACT_DUPLICATE: self.tr("The same file twice"),
            FindingKind.NEAR_DUPLICATE: self.tr("The same photograph twice"),
            FindingKind.TRAIN_TEST_OVERLAP: self.tr("Both learned and tested on"),
            FindingKind.BLURRED: self.tr("Blurred"),
            FindingKind.EXPOSURE: self.tr("Badly exposed"),
            FindingKind.TOO_FEW: self.tr("Too few good images"),
        }[kind]

    def _choose(self, row: QListWidgetItem) -> None:
        kind = row.data(ITEM_ROLE)
        findings = self._findings[kind]
        self._told.setText(_told(findings))
        self._told.show()
        if any(finding.images for finding in findings):
            self.wanted.emit(self._title(kind), tuple(findings))

    def _sign(self) -> QIcon:
        ratio = self.devicePixelRatio()
        picture = QPixmap(QSize(_ICON, _ICON) * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_badge(painter, QRect(3, 4, _ICON - 7, _ICON - 7), Badge("", "!", "triangle", "review"))
        painter.end()
        return QIcon(picture)


def _told(findings: list[Finding]) -> str:
    """The sentences of the first findings."""
    lines = [finding.message for finding in findings[:_TOLD]]
    return "\n".join(lines + ["…"] * (len(findings) > _TOLD))
