"""Whether what is chosen can be trained; the disk is looked at off the GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector.core.errors import InspectorError
from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.error_texts import error_text
from inspector.gui.session import Session
from inspector.gui.train.method_form import MethodForm
from inspector.gui.train.source import AnyTrainSource
from inspector.store.workspace import Workspace, unused_name

_NAMING, _CHECKING = "name of the next model", "files of a training"  # keys of `Session.latest`


@dataclass(frozen=True)
class _Files:
    """What is in the way on the disk.

    Attributes:
        name_taken: a model or an interrupted training has the name.
        missing: the first of the named files that does not exist; None where all do.
    """

    name_taken: bool = False
    missing: Path | None = None


class ChoiceCheck(QObject):
    """Names the next model, and finds the first problem of a choice.

    Signals:
        changed: `problem` may be another one now.
        passed: files were checked for a start that waited for it.
    """

    changed = Signal()
    passed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._source: AnyTrainSource | None = None
        self._category: Category | VideoCategory | None = None
        self._files = _Files()
        self._named_form: MethodForm | None = None
        self._start_waits = False
        self.problem = ""

    def suggest_name(self, source: AnyTrainSource) -> None:
        """Name the model after method and preset, with a number where there is one already."""
        workspace = self._session.workspace
        self._named_form = source.form
        if workspace is not None:
            self._session.latest(_NAMING, partial(_unused_name, workspace.models, source.form.stem), self._named)

    def check(self, source: AnyTrainSource, category: Category | VideoCategory | None) -> None:
        """Something else is chosen: what can be said at once is said, and the files are checked."""
        self._source, self._category = source, category
        self._files = _Files()
        workspace = self._session.workspace
        if workspace is not None and category is not None:
            name = "" if source.form.name_problem() else source.form.model_name
            work = partial(_check_files, workspace.models, name, source.files())
            self._session.latest(_CHECKING, work, self._files_checked)
        self._update()

    def start_must_wait(self) -> bool:
        """Whether the name is still looked for, or files are still checked; then `passed` follows."""
        self._start_waits = self._is_checking()
        return self._start_waits

    def _is_checking(self) -> bool:
        return self._session.awaits(_NAMING) or self._session.awaits(_CHECKING)

    def _named(self, name: str) -> None:
        if self._named_form is not None:
            self._named_form.suggest_name(name)
        self._update()
        self._let_start()

    def _files_checked(self, files: _Files) -> None:
        self._files = files
        self._update()
        self._let_start()

    def _let_start(self) -> None:
        if self._start_waits and not self._is_checking():
            self._start_waits = False
            self.passed.emit()

    def _update(self) -> None:
        workspace = self._session.workspace
        self.problem = "" if workspace is None else self._find_problem(workspace)
        self.changed.emit()

    def _find_problem(self, workspace: Workspace) -> str:
        source, category = self._source, self._category
        if source is None or category is None:
            return ""
        naming = self._session.awaits(_NAMING)  # what there will be in the field is looked for
        problem = ("" if naming else source.form.name_problem()) or source.problem()
        if problem:
            return problem
        if self._files.name_taken:
            text = self.tr('A model or an interrupted training named "{name}" already exists; choose another name.')
            return text.format(name=source.form.model_name)
        if self._files.missing is not None:
            return self.tr("{name} does not exist.").format(name=self._files.missing)
        try:
            source.job(category, workspace.models / source.form.model_name)
        except InspectorError as error:
            return error_text(error)
        return ""


def _check_files(models: Path, name: str, files: Sequence[Path]) -> _Files:
    """
    Args:
        models: the folder that the model goes to.
        name: of the model; empty where none can have it.
        files: that the training will read.

    Raises:
        StorageError: if the folder cannot be read.
    """
    taken = bool(name) and unused_name(models, name).name != name
    return _Files(taken, next((file for file in files if not file.is_file()), None))


def _unused_name(models: Path, stem: str) -> str:
    """The first of stem, stem-2, stem-3 … that a new model can have.

    Raises:
        StorageError: if the folder cannot be read.
    """
    return unused_name(models, stem).name
