"""What is in a category of video: its groups, counts and findings."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from PySide6.QtCore import QCoreApplication

from inspector.data.marks import MARKED
from inspector.data.natural_order import natural_key, natural_order
from inspector.data.video.category import Clip, VideoCategory
from inspector.gui.category.video.clip_list import label_text
from inspector.gui.category.video.extents import read_extents
from inspector.gui.category.views import CategorySource, Group, stated_elsewhere
from inspector.gui.numbers import folders_text
from inspector.workflow.advise.examine_video import examine_video

_FOLDERS = 5  # that are named; more are counted


class VideoCategorySource(CategorySource[VideoCategory, Clip]):
    """Clips to learn from, clips to test on, those of each label where there are several, and what is ignored."""

    def groups(self, category: VideoCategory) -> list[Group[Clip]]:
        translate = QCoreApplication.translate
        groups = [Group("train", translate("VideoCategory", "Good, for training"), _listed(category.train))]
        if category.test:
            groups.append(Group("test", translate("VideoCategory", "For testing"), _listed(category.test)))
        labels = sorted({clip.label for clip in category.test}, key=natural_key)
        for label in labels if len(labels) > 1 else ():
            clips = _listed(clip for clip in category.test if clip.label == label)
            title = translate("VideoCategory", "Test: {label}").format(label=label_text(label))
            if label == MARKED:
                title = translate("VideoCategory", "Marked as defective")
            groups.append(Group(f"test/{label}", title, clips))
        if category.ignored:
            groups.append(Group("ignored", translate("VideoCategory", "Ignored"), _listed(category.ignored)))
        return groups

    def counts(self, category: VideoCategory) -> list[str]:
        translate = QCoreApplication.translate
        lines = [translate("VideoCategory", "Good clips for training: {count}").format(count=len(category.train))]
        folders = folders_text(category.learned_folders, most=_FOLDERS)
        lines.append(translate("VideoCategory", "To learn from: {folders}").format(folders=folders))
        if category.test:
            defective = sum(clip.defective for clip in category.test)
            labelled = sum(bool(clip.abnormal) for clip in category.test)
            lines += [
                translate("VideoCategory", "Test clips: {count}, {defective} of them defective").format(
                    count=len(category.test), defective=defective
                ),
                translate("VideoCategory", "Clips with labelled frames: {count}").format(count=labelled),
            ]
        if category.ignored:
            lines.append(translate("VideoCategory", "Ignored: {count}").format(count=len(category.ignored)))
        return [*lines, *stated_elsewhere(category.stated_in)]

    def examine(self, category: VideoCategory) -> Iterator[object]:
        """The extents first, without which no clip can be played."""
        yield from read_extents((*category.train, *category.test, *category.ignored))
        yield from examine_video(category)


def _listed(clips: Iterable[Clip]) -> tuple[Clip, ...]:
    """By their names, as people count."""
    return tuple(natural_order(clips, attrgetter("name")))
