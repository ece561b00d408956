"""The images or clips of a run that people decided on, with what they are by that."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspector.core.errors import ImageError, VideoError
from inspector.core.operating_point import OperatingPoint
from inspector.store.records import ReviewDecision, current_defect_types, current_reviews
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.review.video import ReviewedVideoRun


@dataclass(frozen=True)
class DecidedItem:
    """An image or clip that a person decided to be good or defective.

    Attributes:
        type: of its defect, by a person or else by its label; empty where nobody says.
        replaced: why it is not what was decided on; None where it is.
    """

    name: str
    path: Path
    defective: bool
    type: str
    replaced: ImageError | VideoError | None


def decided_images(run: ImageRun) -> Iterator[DecidedItem]:
    """Those of a run of images."""
    reviews = current_reviews(run.path, moved_from=run.moved_from)
    types = current_defect_types(run.path, moved_from=run.moved_from)
    for name, label in run.batch():
        decision = reviews[name].decision if name in reviews else None
        if decision in (ReviewDecision.ACCEPT, ReviewDecision.REJECT):
            path = run.path_of(name)
            other = None
            if run.is_replaced(name):
                other = ImageError(
                    "{file} has another size or time of change than when it was inspected, so nobody decided on what "
                    "it shows now.",
                    code="image.replaced",
                    file=path,
                )
            named = next(iter(types.get(name, {}).values()), label)
            yield DecidedItem(name, path, decision is ReviewDecision.REJECT, named, other)


def decided_clips(run: VideoRun, *, point: OperatingPoint | None) -> Iterator[DecidedItem]:
    """Those of a run of clips; see :meth:`ReviewedVideoRun.decided_clips`.

    Args:
        point: by which a clip has events; None for the run's own.
    """
    with ReviewedVideoRun(run.path, category=None) as reviewed:
        if point is not None:
            reviewed.judge_by(point)
        for clip, decision in reviewed.decided_clips().items():
            if decision in (ReviewDecision.ACCEPT, ReviewDecision.REJECT):
                record, other = reviewed.clips[clip], None
                if reviewed.is_replaced(clip):
                    other = VideoError(
                        "{file} has another size or time of change than when it was inspected, so nobody decided on "
                        "what it shows now.",
                        code="image.replaced",
                        file=record.path,
                    )
                defective = decision is ReviewDecision.REJECT
                yield DecidedItem(record.name, record.path, defective, reviewed.type_of_clip(clip), other)
