"""Around a frame under review: what its colours mean, the value under the pointer, and a menu for the picture."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from inspector.data.category import ImageRef
from inspector.data.video.category import Clip
from inspector.gui.background.frames import ShownFrame
from inspector.gui.review.pictures.heat_scale import heat_scale
from inspector.gui.review.pictures.picture_menu import PictureMenu, ShownPicture, item_at
from inspector.gui.review.pictures.pointer_words import beside_threshold, pointer_text, score_words
from inspector.gui.review.video.list import ClipList
from inspector.gui.review.video.words import no_map_text
from inspector.gui.screen import ElidedLabel
from inspector.gui.session import Session
from inspector.gui.widgets.pictures.colour_bar import ColourBar
from inspector.gui.widgets.pictures.heat_controls import AddCommand, HeatControls
from inspector.gui.widgets.pictures.heat_view import Pointed
from inspector.gui.widgets.video.player import ClipPlayer
from inspector.workflow.review.model import ReviewModel
from inspector.workflow.review.video import ReviewedVideoRun


class FramePicture(QObject):
    """Makes the colour bar and the readout, for the player to lay out, and the menu once there is a player.

    Args:
        refresh_commands: asks every command whether it can be done now.
    """

    def __init__(self, session: Session, parent: QWidget, refresh_commands: Callable[[], None]) -> None:
        super().__init__(parent)
        self._session, self._parent, self._refresh_commands = session, parent, refresh_commands
        self._run: ReviewedVideoRun | None = None
        self._model: ReviewModel | None = None
        self._clip = 0
        self._frame: ShownFrame | None = None
        self._pointed: Pointed | None = None
        self.colour_bar, self.readout = ColourBar(), ElidedLabel("muted")
        self.readout.setObjectName("pointer-readout")
        self.colour_bar.show_scale(None, None)

    def follow(
        self,
        player: ClipPlayer,
        clips: ClipList,
        *,
        add: AddCommand,
        has_clip: Callable[[], bool],
        commands: Sequence[QAction],
    ) -> HeatControls:
        """Show what belongs to the frames of this player; returns what controls how they are drawn.

        Args:
            commands: of the menu, which the list has, too.
        """
        controls = HeatControls(
            player.view,
            add,
            has_clip,
            settings=self._session.settings,
            outlines=self.tr("Boxes"),
            with_map=has_clip,
        )
        self._view, self._controls, self._list = player.view, controls, clips
        self.menu = PictureMenu(
            self._session,
            self._parent,
            add=add,
            view=(controls.fit, *commands),
            shown=self._shown_picture,
            marked=self._marked_clip,
        ).menu
        clips.menu_requested.connect(self.menu.popup)
        player.shown.connect(self._frame_shown)
        player.view.pointed.connect(self._show_pointed)
        player.view.recoloured.connect(self._recoloured)
        player.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        player.view.customContextMenuRequested.connect(self._open_menu)
        self._recoloured()
        return controls

    def show_clip(self, run: ReviewedVideoRun, clip: int, model: ReviewModel | None) -> None:
        """Another clip, or the same one decided anew."""
        self._run, self._clip, self._model, self._frame = run, clip, model, None
        self.colour_bar.show_scale(heat_scale(model, run.point), run.point, written=partial(score_words, run))
        self._show_pointed(None)

    def show_nothing(self) -> None:
        """No clip is shown."""
        self._run = self._frame = None
        self.colour_bar.show_scale(None, None)
        self._show_pointed(None)

    def _frame_shown(self, frame: ShownFrame) -> None:
        first = self._frame is None
        self._frame = frame
        self._say(self._pointed)
        if first:
            self._refresh_commands()

    def _show_pointed(self, pointed: Pointed | None) -> None:
        self._pointed = pointed
        self.colour_bar.point_at(None if pointed is None else pointed.value)
        self._say(pointed)

    def _say(self, pointed: Pointed | None) -> None:
        run, frame = self._run, self._frame
        if run is None or frame is None or frame.pixels is None:
            self.readout.setText("")
            return
        size = run.clips[self._clip].size or (frame.pixels.shape[0], frame.pixels.shape[1])
        words = [
            pointer_text(pointed, size=size, relative=partial(beside_threshold, run)),
            no_map_text(run, frame.record),
        ]
        self.readout.setText(" · ".join(filter(None, words)))

    def _shown_picture(self) -> ShownPicture | None:
        run, frame = self._run, self._frame
        if run is None or frame is None or frame.pixels is None:
            return None
        found = None if frame.record is None or not self._controls.heat.isChecked() else frame.record.anomaly_map
        path = run.clips[self._clip].path
        return ShownPicture(
            path,
            frame.pixels,
            anomaly_map=found,
            scale=None if found is None else heat_scale(self._model, run.point),
            regions=None,
            name=f"{path.stem}-{frame.index}",
        )

    def _marked_clip(self) -> ImageRef | Clip | None:
        """That of the current row, which a click of the right button has chosen, whether its frame was read or not."""
        run, clip = self._run, self._list.current_clip
        return None if run is None or clip is None else item_at(self._session.category, run.clips[clip].path)

    def _recoloured(self) -> None:
        self.colour_bar.set_colours(self._view.colour_table)

    def _open_menu(self, place: QPoint) -> None:
        self.menu.popup(self._view.mapToGlobal(place))
