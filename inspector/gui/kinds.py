"""What images and video show on each screen; the screens themselves are the same for both."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication

from inspector.gui.category.images.browser import ImageBrowser
from inspector.gui.category.images.locating_preview import show_locating
from inspector.gui.category.images.properties_form import PropertiesForm
from inspector.gui.category.images.source import ImageCategorySource
from inspector.gui.category.images.suspects import SuspectsPanel
from inspector.gui.category.properties_editor import ClipProperties, ImageProperties, PropertiesEditor
from inspector.gui.category.video.browser import ClipBrowser
from inspector.gui.category.video.source import VideoCategorySource
from inspector.gui.category.views import AnyCategoryViews, CategoryViews, MakeCategoryViews, Section
from inspector.gui.commands import Commands
from inspector.gui.inspect.images.view import ImageInspectView
from inspector.gui.inspect.video.view import VideoInspectView
from inspector.gui.inspect.view import MakeInspectView
from inspector.gui.review.images.view import ImageReview
from inspector.gui.review.video.view import VideoReview
from inspector.gui.review.view import MakeView
from inspector.gui.session import Session
from inspector.gui.train.images.source import ImageTrainSource
from inspector.gui.train.source import AnyTrainSource
from inspector.gui.train.video.source import VideoTrainSource
from inspector.workflow.kinds import IMAGES, VIDEO, KindName

# What the Review screen makes its views with.
REVIEW_VIEWS: Mapping[KindName, MakeView] = {IMAGES.name: ImageReview, VIDEO.name: VideoReview}

# What the Inspect screen makes its views with.
INSPECT_VIEWS: Mapping[KindName, MakeInspectView] = {IMAGES.name: ImageInspectView, VIDEO.name: VideoInspectView}

# What the Train screen makes its sources with.
TRAIN_SOURCES: Mapping[KindName, Callable[[], AnyTrainSource]] = {
    IMAGES.name: ImageTrainSource, VIDEO.name: VideoTrainSource,
}  # fmt: skip


def category_views(session: Session, commands: Commands) -> Mapping[KindName, MakeCategoryViews]:
    """What the Category screen makes its views with."""
    # At once: they follow what is open before the views do.
    images, clips = PropertiesEditor(session, IMAGES, session), PropertiesEditor(session, VIDEO, session)
    return {
        IMAGES.name: partial(_image_views, session, commands, images),
        VIDEO.name: partial(_clip_views, session, commands, clips),
    }


def _image_views(session: Session, commands: Commands, properties: ImageProperties) -> AnyCategoryViews:
    images, form = ImageBrowser(session, commands, properties), PropertiesForm(properties)
    form.region_requested.connect(images.draw_regions)
    form.locating_requested.connect(partial(show_locating, session, properties, form))
    suspects = SuspectsPanel(session, commands, images, properties)
    properties.changed.emit(properties.current)  # of what was open before there was a view of it
    return CategoryViews(
        ImageCategorySource(),
        images,
        [
            Section(QCoreApplication.translate("CategoryViews", "Suspect images"), suspects),
            Section(QCoreApplication.translate("CategoryViews", "Part properties"), form),
        ],
    )


def _clip_views(session: Session, commands: Commands, properties: ClipProperties) -> AnyCategoryViews:
    clips = ClipBrowser(session, commands, properties)
    properties.changed.emit(properties.current)  # of what was open before there was a view of it
    facts = Section(QCoreApplication.translate("CategoryViews", "Selected clip"), clips.facts)
    return CategoryViews(VideoCategorySource(), clips, [facts])
