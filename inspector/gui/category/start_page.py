"""What is shown while no category is open: how to open one."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from inspector.gui.session import Session
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP
from inspector.gui.widgets.pictures.image_list import ITEM_ROLE

_WIDTH = 560


class StartPage(QWidget):
    """Opens a folder, the demonstration, or a recent category.

    Signals `open_requested`, `demo_requested`: the person wants to choose a folder, or to see the demonstration.
    """

    open_requested = Signal()
    demo_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        text = label(
            self.tr(
                "A category is a folder of images of one product, taken by one camera. Images of good parts are "
                "enough to start; the folders train/good, test/good and test/<defect> separate them from the rest. "
                "Instead of images, a category may hold clips: videos, or folders of numbered frames. "
                "Drop a folder here, or open one."
            ),
            "muted",
        )
        text.setWordWrap(True)
        self._open_folder = QPushButton(self.tr("Open a folder …"))
        self._open_folder.setProperty("role", "primary")
        self._open_folder.clicked.connect(self.open_requested)
        demo = QPushButton(self.tr("Open the demonstration"))
        demo.clicked.connect(self._open_demo)
        self._waiting = label(self.tr("The demonstration is rendered first, and opens by itself."), "muted")
        self._waiting.setObjectName("demo-waiting")
        self._waiting.hide()
        session.jobs_changed.connect(self._jobs_changed)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self._open_folder)
        buttons.addWidget(demo)
        buttons.addStretch(1)
        self._recent_title = label(self.tr("Recent"), "heading")
        self._recent = QListWidget()
        self._recent.setAccessibleName(self.tr("Recent categories"))
        self._recent.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self._recent.setMaximumHeight(240)
        self._recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._recent.itemActivated.connect(self._open)
        self._recent.itemClicked.connect(self._open)
        column = QVBoxLayout()
        column.setSpacing(GAP)
        column.addStretch(2)
        column.addWidget(label(self.tr("Open a category"), "title"))
        column.addWidget(text)
        column.addLayout(buttons)
        column.addWidget(self._waiting)
        column.addSpacing(GAP)
        column.addWidget(self._recent_title)
        column.addWidget(self._recent)
        column.addStretch(3)
        middle = QWidget()
        middle.setLayout(column)
        middle.setFixedWidth(_WIDTH)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        self.refresh()

    def take_focus(self) -> None:
        self._open_folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_demo(self) -> None:
        self._waiting.show()
        self.demo_requested.emit()

    def _jobs_changed(self) -> None:
        if not self._session.shown_jobs:
            self._waiting.hide()

    def refresh(self) -> None:
        """List the recent categories."""
        self._recent.clear()
        for path in self._session.recent:
            row = QListWidgetItem(str(path))
            row.setData(ITEM_ROLE, path)
            row.setToolTip(str(path))
            self._recent.addItem(row)
        there = self._recent.count() > 0
        self._recent.setVisible(there)
        self._recent_title.setVisible(there)

    def _open(self, row: QListWidgetItem) -> None:
        path: Path = row.data(ITEM_ROLE)
        self._session.open_category(path)
