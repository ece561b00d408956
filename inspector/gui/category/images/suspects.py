"""Good images that may show a defect: the search in the background, and each of them with its heatmap."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QRegularExpression, QSize, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.data.category import Category
from inspector.data.properties import CategoryProperties, Mark
from inspector.gui.background.job import Done, Ended, Failed, Snapshot
from inspector.gui.category.dialog_job import NotPossible, busy_bar, run_while_open
from inspector.gui.category.images.suspect_search import Found, search
from inspector.gui.category.properties_editor import ImageProperties
from inspector.gui.commands import Commands, needs
from inspector.gui.numbers import count, fixed
from inspector.gui.session import Session
from inspector.gui.widgets.labels import ElidedLabel, label, set_role
from inspector.gui.widgets.layout import GAP, resize_on_screen
from inspector.gui.widgets.pictures.picture_view import PictureView, to_image
from inspector.workflow.advise.suspects import Suspect, SuspectsDone, suspect_picture
from inspector.workflow.progress import Progress

_LIST_WIDTH = 260
_SMALLEST = QSize(320, 240)
_UNDO = QRegularExpression("^(undo|redo)$")  # the names of the window's actions
_PICTURE = "picture of a suspect image"  # key of `Session.latest`


class SuspectsPanel(QWidget):
    """The command that finds suspect images among the good ones of the open category; one search at a time.

    What the last search found is shown again while neither the images nor the marks have changed.
    """

    def __init__(self, session: Session, commands: Commands, owner: QWidget, properties: ImageProperties) -> None:
        """Search the category of the properties; the command is in `owner`."""
        super().__init__()
        self._session, self._properties = session, properties
        self._dialog: SuspectsDialog | None = None
        self._found: Found | None = None
        find = self.tr("Find suspect images …")
        action = commands.add(owner, find, self._find, group=self.tr("Category"), enabled=self._can_find)
        self._commands = commands
        properties.changed.connect(self._refresh_commands)
        text = self.tr("Judges each good image by a model that learned the others, and shows those that stand out.")
        about = label(text, "muted")
        about.setWordWrap(True)
        button = QPushButton(find)
        button.clicked.connect(action.trigger)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(about)
        layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)

    def _refresh_commands(self) -> None:
        # a slot of this widget, which ends with it: the commands live on, and would ask screens that are gone
        self._commands.refresh()

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a category of images"))
    def _can_find(self) -> bool:
        return self._properties.category is not None

    def _find(self) -> None:
        category = self._properties.category
        if category is None:
            return
        if self._dialog is None:
            self._dialog = SuspectsDialog(self._session, category, self._properties, self.window(), earlier=self._found)
            self._dialog.finished.connect(self._closed)
            self._dialog.addActions(self.window().findChildren(QAction, _UNDO))
            self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._found = self._dialog.found or self._found
        self._dialog = None


class SuspectsDialog(QDialog):
    """Owns the search, which ends with it; what is ignored is stated by the properties editor, with undo.

    The window behind it can be used meanwhile.

    Args:
        earlier: what an earlier search found, which is shown at once if nothing has changed since.

    Attributes:
        found: what is shown; None until the search has ended.
    """

    def __init__(
        self,
        session: Session,
        category: Category,
        properties: ImageProperties,
        parent: QWidget,
        *,
        earlier: Found | None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Suspect images in {category}").format(category=category.name))
        resize_on_screen(self, 900, 620)
        self._session, self._properties = session, properties
        self.found: Found | None = None
        self._suspects: Sequence[Suspect] = ()
        self._kept: set[str] = set()
        self._before: dict[str, Mark | None] = {}  # the marks that were replaced here
        self._plain: QImage | None = None
        self._heated: QImage | None = None
        self._build()
        properties.changed.connect(self._show_states)
        run_while_open(self, session, partial(search, category, earlier), updated=self._updated, ended=self._ended)
        self.finished.connect(self._closed)

    # The search

    def _updated(self, snapshot: Snapshot) -> None:
        progress = snapshot.latest.get(Progress)
        if progress is None:
            return
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        reading = self.tr("Reading the good images …")
        comparing = self.tr("Comparing each good image with the others …")
        self._status.setText(comparing if progress.stage == "Calibrating" else reading)

    def _ended(self, ended: Ended) -> None:
        self._bar.hide()
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).hide()
        self._buttons.button(QDialogButtonBox.StandardButton.Close).show()
        result = ended.result if isinstance(ended, Done) else None
        if isinstance(result, Found):
            self.found, self._kept = result, result.good
            self._show_found(result.done)
        else:
            reason = result.message if isinstance(result, NotPossible) else self.tr("The search is not complete.")
            self._say(reason, role="error")

    def _show_found(self, done: SuspectsDone) -> None:
        if not done.suspects:
            self._say(
                self.tr("None of the {images} good images stands out from the others.").format(
                    images=count(done.images)
                )
                + " "
                + self._limits()
            )
            return
        self._suspects = done.suspects
        self._say(
            self.tr(
                "Good images that stand out from the others: {suspects} of {images}. Ignore those that do not show "
                "a good part; nothing is changed otherwise."
            ).format(suspects=count(len(done.suspects)), images=count(done.images))
            + " "
            + self._limits()
        )
        self._list.addItems([""] * len(done.suspects))
        self._show_states()
        self._content.show()
        self._list.setCurrentRow(0)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _limits(self) -> str:
        return self.tr("Small defects, and defects that are alike on several images, may be among the others.")

    def _say(self, text: str, *, role: str = "") -> None:
        self._status.setText(text)
        set_role(self._status, role)

    def _closed(self) -> None:
        self._session.outdate(_PICTURE)

    # The suspects

    def _suspect(self) -> Suspect | None:
        row = self._list.currentRow()
        return self._suspects[row] if 0 <= row < len(self._suspects) else None

    def _mark_of(self, suspect: Suspect) -> Mark | None:
        return self._properties.current.marks.get(suspect.image.name)

    def _show_states(self, _properties: CategoryProperties | None = None) -> None:
        """Say of each suspect what was decided, also after undo."""
        for row, suspect in enumerate(self._suspects):
            name = suspect.image.name
            mark = self._mark_of(suspect)
            if mark == "ignored":
                state = self.tr("ignored")
            elif mark == "defective":
                state = self.tr("marked as defective")
            else:
                state = self.tr("kept") if name in self._kept else self.tr("not decided")
            item = self._list.item(row)
            item.setText(f"{name.rpartition('/')[2]}\n{fixed(suspect.times, 1)} × · {state}")
            item.setToolTip(name)
        self._show_choices()

    def _show_choices(self) -> None:
        suspect = self._suspect()
        self._ignore.setEnabled(suspect is not None and self._mark_of(suspect) != "ignored")

    def _show_suspect(self) -> None:
        suspect, category = self._suspect(), self._properties.category
        if suspect is None or category is None:
            return
        self._show_choices()
        self._name.setText(suspect.image.name)
        self._name.setToolTip(suspect.image.name)
        x, y = suspect.place
        self._facts.setText(
            self.tr("{times} times as far out as the farthest of the other images; most at ({x}, {y}) px.").format(
                times=fixed(suspect.times, 1), x=x, y=y
            )
        )
        self._plain = self._heated = None
        self._view.show_picture(None, text=self.tr("Reading the image …"))
        bits = category.properties.bits_per_sample
        self._session.latest(_PICTURE, partial(_images, suspect, bits), self._show_images, failed=self._not_read)

    def _show_images(self, images: tuple[QImage, QImage]) -> None:
        self._plain, self._heated = images
        self._show_picture()

    def _not_read(self, failed: Failed) -> None:
        self._view.show_picture(None, text=failed.message)

    def _show_picture(self) -> None:
        if self._plain is not None:
            self._view.show_picture(self._heated if self._heat.isChecked() else self._plain)

    def _ignore_suspect(self) -> None:
        suspect = self._suspect()
        if suspect is None:
            return
        name = suspect.image.name
        self._before[name] = self._mark_of(suspect)
        self._kept.discard(name)
        self._properties.mark(self.tr("Ignore"), [name], "ignored")
        self._go_on()

    def _keep_suspect(self) -> None:
        suspect = self._suspect()
        if suspect is None:
            return
        name = suspect.image.name
        self._kept.add(name)
        if self._mark_of(suspect) == "ignored":
            self._properties.mark(self.tr("Keep"), [name], self._before.get(name))
        self._show_states()
        self._go_on()

    def _go_on(self) -> None:
        """To the next suspect; the last one stays."""
        self._list.setCurrentRow(min(self._list.currentRow() + 1, self._list.count() - 1))
        self._show_choices()

    # Layout

    def _build(self) -> None:
        self._status = label(self.tr("Reading the good images …"))
        self._status.setObjectName("suspects-status")
        self._status.setWordWrap(True)
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = busy_bar(self.tr("Progress of the search"))
        self._content = self._build_content()
        self._content.hide()
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(standard.Close | standard.Cancel)
        self._buttons.button(standard.Close).hide()
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self._status)
        layout.addWidget(self._bar)
        layout.addWidget(self._content, stretch=1)
        layout.addStretch()
        layout.addWidget(self._buttons)

    def _build_content(self) -> QWidget:
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Suspect images"))
        self._list.setFixedWidth(_LIST_WIDTH)
        self._list.setSpacing(GAP // 4)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(self._show_suspect)
        self._name = ElidedLabel("heading", middle=True)
        self._name.setObjectName("suspect-name")
        self._facts = label("", "muted")
        self._facts.setWordWrap(True)
        self._view = PictureView(self.tr("Suspect image"), smallest=_SMALLEST)
        self._heat = QCheckBox(self.tr("Show the heatmap"))
        self._heat.setChecked(True)
        self._heat.setShortcut("H")
        self._heat.setToolTip(self.tr("Show the heatmap") + " (H)")
        self._heat.toggled.connect(self._show_picture)
        self._keep = self._choice(self.tr("Keep"), "K", self.tr("It shows a good part"))
        self._keep.clicked.connect(self._keep_suspect)
        self._ignore = self._choice(self.tr("Ignore"), "I", self.tr("Do not learn from it"))
        self._ignore.clicked.connect(self._ignore_suspect)
        choices = QHBoxLayout()
        choices.setSpacing(GAP)
        choices.addWidget(self._heat)
        choices.addStretch()
        choices.addWidget(self._keep)
        choices.addWidget(self._ignore)
        side = QVBoxLayout()
        side.setSpacing(GAP // 2)
        side.addWidget(self._name)
        side.addWidget(self._facts)
        side.addWidget(self._view, stretch=1)
        side.addLayout(choices)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._list)
        row.addLayout(side, stretch=1)
        return content

    def _choice(self, text: str, key: str, hint: str) -> QPushButton:
        button = QPushButton(text)
        button.setShortcut(key)
        button.setToolTip(f"{hint} ({key})")
        button.setAutoDefault(False)
        return button


def _images(suspect: Suspect, bits: int | None) -> tuple[QImage, QImage]:
    """Run off the GUI thread."""
    plain, heated = suspect_picture(suspect, bits=bits)
    return to_image(plain), to_image(heated)
