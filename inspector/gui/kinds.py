"""What images and video show on each screen; the screens themselves are the same for both."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication

from inspector.gui.category.images.browser import ImageBrowser
from inspector.gui.category.images.locating_preview import show_locating
from inspector.gui.category.images.properties_editor import PropertiesEditor
from inspector.gui.category.images.properties_form import PropertiesForm
from inspector.gui.category.images.source import ImageCategorySource
from inspector.gui.category.images.suspects import SuspectsPanel
from inspector.gui.category.video.browser import ClipBrowser
from inspector.gui.category.video.source import VideoCategorySource
from inspector.gui.category.views import AnyCategoryViews, CategoryViews, Section
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


def category_views(session: Session, commands: Commands) -> Mapping[str, AnyCategoryViews]:
    """What the Category screen is handed, by the name of the kind."""
    properties = PropertiesEditor(session, session)
    images, clips = ImageBrowser(session, commands, properties), ClipBrowser(session, commands)
    form = PropertiesForm(properties)
    form.region_requested.connect(images.draw_regions)
    form.locating_requested.connect(partial(show_locating, session, properties, form))
    suspects = SuspectsPanel(session, commands, images, properties)
    return {
        IMAGES.name: CategoryViews(
            ImageCategorySource(),
            images,
            [
                Section(QCoreApplication.translate("CategoryViews", "Suspect images"), suspects),
                Section(QCoreApplication.translate("CategoryViews", "Part properties"), form),
            ],
        ),
        VIDEO.name: CategoryViews(
            VideoCategorySource(),
            clips,
            [Section(QCoreApplication.translate("CategoryViews", "Selected clip"), clips.facts)],
        ),
    }


def train_sources() -> Mapping[str, AnyTrainSource]:
    """What the Train screen is handed, by the name of the kind."""
    return {IMAGES.name: ImageTrainSource(), VIDEO.name: VideoTrainSource()}
