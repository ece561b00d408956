"""What may be wrong with a category's files, found in the background after it was opened."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QProgressBar, QPushButton, QVBoxLayout, QWidget

from inspector.gui.background.job import BackgroundJob, Done, Ended, Snapshot
from inspector.gui.core_texts import remark_text
from inspector.gui.session import Session
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP
from inspector.gui.widgets.pictures.image_list import ITEM_ROLE, Badge, paint_badge
from inspector.workflow.advise.findings import ExamineDone, Finding, FindingKind
from inspector.workflow.progress import Progress

_SENTENCES = 3
_ROW = 30
_ICON = 20


class FindingsPanel(QWidget):
    """One row per kind of finding; choosing it explains it and shows what it is about.

    Signals:
        chosen (str, object): title of a kind and its findings, which the person wants to look at.
        updated (object): what the examination has yielded since the last time, as a tuple.
        examined (object): `ExamineDone`, once every file was examined.
    """

    chosen = Signal(str, object)
    updated = Signal(object)
    examined = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        session.opening.connect(self.stop)
        self._examine: Callable[[], Iterator[object]] | None = None
        self._job: BackgroundJob | None = None
        self._findings: dict[FindingKind, list[Finding]] = {}
        self._build()
        self._show_findings()

    def examine(self, work: Callable[[], Iterator[object]]) -> None:
        """Examine a category.

        Args:
            work: yields `Progress`, `Finding` and whatever else the kind has, off the GUI thread.
        """
        self.clear()
        self._examine = work
        self._say(self.tr("Checking the files …"))
        self._bar.setRange(0, 0)
        self._bar.show()
        self._job = self._session.start(
            work, title=self.tr("Checking the files"), updated=self._updated, ended=self._ended, quietly=True
        )

    def set_work(self, work: Callable[[], Iterator[object]]) -> None:
        """The same category after something was stated about it, for the next examination."""
        self._examine = work

    def stop(self) -> None:
        """Look no further; what was found stays."""
        if self._job is not None:
            self._job.stop()

    def clear(self) -> None:
        """Stop, and forget what was found: nothing of this category arrives any more."""
        if self._job is not None:
            self._job.updated.disconnect(self._updated)
            self._job.ended.disconnect(self._ended)
            self._job.stop()
        self._job = self._examine = None
        self._findings = {}
        self._explanation.clear()
        self._say("")
        self._bar.hide()
        self._again.hide()
        self._show_findings()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_findings()

    def _build(self) -> None:
        self._state = label("", "muted")
        self._state.setWordWrap(True)
        self._state.setObjectName("findings-state")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Files checked"))
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Findings"))
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setIconSize(QSize(_ICON, _ICON))
        self._list.itemClicked.connect(self._choose)
        self._list.itemActivated.connect(self._choose)
        self._explanation = label("", "muted")
        self._explanation.setWordWrap(True)
        self._explanation.setObjectName("finding-explanation")
        self._again = QPushButton(self.tr("Check again"))
        self._again.clicked.connect(self._examine_again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        for widget in (self._state, self._list, self._explanation):
            layout.addWidget(widget)
        policy = self._again.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the bar shows in its place: what is below stays where it is
        self._again.setSizePolicy(policy)
        below = QGridLayout()
        below.addWidget(self._bar, 0, 0, alignment=Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self._again, 0, 0, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(below)

    def _updated(self, snapshot: Snapshot) -> None:
        progress = snapshot.latest.get(Progress)
        if progress is not None:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
            text = self.tr("Checked: {done} of {total}")
            if progress.stage == "Comparing":
                text = self.tr("Compared: {done} of {total}")
            self._say(text.format(done=progress.done, total=progress.total))
        findings = [update for update in snapshot.events if isinstance(update, Finding)]
        for finding in findings:
            self._findings.setdefault(finding.kind, []).append(finding)
        if findings:
            self._show_findings()
        self.updated.emit(snapshot.events)

    def _ended(self, ended: Ended) -> None:
        self._job = None
        self._bar.hide()
        self._again.show()
        if isinstance(ended, Done) and isinstance(ended.result, ExamineDone):
            self._say("" if self._findings else self.tr("No problems found."))
            self.examined.emit(ended.result)
        else:
            self._say(self.tr("The check is not complete."))

    def _say(self, text: str) -> None:
        self._state.setText(text)
        self._state.setVisible(bool(text))

    def _examine_again(self) -> None:
        if self._examine is not None:
            self._session.read_again()  # files that are new or gone are examined, too
            self.examine(self._examine)

    def _show_findings(self) -> None:
        chosen = self._list.currentRow()
        self._list.clear()
        for kind, findings in self._findings.items():
            row = QListWidgetItem(self._icon(), self._text(kind, findings))
            row.setData(ITEM_ROLE, kind)
            row.setSizeHint(QSize(0, _ROW))
            row.setToolTip(_explanation(findings))
            self._list.addItem(row)
        self._list.setFixedHeight(self._list.count() * _ROW + 4)
        self._list.setVisible(self._list.count() > 0)
        self._list.setCurrentRow(chosen)
        self._explanation.setVisible(bool(self._explanation.text()))

    def _text(self, kind: FindingKind, findings: list[Finding]) -> str:
        count = len({name for finding in findings for name in finding.images})
        return f"{self._title(kind)}: {count}" if count else self._title(kind)

    def _title(self, kind: FindingKind) -> str:
        return {
            FindingKind.CORRUPT: self.tr("Unreadable"),
            FindingKind.MIXED_SIZES: self.tr("Unusual size"),
            FindingKind.MIXED_RATES: self.tr("Unusual frame rate"),
            FindingKind.EXACT_DUPLICATE: self.tr("Duplicate file"),
            FindingKind.NEAR_DUPLICATE: self.tr("Near-duplicate"),
            FindingKind.TRAIN_TEST_OVERLAP: self.tr("In training and test"),
            FindingKind.BLURRED: self.tr("Blurred"),
            FindingKind.EXPOSURE: self.tr("Badly exposed"),
            FindingKind.BLANK: self.tr("Blank"),
            FindingKind.NO_VARIETY: self.tr("No variety"),
            FindingKind.MASK: self.tr("Masks"),
            FindingKind.MARK: self.tr("Marks without effect"),
            FindingKind.PROPERTY: self.tr("Properties without effect"),
            FindingKind.LEFT_OUT: self.tr("Left out"),
            FindingKind.CLIP_LIKE: self.tr("Perhaps clips"),
            FindingKind.DEPTH: self.tr("Bits per sample"),
            FindingKind.FRAME_NUMBERS: self.tr("Frame numbers"),
            FindingKind.TOO_FEW: self.tr("Too few good images"),
        }[kind]

    def _choose(self, row: QListWidgetItem) -> None:
        kind = row.data(ITEM_ROLE)
        findings = self._findings[kind]
        self._explanation.setText(_explanation(findings))
        self._explanation.show()
        if any(finding.images for finding in findings):
            self.chosen.emit(self._title(kind), tuple(findings))

    def _icon(self) -> QIcon:
        ratio = self.devicePixelRatio()
        picture = QPixmap(QSize(_ICON, _ICON) * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_badge(painter, QRect(3, 4, _ICON - 7, _ICON - 7), Badge("", "!", "triangle", "review"))
        painter.end()
        return QIcon(picture)


def _explanation(findings: list[Finding]) -> str:
    """The sentences of the first findings."""
    lines = [remark_text(finding.message) for finding in findings[:_SENTENCES]]
    return "\n".join(lines + ["…"] * (len(findings) > _SENTENCES))
